/** How a properties entry finds the node that it is about. Types only. */
import type { NodeDraft } from "../nodes/nodeDraft";
import type { ResourceType } from "../project";

/** Nodes by name and package, as they are looked up for properties. */
export interface NodeNames {
  find(type: ResourceType, name: string, packageName: string): NodeDraft | undefined;
  /** Any node of that name that `ref` could reach, whatever its type. */
  findAny(name: string, packageName: string): NodeDraft | undefined;
  names(type: ResourceType): Iterable<string>;
}
