// The sample clip: asked for until the server has made it. Owns what becomes of the clip. Must not know
// where it is shown.

import { isWorthAnotherTry, problemOf } from "./answers.js";
import { root } from "./config.js";
import { newKey } from "./waits.js";

const ASK_AGAIN_MS = 1000;

/**
 * A clip that the server is to make.
 * @param {string} name
 */
export function newSample(name) {
  const facts = { localId: newKey(), name, size: 0, type: "video/mp4", uploadId: null };
  return { ...facts, state: "making", isSample: true };
}

/**
 * Have it made, unless its state says meanwhile that it is wanted no more.
 * @param {any} clip becomes `done`, or `failed` with its `problem`
 * @param {(upload: string) => boolean} isFree whether a sample did not go with a message that is just
 *   on its way
 */
export async function makeSample(clip, isFree) {
  const isWanted = () => clip.state === "making";
  const made = await askForSample({ isWanted, isFree });
  if (made === null || !isWanted()) return;
  if (made.problem === null) {
    Object.assign(clip, { state: "done", size: made.size_bytes, uploadId: made.upload });
  } else {
    Object.assign(clip, { state: "failed", problem: made.problem });
  }
}

/**
 * @param {{isWanted: () => boolean, isFree: (upload: string) => boolean}} options
 *   `isWanted`: whether to ask on
 * @returns {Promise<{upload: string, name: string, size_bytes: number, problem: null}
 *   | {problem: import("./answers.js").Problem} | null>} a finished upload of this visitor; null: it
 *   is wanted no more
 */
async function askForSample({ isWanted, isFree }) {
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
