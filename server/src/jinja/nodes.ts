/**
 * The syntax tree of a template. Every node is a span of the source; kinds carry the names of
 * Jinja2's own nodes where that helps to compare.
 */
import type { Span } from "../base/text";
import type { Value } from "./values";

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";
export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "notin";

export type Expression =
  | ConstantNode
  | NameNode
  | ListNode
  | TupleNode
  | DictNode
  | BinaryNode
  | ConcatNode
  | UnaryNode
  | LogicalNode
  | CompareNode
  | ConditionalNode
  | GetattrNode
  | GetitemNode
  | SliceNode
  | CallNode
  | FilterNode
  | TestNode
  | NamespaceNode
  | BadNode;

export interface ConstantNode extends Span {
  readonly kind: "constant";
  readonly value: Value;
}
export interface NameNode extends Span {
  readonly kind: "name";
  readonly name: string;
}
export interface ListNode extends Span {
  readonly kind: "list";
  readonly items: readonly Expression[];
}
export interface TupleNode extends Span {
  readonly kind: "tuple";
  readonly items: readonly Expression[];
}
export interface DictNode extends Span {
  readonly kind: "dict";
  readonly pairs: readonly { readonly key: Expression; readonly value: Expression }[];
}
export interface BinaryNode extends Span {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface ConcatNode extends Span {
  readonly kind: "concat";
  readonly items: readonly Expression[];
}
export interface UnaryNode extends Span {
  readonly kind: "unary";
  readonly operator: "-" | "+" | "not";
  readonly operand: Expression;
}
export interface LogicalNode extends Span {
  readonly kind: "logical";
  readonly operator: "and" | "or";
  readonly left: Expression;
  readonly right: Expression;
}
export interface CompareNode extends Span {
  readonly kind: "compare";
  readonly left: Expression;
  readonly rest: readonly { readonly operator: CompareOperator; readonly operand: Expression }[];
}
/** `whenTrue if test else whenFalse`. */
export interface ConditionalNode extends Span {
  readonly kind: "conditional";
  readonly test: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression | undefined;
}
export interface GetattrNode extends Span {
  readonly kind: "getattr";
  readonly object: Expression;
  readonly name: string;
  readonly nameSpan: Span;
}
export interface GetitemNode extends Span {
  readonly kind: "getitem";
  readonly object: Expression;
  readonly index: Expression;
}
export interface SliceNode extends Span {
  readonly kind: "slice";
  readonly start_: Expression | undefined;
  readonly stop: Expression | undefined;
  readonly step: Expression | undefined;
}
export interface KeywordArgument extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Expression;
}
export interface ArgumentList {
  readonly args: readonly Expression[];
  readonly kwargs: readonly KeywordArgument[];
  /** `*args` */
  readonly spread: Expression | undefined;
  /** `**kwargs` */
  readonly spreadKeywords: Expression | undefined;
}
export interface CallNode extends Span, ArgumentList {
  readonly kind: "call";
  readonly callee: Expression;
}
export interface FilterNode extends Span, ArgumentList {
  readonly kind: "filter";
  /** Absent where the filter takes a block: `{% filter x %}`, `{% set a | x %}`. */
  readonly input: Expression | undefined;
  readonly name: string;
  readonly nameSpan: Span;
}
export interface TestNode extends Span, ArgumentList {
  readonly kind: "test";
  readonly input: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  /** Offset of `is`. */
  readonly operatorStart: number;
}
/** `ns.attribute` as the target of an assignment. */
export interface NamespaceNode extends Span {
  readonly kind: "namespace";
  readonly name: string;
  readonly attribute: string;
}
/** What recovery could not read. */
export interface BadNode extends Span {
  readonly kind: "bad";
}

/** Where an assignment, a loop or a `with` binds: names, tuples of targets, namespace attributes. */
export type Target = Expression;

export type Statement =
  | OutputNode
  | IfNode
  | ForNode
  | SetNode
  | SetBlockNode
  | MacroNode
  | CallBlockNode
  | FilterBlockNode
  | WithNode
  | DoNode
  | LoopControlNode
  | BlockNode
  | AutoescapeNode
  | TemplateReferenceNode
  | BadNode;

/** Text between tags and printed expressions, in order. */
export interface OutputNode extends Span {
  readonly kind: "output";
  readonly items: readonly (Expression | DataNode)[];
}
export interface DataNode extends Span {
  readonly kind: "data";
  readonly text: string;
}
export interface IfNode extends Span {
  readonly kind: "if";
  readonly branches: readonly {
    readonly test: Expression;
    readonly body: readonly Statement[];
  }[];
  readonly otherwise: readonly Statement[];
}
export interface ForNode extends Span {
  readonly kind: "for";
  readonly target: Target;
  readonly iterable: Expression;
  readonly test: Expression | undefined;
  readonly isRecursive: boolean;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface SetNode extends Span {
  readonly kind: "set";
  readonly target: Target;
  readonly value: Expression;
}
export interface SetBlockNode extends Span {
  readonly kind: "setBlock";
  readonly target: Target;
  readonly filter: FilterNode | undefined;
  readonly body: readonly Statement[];
}
export interface Parameter extends Span {
  readonly name: string;
  readonly default: Expression | undefined;
}
export interface MacroNode extends Span {
  readonly kind: "macro";
  readonly tag: "macro" | "materialization" | "test" | "snapshot" | "docs";
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}
export interface CallBlockNode extends Span {
  readonly kind: "callBlock";
  readonly call: CallNode;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}
export interface FilterBlockNode extends Span {
  readonly kind: "filterBlock";
  readonly filter: FilterNode;
  readonly body: readonly Statement[];
}
export interface WithNode extends Span {
  readonly kind: "with";
  readonly bindings: readonly { readonly target: Target; readonly value: Expression }[];
  readonly body: readonly Statement[];
}
export interface DoNode extends Span {
  readonly kind: "do";
  readonly value: Expression;
}
export interface LoopControlNode extends Span {
  readonly kind: "loopControl";
  readonly control: "break" | "continue";
}
export interface BlockNode extends Span {
  readonly kind: "block";
  readonly name: string;
  readonly isScoped: boolean;
  readonly body: readonly Statement[];
}
export interface AutoescapeNode extends Span {
  readonly kind: "autoescape";
  readonly value: Expression;
  readonly body: readonly Statement[];
}
/** `extends`, `include`, `import` and `from … import`: need a loader, which dbt has not. */
export interface TemplateReferenceNode extends Span {
  readonly kind: "templateReference";
  readonly tag: "extends" | "include" | "import" | "from";
  readonly template: Expression;
  readonly ignoreMissing: boolean;
  readonly targets: readonly string[];
}
