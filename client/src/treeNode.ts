/** One line of the Heddle view as plain data: what it says, what it leads to, what lies below it. */

import type { Range } from "../../server/src/base/text";
import type { CommandTarget } from "../../server/src/protocol";

export interface TreeNode {
  /** The same for the same thing after every refresh, so that what is open stays open. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** Name of a product icon. */
  readonly icon: string;
  /** Name of a theme colour; the icon's shape says the same. */
  readonly color?: string;
  readonly kind:
    | "project"
    | "run"
    | "model"
    | "finding"
    | "fixable"
    | "fixableRule"
    | "group"
    | "past";
  /** What the commands beside the line are about. */
  readonly target?: CommandTarget;
  /** What a click opens. */
  readonly place?: Place;
  readonly isExpanded?: boolean;
  /** Absent for lines that nothing lies below. */
  readonly children?: () => Promise<readonly TreeNode[]>;
}

export interface Place {
  readonly uri: string;
  readonly range?: Range;
}
