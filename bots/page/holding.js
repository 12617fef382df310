// Messages that wait for their own clips: sent while an upload still runs, they leave when it is
// done. Owns them until then; after a reload, or in the tab that comes after a closed one, they are
// words in the box again, and their clips are chosen again. Must not know how they are sent or shown.

import { lasting } from "./drafts.js";
import { KeptByTab } from "./keeping.js";
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
   * @param {{storage: Storage | null, place: URL, onReady: (held: Held) => void}} options
   *   without a storage nothing survives a reload; `place` is the page's own address
   */
  constructor({ storage, place, onReady }) {
    this.#kept = new KeptByTab(storage, "held", place, () => this.#held.forEach((one) => this.#keep(one)));
    this.#onReady = onReady;
  }

  get isEmpty() {
    return this.#held.length === 0;
  }

  /**
   * The messages that were held when this page was left, or another that is closed; they are held no
   * longer.
   * @returns {Held[]} the latest first, as each is put before what is in the box
   */
  left() {
    const left = this.#kept.left().sort((one, other) => other.at - one.at);
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

  /** Somebody else may use this browser next. */
  forgetAll() {
    for (const held of [...this.#held]) this.remove(held);
  }

  /** @param {Held} held */
  #keep(held) {
    this.#kept.put(held.key, { ...held, clips: lasting(held.clips) });
  }
}
