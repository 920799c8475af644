/**
 * What the example takes from the article by name: its models' SQL, changed only where dbt or
 * Postgres refuses it, and the `config()` headers that call its macros.
 */
import {
  CATEGORY_TREE,
  CUSTOMER_BEHAVIOR_ANALYSIS,
  CUSTOMER_LIFETIME_VALUE,
  CUSTOMER_ORDERS_DETAILED,
  CUSTOMER_ORDERS_ENRICHED,
  CUSTOMER_TIMELINE,
  HEAVY_CUSTOMER_ANALYTICS,
  STG_ORDERS,
  STG_PRODUCT_CATEGORIES,
  WEB_ANALYTICS_EVENTS,
} from "./ecommerceArticleSql";
import type { Column } from "./ecommerceSources";

interface OwnSql {
  readonly sql: string;
  readonly grain: string;
  readonly columns: readonly Column[];
  readonly refs: readonly string[];
}

/** `config()` of models whose SQL the generator writes: the article's macros at work. */
export const HEADERS: ReadonlyMap<string, string> = new Map([
  ["stg_customers", "{{ config(threads=get_optimal_threads('stg_customers')) }}\n\n"],
  ["stg_products", "{{ config(threads=get_optimal_threads('stg_products')) }}\n\n"],
  ["dim_date", "{{ config(threads=get_optimal_threads('dim_date')) }}\n\n"],
  ["lookup_country_codes", "{{ config(threads=get_optimal_threads('lookup_country_codes')) }}\n\n"],
  ["order_items_enriched", "{{ config(threads=get_optimal_threads('order_items_enriched')) }}\n\n"],
  [
    "customer_monthly_metrics",
    "{{ config(threads=get_optimal_threads('customer_monthly_metrics')) }}\n\n",
  ],
  [
    "customer_orders",
    "{{ config(threads=get_dependency_optimized_threads('customer_orders')) }}\n\n",
  ],
  [
    "customer_segmentation",
    "{{ config(threads=get_optimal_threads('customer_segmentation')) }}\n\n",
  ],
  [
    "daily_sales_summary",
    "{{ config(\n  materialized='incremental',\n  unique_key='shipping_method',\n  threads=get_optimal_threads('daily_sales_summary')\n) }}\n\n",
  ],
  ["revenue_recognition", "{{ config(materialized='incremental', unique_key='customer_id') }}\n\n"],
  [
    "int_session_activity",
    "{{ config(materialized='incremental', unique_key='customer_id', threads=1) }}\n\n",
  ],
  [
    "int_order_attribution",
    "{% set resources = configure_model_resources('heavy_analytical', 'medium') %}\n\n{{ config(\n  threads=resources.threads,\n  pre_hook=resources.pre_hook\n) }}\n\n",
  ],
  [
    "customer_churn_risk",
    "{% set complexity = analyze_model_complexity('customer_churn_risk') %}\n\n{{ config(threads=complexity.recommended_threads) }}\n\n",
  ],
  [
    "product_recommendations",
    "{{ config(threads=get_adaptive_threads('product_recommendations', 1)) }}\n\n",
  ],
]);

const id = (name: string): Column => ({ name, kind: "id" });
const text = (name: string): Column => ({ name, kind: "text" });
const num = (name: string): Column => ({ name, kind: "num" });
const int = (name: string): Column => ({ name, kind: "int" });
const time = (name: string): Column => ({ name, kind: "ts" });
const date = (name: string): Column => ({ name, kind: "date" });

/** Models with SQL of their own, by name. Staging models keep the columns of their table. */
export const OWN_SQL: ReadonlyMap<string, OwnSql> = new Map<string, OwnSql>([
  [
    "stg_orders",
    {
      sql: STG_ORDERS,
      grain: "order_id",
      columns: [
        id("order_id"),
        id("customer_id"),
        date("order_date"),
        num("order_value"),
        text("order_status"),
        text("shipping_method"),
        time("created_at"),
        time("updated_at"),
      ],
      refs: [],
    },
  ],
  [
    "stg_product_categories",
    {
      sql: STG_PRODUCT_CATEGORIES,
      grain: "category_id",
      columns: [
        id("category_id"),
        text("category_name"),
        id("parent_category_id"),
        { name: "is_active", kind: "bool" },
        time("created_at"),
        time("updated_at"),
      ],
      refs: [],
    },
  ],
  [
    "web_analytics_events",
    {
      sql: WEB_ANALYTICS_EVENTS,
      grain: "event_id",
      columns: [
        id("event_id"),
        text("event_type"),
        id("session_id"),
        id("customer_id"),
        id("product_id"),
        int("time_on_page"),
        time("occurred_at"),
        date("session_date"),
      ],
      refs: ["base_page_views", "base_product_clicks"],
    },
  ],
  [
    "int_customer_timeline",
    {
      sql: CUSTOMER_TIMELINE,
      grain: "",
      columns: [
        id("customer_id"),
        id("activity_id"),
        text("activity_type"),
        num("activity_value"),
        time("occurred_at"),
      ],
      refs: ["stg_orders", "stg_tickets", "stg_product_reviews", "stg_loyalty_events"],
    },
  ],
  [
    "int_customer_orders_enriched",
    {
      sql: CUSTOMER_ORDERS_ENRICHED,
      grain: "order_id",
      columns: [
        id("customer_id"),
        id("order_id"),
        time("order_date"),
        num("order_value"),
        text("shipping_method"),
        text("product_category"),
        text("country_name"),
        text("market_region"),
      ],
      refs: ["customer_orders", "order_items_enriched", "customer_profiles"],
    },
  ],
  [
    "customer_orders_detailed",
    {
      sql: CUSTOMER_ORDERS_DETAILED,
      grain: "order_id",
      columns: [
        id("customer_id"),
        id("order_id"),
        time("order_date"),
        num("order_value"),
        time("first_purchase_date"),
        time("last_purchase_date"),
        int("total_orders"),
        num("total_revenue"),
        num("avg_order_value"),
      ],
      refs: ["customer_orders", "int_customer_order_totals"],
    },
  ],
  [
    "int_category_tree",
    {
      sql: CATEGORY_TREE,
      grain: "category_id",
      columns: [
        id("category_id"),
        text("category_name"),
        id("parent_category_id"),
        int("depth"),
        text("full_path"),
      ],
      refs: ["stg_product_categories"],
    },
  ],
  [
    "customer_lifetime_value",
    {
      sql: CUSTOMER_LIFETIME_VALUE,
      grain: "customer_id",
      columns: [
        id("customer_id"),
        int("total_orders"),
        num("total_revenue"),
        num("composite_ltv_score"),
        text("customer_value_segment"),
      ],
      refs: ["int_customer_orders_enriched"],
    },
  ],
  [
    "heavy_customer_analytics",
    {
      sql: HEAVY_CUSTOMER_ANALYTICS,
      grain: "",
      columns: [id("customer_id"), num("total_revenue"), text("customer_segment")],
      refs: ["customer_orders_detailed"],
    },
  ],
  [
    "customer_behavior_analysis",
    {
      sql: CUSTOMER_BEHAVIOR_ANALYSIS,
      grain: "customer_id",
      columns: [
        id("customer_id"),
        num("avg_session_duration"),
        int("total_sessions"),
        text("engagement_level"),
      ],
      refs: ["web_analytics_events"],
    },
  ],
]);
