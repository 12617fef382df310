// Messages that wait for their own clips: sent while an upload still runs, they leave when it is
// done. Owns them until then; after a reload they are words in the box again, and their clips are
// chosen again. Must not know how they are sent or shown.

import { plain } from "./drafts.js";
import { newKey } from "./waits.js";

/** @typedef {import("./drafts.js").Clip} Clip */
/**
 * @typedef {{key: string, conversation: string, text: string, clips: Clip[], press: string | null,
 *   label: string | null, at: number}} Held a tap waits, too, for what was said before it
 */

export class Holding {
  #kept;
  #onReady;
  /** @type {Held[]} in their order */
  #held = [];

  /**
   * @param {{kept: import("./keeping.js").Kept, onReady: (held: Held) => void}} options
   *   `kept` is this tab's own: what one tab holds is not the other's to send
   */
  constructor({ kept, onReady }) {
    this.#kept = kept;
    this.#onReady = onReady;
  }

  /**
   * The messages that were held when the page was left; they are held no longer.
   * @returns {Held[]}
   */
  left() {
    const left = this.#kept.all();
    for (const { key } of left) this.#kept.remove(key);
    return left.filter(({ press }) => press === null);
  }

  /**
   * @param {string} conversation
   * @param {{text?: string, clips?: Clip[], press?: string | null, label?: string | null}} said
   */
  hold(conversation, { text = "", clips = [], press = null, label = null }) {
    const held = { key: newKey(), conversation, text, clips, press, label, at: Date.now() };
    this.#held.push(held);
    this.#keep(held);
    this.check();
  }

  /**
   * @param {string} conversation
   * @returns {Held[]}
   */
  of(conversation) {
    return this.#held.filter((held) => held.conversation === conversation);
  }

  /** An upload went on. */
  check() {
    const stuck = new Set();
    for (const held of [...this.#held]) {
      // What leaves ends its uploads, and that calls here again: it may have left meanwhile.
      if (!this.#held.includes(held)) continue;
      const isReady = held.clips.every(({ state }) => state === "done");
      // In their order: a later message may speak of an earlier one's clip.
      if (!isReady || stuck.has(held.conversation)) {
        stuck.add(held.conversation);
        this.#keep(held);
        continue;
      }
      this.remove(held);
      this.#onReady(held);
    }
  }

  /** @param {Held} held */
  remove(held) {
    this.#held = this.#held.filter((other) => other !== held);
    this.#kept.remove(held.key);
  }

  /** @param {string} conversation */
  forget(conversation) {
    for (const held of this.of(conversation)) this.remove(held);
  }

  /** @param {Held} held */
  #keep(held) {
    const done = held.clips.filter(({ state }) => state === "done").map(plain);
    this.#kept.put(held.key, { ...held, clips: done });
  }
}
