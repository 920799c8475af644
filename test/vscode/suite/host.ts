/**
 * What only the program around the editor can do: pictures, the mouse, the inside of a webview.
 * Desktop VS Code has no such program; there `host` is undefined and those checks are left to the
 * host that has one.
 */

const url = process.env["HEDDLE_HOST_URL"];
const images = process.env["HEDDLE_IMAGES"];

export interface Host {
  /** Performs an action of scripts/vscodeHostActions.mjs and returns its result. */
  act<Result = unknown>(action: string, details?: Record<string, unknown>): Promise<Result>;
  /** Saves a picture of the window as NAME.png. */
  picture(name: string): Promise<void>;
  /** The same of the window that was opened last. */
  newestPicture(name: string): Promise<void>;
}

async function act<Result>(action: string, details: Record<string, unknown> = {}): Promise<Result> {
  const response = await fetch(url ?? "", {
    method: "POST",
    body: JSON.stringify({ action, ...details }),
  });
  const answer = (await response.json()) as { result?: Result; error?: string };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.result as Result;
}

export const host: Host | undefined =
  url === undefined
    ? undefined
    : {
        act,
        async picture(name) {
          if (images !== undefined) await act("screenshot", { file: `${images}/${name}.png` });
        },
        async newestPicture(name) {
          if (images === undefined) return;
          await act("newestScreenshot", { file: `${images}/${name}.png` });
        },
      };
