/**
 * The raw tables of the example company, one line each. Facts only: `ecommerceStaging` turns them
 * into models, `ecommerceYaml` into a sources file.
 */

export type ColumnKind = "id" | "text" | "num" | "int" | "date" | "ts" | "bool";

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A raw table: its first column is its key. */
export interface SourceTable {
  readonly source: string;
  readonly name: string;
  readonly columns: readonly Column[];
  /** High-volume feeds are cleaned in `staging/raw_data_processing` as `base_*`. */
  readonly isRawFeed: boolean;
}

const KIND_OF_MARK: Readonly<Record<string, ColumnKind>> = {
  "!": "id",
  ">": "id",
  "~": "text",
  "#": "num",
  "+": "int",
  "@": "date",
  "%": "ts",
  "?": "bool",
};

/** `!` key, `>` foreign key, `~` text, `#` amount, `+` count, `@` date, `%` time, `?` flag. */
const TABLES = `
ecommerce_raw orders: order_id! customer_id> order_date% order_value# order_status~ shipping_method~ created_at% updated_at%
ecommerce_raw order_items: order_item_id! order_id> product_id> variant_id> quantity+ unit_price# discount_amount# created_at%
ecommerce_raw customers: customer_id! email~ first_name~ last_name~ country_code~ signup_date@ is_subscribed? created_at% updated_at%
ecommerce_raw customer_addresses: address_id! customer_id> country_code~ region~ city~ postal_code~ is_default? created_at%
ecommerce_raw order_addresses: order_address_id! order_id> country_code~ region~ city~ created_at%
ecommerce_raw payments: payment_id! order_id> payment_method~ currency_code~ amount# payment_status~ paid_at%
ecommerce_raw refunds: refund_id! order_id> order_item_id> reason_code~ refund_amount# refunded_at%
ecommerce_raw shipments: shipment_id! order_id> warehouse_id> carrier~ shipping_cost# shipped_at% delivered_at%
ecommerce_raw carts: cart_id! customer_id> session_id> order_id> created_at% converted_at%
ecommerce_raw coupons: coupon_id! coupon_code~ discount_percent# campaign_id> starts_on@ ends_on@
ecommerce_raw order_coupons: order_coupon_id! order_id> coupon_id> discount_amount# created_at%
ecommerce_raw subscriptions: subscription_id! customer_id> plan_code~ monthly_amount# started_on@ cancelled_on@
ecommerce_raw loyalty_events: loyalty_event_id! customer_id> event_type~ points+ occurred_at%
ecommerce_raw wishlists: wishlist_item_id! customer_id> product_id> added_at%
ecommerce_raw order_status_history: status_change_id! order_id> order_status~ changed_at%
ecommerce_raw shipment_events*: shipment_event_id! shipment_id> event_type~ location~ occurred_at% loaded_at%
ecommerce_raw cart_items*: cart_item_id! cart_id> product_id> quantity+ unit_price# added_at% loaded_at%
ecommerce product_categories: category_id! category_name~ parent_category_id> is_active? created_at% updated_at%
ecommerce products: product_id! product_name~ category_id> brand_id> supplier_id> list_price# is_active? launched_on@
ecommerce product_variants: variant_id! product_id> sku~ color~ size_label~ weight_grams+
ecommerce product_prices: price_id! product_id> price# valid_from@ valid_to@
ecommerce brands: brand_id! brand_name~ country_code~
ecommerce suppliers: supplier_id! supplier_name~ country_code~ lead_time_days+ is_active?
ecommerce warehouses: warehouse_id! warehouse_name~ country_code~ capacity_units+
ecommerce inventory_levels: inventory_level_id! product_id> warehouse_id> on_hand+ reserved+ counted_on@
ecommerce product_reviews: review_id! product_id> customer_id> rating+ review_text~ created_at%
ecommerce purchase_orders: purchase_order_id! supplier_id> product_id> ordered_units+ unit_cost# ordered_on@ received_on@
web page_views*: page_view_id! session_id> customer_id> product_id> page_type~ time_on_page+ viewed_at% loaded_at%
web sessions*: session_id! customer_id> device_type~ channel_code~ country_code~ started_at% ended_at% loaded_at%
web search_queries*: search_id! session_id> customer_id> query_text~ results_count+ clicked_product_id> searched_at% loaded_at%
web product_clicks*: click_id! session_id> customer_id> product_id> position+ clicked_at% loaded_at%
marketing campaigns: campaign_id! campaign_name~ channel_code~ budget# starts_on@ ends_on@
marketing ad_spend: ad_spend_id! campaign_id> channel_code~ spend# impressions+ clicks+ spent_on@
marketing email_sends: email_send_id! campaign_id> customer_id> sent_at%
marketing email_events*: email_event_id! email_send_id> customer_id> event_type~ occurred_at% loaded_at%
marketing attribution_touches: touch_id! customer_id> order_id> campaign_id> channel_code~ touched_at%
support tickets: ticket_id! customer_id> order_id> topic~ priority~ opened_at% closed_at%
support ticket_messages: message_id! ticket_id> author_type~ sent_at%
support satisfaction_surveys: survey_id! customer_id> ticket_id> score+ answered_at%
finance invoices: invoice_id! order_id> customer_id> invoice_amount# tax_amount# issued_on@ paid_on@
finance payment_fees: payment_fee_id! payment_id> currency_code~ fee_amount# charged_at%
finance ledger_entries*: ledger_entry_id! order_id> account_code~ debit# credit# posted_at% loaded_at%
finance exchange_rates: currency_code~ rate_to_usd# rate_date@
finance tax_rates: country_code~ tax_percent# valid_from@
`;

/** Every raw table, in the order above. */
export const SOURCE_TABLES: readonly SourceTable[] = TABLES.trim().split("\n").map(parseTable);

/** The table of that name; throws for a name that the list above does not hold. */
export function sourceTable(name: string): SourceTable {
  const table = SOURCE_TABLES.find((candidate) => candidate.name === name);
  if (table === undefined)
    throw new Error(`no source table ${name}: add it to ecommerceSources.ts`);
  return table;
}

function parseTable(line: string): SourceTable {
  const [head = "", list = ""] = line.split(": ");
  const [source = "", name = ""] = head.split(" ");
  const columns = list.split(" ").map((text) => {
    const kind = KIND_OF_MARK[text.slice(-1)];
    if (kind === undefined) throw new Error(`no kind mark on ${text} in ${head}`);
    return { name: text.slice(0, -1), kind };
  });
  return { source, name: name.replace("*", ""), columns, isRawFeed: name.endsWith("*") };
}
