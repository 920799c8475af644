/**
 * The model of `examples/adventure`: a small sales model that has the article's bottlenecks on
 * purpose. Invented; row counts are annotations.
 */

export interface ExampleColumn {
  readonly name: string;
  readonly dataType: string;
  /** DAX of a calculated column. */
  readonly expression?: string;
  readonly isHidden?: boolean;
  readonly sortByColumn?: string;
  readonly isAvailableInMdx?: boolean;
}

export interface ExamplePartition {
  readonly name: string;
  readonly type: "query" | "m" | "calculated";
  readonly text: readonly string[];
}

export interface ExampleTable {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly ExampleColumn[];
  readonly partitions: readonly ExamplePartition[];
  readonly measures?: readonly { readonly name: string; readonly expression: string }[];
  readonly hierarchy?: { readonly name: string; readonly levels: readonly string[] };
}

export interface ExampleRelationship {
  readonly name: string;
  readonly from: readonly [string, string];
  readonly to: readonly [string, string];
}

export const MODEL_NAME = "Adventure";
export const COMPATIBILITY_LEVEL = 1600;
export const CONNECTIONS = 2;

const column = (name: string, dataType: string, more: Partial<ExampleColumn> = {}) => ({
  name,
  dataType,
  ...more,
});

function yearly(table: string, years: readonly number[]): readonly ExamplePartition[] {
  return years.map((year) => ({
    name: `${table} ${year}`,
    type: "query",
    text: ["select *", `from dw.${table.toLowerCase()}`, `where order_year = ${year}`],
  }));
}

export const TABLES: readonly ExampleTable[] = [
  {
    name: "Sales",
    rows: 60_000_000,
    columns: [
      column("ProductKey", "int64", { isHidden: true }),
      column("CustomerKey", "int64", { isHidden: true }),
      column("OrderDate", "dateTime"),
      column("Order Number", "string"),
      column("IsReturned", "string"),
      column("Quantity", "int64"),
      column("Unit Price", "decimal"),
      column("Unit Cost", "decimal"),
      column("Load Batch", "string", { isHidden: true }),
      column("Amount", "decimal", { expression: "Sales[Quantity] * Sales[Unit Price]" }),
      column("Category", "string", { expression: "RELATED ( Product[Category] )" }),
    ],
    partitions: yearly("Sales", [2020, 2021, 2022, 2023, 2024, 2025]),
    measures: [
      { name: "Total Amount", expression: "SUM ( Sales[Amount] )" },
      { name: "Total Cost", expression: "SUMX ( Sales, Sales[Quantity] * Sales[Unit Cost] )" },
    ],
  },
  {
    name: "Web Visits",
    rows: 45_000_000,
    columns: [
      column("ProductKey", "int64", { isHidden: true }),
      column("VisitDate", "dateTime"),
      column("Landing Page", "string"),
      column("Duration", "int64"),
    ],
    partitions: [{ name: "Web Visits", type: "query", text: ["select *", "from dw.web_visits"] }],
    measures: [{ name: "Visit Time", expression: "SUM ( 'Web Visits'[Duration] )" }],
  },
  {
    name: "Product",
    rows: 40_000,
    columns: [
      column("ProductKey", "int64", { isHidden: true }),
      column("Product Name", "string"),
      column("Category", "string"),
      column("Category Order", "int64", { isHidden: true }),
      column("Customer's Choice", "boolean"),
    ],
    partitions: [{ name: "Product", type: "query", text: ["select *", "from dw.product"] }],
    hierarchy: { name: "Products", levels: ["Category", "Product Name"] },
  },
  {
    name: "Customer",
    rows: 2_500_000,
    columns: [
      column("CustomerKey", "int64", { isHidden: true }),
      column("Customer Name", "string"),
      column("City", "string"),
    ],
    partitions: [
      {
        name: "Customer",
        type: "m",
        text: [
          "let",
          '    Source = Sql.Database("dw", "sales"),',
          '    Customer = Source{[Schema="dw",Item="customer"]}[Data]',
          "in",
          "    Customer",
        ],
      },
    ],
  },
  {
    name: "Top Customers",
    rows: 1000,
    columns: [],
    partitions: [
      {
        name: "Top Customers",
        type: "calculated",
        text: ["TOPN ( 1000, VALUES ( Customer[Customer Name] ), [Total Amount] )"],
      },
    ],
  },
];

export const RELATIONSHIPS: readonly ExampleRelationship[] = [
  { name: "sales-product", from: ["Sales", "ProductKey"], to: ["Product", "ProductKey"] },
  { name: "sales-customer", from: ["Sales", "CustomerKey"], to: ["Customer", "CustomerKey"] },
  { name: "visits-product", from: ["Web Visits", "ProductKey"], to: ["Product", "ProductKey"] },
];
