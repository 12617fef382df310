// What stands in the place of a video that did not load. Must not know what it was.

import { make } from "./dom.js";
import { say } from "./words.js";

/** Answers that say that a file is not kept, and never will be again. */
const GONE = new Set([404, 410]);

export class Broken {
  /** @param {() => void} onRetry */
  constructor(onRetry) {
    const again = make("button", { type: "button", class: "button", text: say("page-retry"), onclick: onRetry });
    const words = make("p", { role: "alert", text: say("page-not-loaded") });
    this.element = make("div", { class: "broken" }, words, again);
  }
}

/**
 * Whether a file is still there; asks for no byte of it.
 * @param {string} address
 * @returns {Promise<"there" | "gone" | "unknown">} unknown: the server, or the line to it, has trouble
 */
export async function lookFor(address) {
  try {
    const { ok, status } = await fetch(address, { method: "HEAD" });
    if (ok) return "there";
    return GONE.has(status) ? "gone" : "unknown";
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return "unknown";
  }
}
