/**
 * The intermediate and mart models of the example company, one line each: what a model is made
 * of. `ecommerceShapes` writes the SQL; models with SQL of their own stand in `ecommerceArticle`.
 */

/** The article's measured classes: 8 minutes, 2 minutes, 30 seconds on average. */
export type DurationClass = "heavy" | "medium" | "light";

/** How the SQL of a model is built; `own` = written out by hand. */
export type Shape = "enrich" | "summary" | "sequence" | "rollup" | "analyze" | "own";

/** A relation joined by `key` to its `otherKey`; columns are chosen by rule where none are named. */
export interface Lookup {
  readonly ref: string;
  readonly key: string;
  readonly otherKey: string;
  readonly columns: readonly string[];
}

export interface ModelSpec {
  readonly name: string;
  readonly folder: string;
  readonly durationClass: DurationClass;
  readonly shape: Shape;
  readonly base: string;
  /** Column to group or partition by. */
  readonly key: string;
  readonly lookups: readonly Lookup[];
}

/** `name class shape base key | lookup:key=otherKey(columns) …`; L, M, H are the measured classes. */
const MODELS = `
# models/intermediate/order_processing
order_items_enriched M sequence stg_order_items order_id | stg_orders:order_id(customer_id,order_date,order_status) stg_products:product_id(product_name,category_id,brand_id,list_price) stg_product_categories:category_id(category_name)
customer_orders M sequence stg_orders customer_id | int_order_payments:order_id int_order_refunds:order_id stg_customers:customer_id(country_code,signup_date)
int_order_payments L summary stg_payments order_id | util_exchange_rates:currency_code
int_order_refunds L summary stg_refunds order_id | lookup_return_reasons:reason_code
int_order_item_totals L summary stg_order_items order_id | stg_products:product_id
int_order_discounts L enrich stg_order_coupons coupon_id | stg_coupons:coupon_id(coupon_code,discount_percent,campaign_id) stg_campaigns:campaign_id
int_order_locations L enrich stg_order_addresses order_id | lookup_country_codes:country_code lookup_tax_rates:country_code
int_order_shipments L enrich stg_shipments order_id | stg_warehouses:warehouse_id stg_orders:order_id
int_shipment_milestones L summary base_shipment_events shipment_id | stg_shipments:shipment_id
order_fulfillment M sequence int_order_shipments order_id | int_shipment_milestones:shipment_id int_order_locations:order_id int_order_item_totals:order_id
int_order_status_durations M sequence stg_order_status_history order_id | stg_orders:order_id int_order_locations:order_id
int_order_invoices L enrich stg_invoices order_id | stg_orders:order_id int_order_locations:order_id(country_code,region)
int_payment_costs L enrich stg_payment_fees payment_id | stg_payments:payment_id(order_id,payment_method,amount) util_exchange_rates:currency_code
int_order_margins M sequence order_items_enriched product_id | int_order_discounts:order_id int_order_shipments:order_id int_product_costs:product_id
int_orders_in_usd L enrich stg_payments order_id | util_exchange_rates:currency_code lookup_currency_codes:currency_code stg_orders:order_id(customer_id,order_date)
int_ledger_balances M rollup base_ledger_entries account_code | stg_orders:order_id stg_invoices:order_id
int_daily_orders M rollup stg_orders shipping_method | int_order_item_totals:order_id int_order_locations:order_id
int_cart_conversions L enrich stg_carts customer_id | stg_orders:order_id base_sessions:session_id
int_cart_items_enriched L enrich base_cart_items product_id | stg_carts:cart_id(customer_id,converted_at) stg_products:product_id
int_abandoned_carts M rollup int_cart_items_enriched customer_id | int_cart_conversions:cart_id stg_customers:customer_id
int_refund_rates M rollup stg_refunds reason_code | stg_orders:order_id stg_order_items:order_item_id
int_invoice_aging M rollup int_order_invoices customer_id | int_order_payments:order_id stg_customers:customer_id
int_subscription_orders L enrich stg_orders customer_id | stg_subscriptions:customer_id stg_customers:customer_id
int_order_attribution H analyze stg_attribution_touches customer_id | stg_campaigns:campaign_id customer_orders:order_id(order_value,order_date) lookup_channel_groups:channel_code
# models/intermediate/customer_enrichment
web_analytics_events L own base_page_views customer_id |
customer_profiles M sequence stg_customers country_code | int_customer_addresses:customer_id int_customer_order_totals:customer_id lookup_country_codes:country_code
customer_monthly_metrics M rollup customer_orders customer_id | customer_profiles:customer_id int_customer_support_load:customer_id
int_customer_orders_enriched M own customer_orders customer_id |
customer_orders_detailed M own customer_orders customer_id |
int_customer_addresses L enrich stg_customer_addresses customer_id | lookup_country_codes:country_code stg_customers:customer_id
int_customer_order_totals L summary stg_orders customer_id | int_order_item_totals:order_id
int_customer_refunds L summary stg_refunds customer_id | stg_orders:order_id(customer_id,order_value)
int_customer_support_load L summary stg_tickets customer_id | stg_ticket_messages:ticket_id
int_ticket_resolution M sequence stg_tickets customer_id | stg_ticket_messages:ticket_id stg_satisfaction_surveys:ticket_id stg_orders:order_id(order_value)
int_customer_loyalty L summary stg_loyalty_events customer_id | stg_customers:customer_id
int_customer_subscriptions L enrich stg_subscriptions customer_id | stg_customers:customer_id(country_code,signup_date) lookup_country_codes:country_code
int_email_engagement M rollup base_email_events customer_id | stg_email_sends:email_send_id(campaign_id,sent_at) stg_campaigns:campaign_id
int_campaign_touches L enrich stg_attribution_touches campaign_id | stg_campaigns:campaign_id(campaign_name,budget) stg_orders:order_id(order_value,order_date)
int_first_touch M sequence int_campaign_touches customer_id | lookup_channel_groups:channel_code stg_customers:customer_id
int_session_activity H analyze web_analytics_events customer_id | base_sessions:session_id(device_type,channel_code,ended_at) base_search_queries:session_id customer_profiles:customer_id
int_customer_sessions L summary base_sessions customer_id | lookup_channel_groups:channel_code
int_search_behavior L enrich base_search_queries customer_id | base_sessions:session_id stg_customers:customer_id
int_customer_timeline L own stg_orders customer_id |
int_customer_wishlists L enrich stg_wishlists customer_id | stg_products:product_id stg_customers:customer_id
int_customer_activity_gaps M sequence int_customer_timeline customer_id | customer_profiles:customer_id int_customer_sessions:customer_id int_customer_loyalty:customer_id
int_customer_product_affinity M rollup order_items_enriched customer_id | int_products_enriched:product_id int_customer_wishlists:customer_id
int_customer_reviews L summary stg_product_reviews customer_id | stg_products:product_id
int_campaign_costs M rollup stg_ad_spend campaign_id | stg_campaigns:campaign_id(campaign_name,budget) lookup_channel_groups:channel_code
# models/intermediate/product_enrichment
int_products_enriched L enrich stg_products product_id | stg_product_categories:category_id(category_name,parent_category_id) stg_brands:brand_id(brand_name) stg_suppliers:supplier_id(supplier_name,lead_time_days)
int_product_variants L enrich stg_product_variants product_id | int_products_enriched:product_id
int_product_costs L summary stg_purchase_orders product_id | stg_suppliers:supplier_id
int_product_price_history M sequence stg_product_prices product_id | stg_products:product_id(product_name,category_id) int_product_costs:product_id stg_product_categories:category_id
int_product_sales M rollup order_items_enriched product_id | int_products_enriched:product_id int_product_costs:product_id
int_product_reviews L summary stg_product_reviews product_id | stg_customers:customer_id
int_inventory_positions L enrich stg_inventory_levels product_id | stg_warehouses:warehouse_id stg_products:product_id
int_inventory_movements M rollup int_inventory_positions product_id | int_product_costs:product_id int_products_enriched:product_id
int_stockout_days M sequence int_inventory_positions product_id | int_products_enriched:product_id int_product_costs:product_id
int_product_page_views L summary base_page_views product_id | base_sessions:session_id
int_product_clicks L summary base_product_clicks product_id | base_sessions:session_id
int_product_funnel M rollup web_analytics_events product_id | int_product_clicks:product_id int_products_enriched:product_id
int_product_returns L summary stg_refunds product_id | stg_order_items:order_item_id(product_id,quantity)
int_category_sales M rollup order_items_enriched category_id | int_category_tree:category_id stg_product_categories:category_id
int_category_tree L own stg_product_categories category_id |
int_supplier_orders L enrich stg_purchase_orders supplier_id | stg_suppliers:supplier_id(supplier_name,country_code,lead_time_days) stg_products:product_id dim_date:ordered_on=date_day(month_start,iso_week)
int_supplier_lead_times M sequence int_supplier_orders supplier_id | lookup_country_codes:country_code int_products_enriched:product_id
int_brand_sales M rollup order_items_enriched brand_id | int_products_enriched:product_id stg_brands:brand_id
int_product_pairs H analyze order_items_enriched product_id | int_products_enriched:product_id int_product_page_views:product_id int_product_reviews:product_id
int_search_product_clicks M sequence base_search_queries customer_id | base_sessions:session_id base_product_clicks:session_id stg_customers:customer_id
int_price_promotions M rollup stg_order_coupons coupon_id | stg_coupons:coupon_id(coupon_code,campaign_id) stg_campaigns:campaign_id
int_product_wish_demand L summary stg_wishlists product_id | stg_products:product_id
# models/marts/customer_analytics
customer_lifetime_value H own int_customer_orders_enriched customer_id |
heavy_customer_analytics H own customer_orders_detailed customer_id |
customer_behavior_analysis H own web_analytics_events customer_id |
customer_segmentation H analyze customer_monthly_metrics customer_id | customer_lifetime_value:customer_id(composite_ltv_score,customer_value_segment) customer_profiles:customer_id int_customer_refunds:customer_id
customer_churn_risk H analyze int_customer_activity_gaps customer_id | customer_behavior_analysis:customer_id(engagement_level,total_sessions) int_ticket_resolution:customer_id int_email_engagement:customer_id
customer_cohort_retention H analyze customer_monthly_metrics customer_id | int_first_touch:customer_id customer_profiles:customer_id int_customer_subscriptions:customer_id
customer_360 M sequence customer_profiles country_code | int_customer_loyalty:customer_id int_customer_reviews:customer_id int_session_activity:customer_id int_abandoned_carts:customer_id
marketing_campaigns M rollup int_campaign_touches campaign_id | stg_coupons:campaign_id(coupon_id) int_price_promotions:coupon_id customer_segmentation:customer_id int_campaign_costs:campaign_id
customer_acquisition_funnel M rollup int_first_touch channel_code | customer_profiles:customer_id int_cart_conversions:customer_id int_order_attribution:customer_id
customer_support_overview M rollup int_ticket_resolution customer_id | int_customer_support_load:customer_id int_customer_refunds:customer_id
email_engagement_summary M sequence int_email_engagement customer_id | customer_profiles:customer_id int_customer_subscriptions:customer_id
customer_loyalty_tiers L enrich int_customer_loyalty customer_id | int_customer_order_totals:customer_id customer_profiles:customer_id
# models/marts/financial_reporting
daily_sales_summary H analyze customer_orders shipping_method | int_order_margins:order_id int_order_locations:order_id int_orders_in_usd:order_id int_daily_orders:shipping_method int_order_status_durations:order_id
revenue_recognition H analyze int_order_invoices customer_id | order_fulfillment:order_id int_order_margins:order_id int_subscription_orders:order_id
margin_analysis H analyze int_order_margins product_id | int_product_sales:product_id int_products_enriched:product_id int_product_returns:product_id
accounts_receivable M sequence int_invoice_aging customer_id | customer_profiles:customer_id int_customer_refunds:customer_id
refund_analysis M rollup stg_refunds reason_code | int_refund_rates:reason_code customer_orders:order_id
payment_method_performance M rollup int_orders_in_usd payment_method | int_payment_costs:payment_id customer_profiles:customer_id
tax_liability M rollup int_order_invoices country_code | lookup_tax_rates:country_code int_order_margins:order_id
ledger_reconciliation M sequence base_ledger_entries account_code | int_ledger_balances:account_code int_order_invoices:order_id int_order_payments:order_id
currency_exposure L summary int_orders_in_usd currency_code | util_exchange_rates:currency_code
# models/marts/product_analytics
product_recommendations H analyze order_items_enriched product_id | int_product_pairs:product_id int_product_funnel:product_id int_product_reviews:product_id
product_affinity H analyze int_customer_product_affinity customer_id | customer_profiles:customer_id int_customer_wishlists:customer_id int_search_behavior:customer_id
demand_forecast H analyze int_product_sales product_id | int_inventory_movements:product_id int_stockout_days:product_id int_product_price_history:product_id
product_performance M rollup int_product_sales product_id | int_product_returns:product_id int_product_funnel:product_id
inventory_turnover M rollup int_inventory_positions warehouse_id | int_inventory_movements:product_id int_product_sales:product_id
supplier_scorecard M sequence int_supplier_lead_times supplier_id | int_supplier_orders:supplier_id int_product_returns:product_id
category_trends M rollup int_category_sales category_id | int_category_tree:category_id util_fiscal_calendar:activity_month=fiscal_month(fiscal_year,fiscal_quarter)
search_effectiveness M rollup int_search_product_clicks customer_id | int_search_behavior:customer_id int_customer_product_affinity:customer_id
product_catalog_overview L enrich int_product_variants product_id | int_products_enriched:product_id(brand_id) int_brand_sales:brand_id int_product_clicks:product_id int_product_wish_demand:product_id
`;

