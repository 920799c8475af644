/** A part of `heddle shred` that is not built yet and says so. */
import { Refusal } from "../shred/refusal";
import type { CommandResult } from "./command";
import type { ShredContext } from "./shredContext";

export async function shredDbt(_context: ShredContext, _file: string): Promise<CommandResult> {
  throw new Refusal("this part is not built yet");
}
