// Waiting before another try. Owns how long, and what ends a wait early. Knows no request.

/** @typedef {{firstMs: number, longestMs: number}} Backoff */

/** @type {Backoff} */
export const BACKOFF = { firstMs: 500, longestMs: 15_000 };

/**
 * How long to wait after the n-th failure in a row (from 0): doubled each time, and up to half of
 * it left to chance, so that all pages don't come at once when the server is back.
 * @param {number} failures
 * @param {Backoff} backoff
 * @returns {number} milliseconds
 */
export function backoffMs(failures, backoff = BACKOFF) {
  const longest = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.min(failures, 20));
  return longest * (0.5 + Math.random() / 2);
}

/** A wait that can be ended early: by `wake`, by the network's return, by a look at the page. */
export class Waiting {
  /** @type {Set<() => void>} */
  #sleepers = new Set();
  #listening = new AbortController();

  constructor() {
    const { signal } = this.#listening;
    addEventListener("online", () => this.wake(), { signal });
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "visible" && this.wake(),
      { signal },
    );
  }

  /** @param {number} ms */
  sleep(ms) {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#sleepers.delete(end);
        resolve(undefined);
      };
      const timer = setTimeout(end, ms);
      this.#sleepers.add(end);
    });
  }

  /** End all waits now. */
  wake() {
    for (const end of [...this.#sleepers]) end();
  }

  /** Listen to nothing any more, and end all waits. */
  close() {
    this.#listening.abort();
    this.wake();
  }
}

/** A new name that nobody else has: 32 hex digits. Works without TLS, where randomUUID doesn't. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
