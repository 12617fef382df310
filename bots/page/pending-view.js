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
 * @property {import("./answers.js").Problem | null} problem why it was refused
 */

/** Codes by which the same words are refused again for ever. */
const TOO_LONG = new Set(["too-long", "413"]);
/** Codes of a conversation that is not there, or is somebody else's. */
const MISSING = new Set(["missing", "404"]);
/** Characters of a message by which a button is named. */
const LONGEST_NAME = 60;

export class PendingView {
  /** @type {ClipView[]} */
  #clips = [];
  #controls = "";

  /**
   * @param {Pending} pending
   * @param {{onRetry: (key: string) => void, onRemove: (key: string) => void,
   *   onChange: (key: string) => void, onMove: () => void,
   *   previewOf: (clip: any) => string | null}} on
   *   `onMove`: say it in a new conversation
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
    this.#showControls(pending, controlsOf(pending, isBroken));
  }

  /**
   * @param {Pending} pending
   * @param {ReturnType<typeof controlsOf>} controls
   */
  #showControls(pending, controls) {
    if (controls === this.#controls) return;
    this.#controls = controls;
    const name = nameOf(pending);
    const buttons = [];
    const add = (/** @type {string} */ key, /** @type {(key: string) => void} */ act) => {
      const action = say(key);
      const told = { "aria-label": name && say("page-action-of", { action, text: name }) };
      const onclick = () => act(this.key);
      buttons.push(make("button", { type: "button", class: "button", text: action, ...told, onclick }));
    };
    // A tap has no words that could be changed, and is for what is in its own conversation.
    if (controls === "move" && !pending.isPress) add("page-start-new", this.on.onMove);
    if (controls === "retry") add("page-retry", this.on.onRetry);
    if (controls && controls !== "move" && !pending.isPress) add("page-edit-again", this.on.onChange);
    if (controls) add("page-remove", this.on.onRemove);
    this.buttons.replaceChildren(...buttons);
  }
}

/**
 * What can be done about it.
 * @param {Pending} pending
 * @param {boolean} isBroken
 */
function controlsOf({ state, problem }, isBroken) {
  if (isBroken) return "change";
  if (state === "held") return "held";
  if (state !== "refused") return "";
  if (MISSING.has(problem?.code)) return "move";
  return TOO_LONG.has(problem?.code) ? "change" : "retry";
}

/** @param {Pending} pending */
function nameOf({ text, clips }) {
  const words = text || clips.map(({ name }) => name).join(", ");
  return words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME)}…` : words;
}

/**
 * @param {Pending} pending
 * @param {boolean} isBroken
 * @param {boolean} isOnline
 */
function told(pending, isBroken, isOnline) {
  if (isBroken) return say("page-clip-failed");
  if (pending.state === "refused") return pending.problem?.sentence ?? say("page-failed");
  if (pending.state === "held") return say(waitsFor(pending.clips));
  return isOnline ? say("page-sending") : say("page-waiting-line");
}

/** @param {Pending["clips"]} clips */
function waitsFor(clips) {
  const missing = clips.filter(({ state }) => state !== "done");
  if (missing.length === 0) return "page-waiting-before";
  const isSample = missing.every(({ state }) => state === "making");
  return isSample ? "page-waiting-sample" : "page-waiting-clip";
}
