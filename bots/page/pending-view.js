// A message of one's own that the server does not have yet: shown at once, with what it waits for.
// Must not know how it is sent.

import { ClipView } from "./clip-view.js";
import { make } from "./dom.js";
import { say } from "./words.js";

/**
 * @typedef {object} Pending
 * @property {string} key
 * @property {number} at milliseconds since 1970
 * @property {string} text a typed message, or the words of a tapped button
 * @property {boolean} isPress
 * @property {import("./drafts.js").Clip[]} clips
 * @property {"held" | "sending" | "refused"} state `held`: it waits for its own clips
 * @property {string | null} sentence why it was refused
 */

export class PendingView {
  /** @type {ClipView[]} */
  #clips = [];
  #controls = "";

  /**
   * @param {Pending} pending
   * @param {{onRetry: (key: string) => void, onRemove: (key: string) => void,
   *   onChange: (key: string) => void, previewOf: (clip: any) => string | null}} on
   */
  constructor(pending, on) {
    this.on = on;
    this.key = pending.key;
    const views = pending.clips.map((clip) => new ClipView(clip, { preview: on.previewOf(clip) }));
    this.#clips = views;
    const list = make("ul", { class: "clips", role: "list" }, ...views.map(({ element }) => element));
    list.hidden = views.length === 0;
    const words = make("div", { class: "words", dir: "auto", text: pending.text });
    words.hidden = pending.text === "";
    this.status = make("p", { class: "pending-status small" });
    this.buttons = make("div", { class: "buttons" });
    const author = make("span", { class: "for-screen-readers", text: say("page-person") });
    const body = make("div", { class: "body" }, author, list, words, this.status, this.buttons);
    this.element = make("li", { class: "message is-person is-pending" }, body);
    this.element.classList.toggle("is-press", pending.isPress);
  }

  /**
   * @param {Pending} pending
   * @param {boolean} isOnline
   */
  update(pending, isOnline) {
    pending.clips.forEach((clip, place) => this.#clips[place]?.update(clip));
    const isBroken = pending.clips.some(({ state }) => state === "failed");
    const isRefused = pending.state === "refused" || isBroken;
    this.element.classList.toggle("is-refused", isRefused);
    const words = told(pending, isBroken, isOnline);
    if (this.status.textContent !== words) this.status.textContent = words;
    this.#showControls(pending, isRefused, isBroken);
  }

  /**
   * @param {Pending} pending
   * @param {boolean} isRefused
   * @param {boolean} isBroken
   */
  #showControls(pending, isRefused, isBroken) {
    const controls = isBroken ? "change" : isRefused ? "retry" : pending.state === "held" ? "held" : "";
    if (controls === this.#controls) return;
    this.#controls = controls;
    const button = (/** @type {string} */ words, /** @type {(key: string) => void} */ act) =>
      make("button", { type: "button", class: "button", text: words, onclick: () => act(this.key) });
    const buttons = [];
    if (controls === "retry") buttons.push(button(say("page-retry"), this.on.onRetry));
    // A tap has no words that could be changed.
    if (controls && !pending.isPress) buttons.push(button(say("page-edit-again"), this.on.onChange));
    if (controls) buttons.push(button(say("page-remove"), this.on.onRemove));
    this.buttons.replaceChildren(...buttons);
  }
}

/**
 * @param {Pending} pending
 * @param {boolean} isBroken
 * @param {boolean} isOnline
 */
function told(pending, isBroken, isOnline) {
  if (isBroken) return say("page-clip-failed");
  if (pending.state === "refused") return pending.sentence ?? say("page-failed");
  if (pending.state === "held") return say("page-waiting-clip");
  return isOnline ? say("page-sending") : say("page-waiting-line");
}
