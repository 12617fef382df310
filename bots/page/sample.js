// The sample clip: asked for until the server has made it. Must not know where it is shown.

import { isWorthAnotherTry, problemOf } from "./answers.js";
import { root } from "./config.js";

const ASK_AGAIN_MS = 1000;

/**
 * @returns {Promise<{upload: string, name: string, size_bytes: number, problem: null}
 *   | {problem: import("./answers.js").Problem}>} a finished upload of this visitor
 */
export async function askForSample() {
  for (;;) {
    const answer = await asked();
    if (answer?.status === 200) return { ...(await answer.json()), problem: null };
    const status = answer?.status ?? 0;
    if (status !== 202 && !isWorthAnotherTry(status)) {
      const type = answer.headers.get("Content-Type");
      return { problem: problemOf(status, type, await answer.text()) };
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}

/** @returns {Promise<Response | null>} null: there is no line at the moment */
async function asked() {
  try {
    return await fetch(new URL("api/sample", root), { method: "POST" });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}