const CLASS_OF_LETTER: Readonly<Record<string, DurationClass>> = {
  H: "heavy",
  M: "medium",
  L: "light",
};

/** The 100 models above the staging layer, in the order above. */
export const MODEL_SPECS: readonly ModelSpec[] = parseModels(MODELS);

function parseModels(text: string): readonly ModelSpec[] {
  const specs: ModelSpec[] = [];
  let folder = "";
  for (const line of text.trim().split("\n")) {
    if (line.startsWith("# ")) {
      folder = line.slice(2);
      continue;
    }
    const [head = "", tail = ""] = line.split("|");
    const [name = "", letter = "", shape = "", base = "", key = ""] = head.trim().split(" ");
    const durationClass = CLASS_OF_LETTER[letter];
    if (durationClass === undefined || !isShape(shape)) throw new Error(`cannot read: ${line}`);
    const lookups = tail.trim() === "" ? [] : tail.trim().split(" ").map(parseLookup);
    specs.push({ name, folder, durationClass, shape, base, key, lookups });
  }
  return specs;
}

function parseLookup(text: string): Lookup {
  const match = /^(\w+):(\w+)(?:=(\w+))?(?:\(([\w,]+)\))?$/.exec(text);
  if (match === null) throw new Error(`cannot read lookup: ${text}`);
  const key = match[2]!;
  return { ref: match[1]!, key, otherKey: match[3] ?? key, columns: match[4]?.split(",") ?? [] };
}

function isShape(text: string): text is Shape {
  return ["enrich", "summary", "sequence", "rollup", "analyze", "own"].includes(text);
}
