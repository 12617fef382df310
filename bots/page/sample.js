// The sample clip: asked for until the server has made it. Must not know where it is shown.

import { isWorthAnotherTry, problemOf } from "./answers.js";
import { root } from "./config.js";

const ASK_AGAIN_MS = 1000;

/**
 * @param {{isWanted: () => boolean, isFree: (upload: string) => boolean}} options
 *   whether to ask on; whether a sample did not go with a message that is just on its way
 * @returns {Promise<{upload: string, name: string, size_bytes: number, problem: null}
 *   | {problem: import("./answers.js").Problem} | null>} a finished upload of this visitor; null: it
 *   is wanted no more
 */
export async function askForSample({ isWanted, isFree }) {
  while (isWanted()) {
    const answer = await asked();
    const status = answer?.status ?? 0;
    if (status === 200) {
      const made = await answer.json();
      if (isFree(made.upload)) return { ...made, problem: null };
    } else if (status !== 202 && !isWorthAnotherTry(status)) {
      const type = answer.headers.get("Content-Type");
      return { problem: problemOf(status, type, await answer.text()) };
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
  return null;
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
