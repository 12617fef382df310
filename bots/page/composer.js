// The box at the foot of the page: words, clips beside them, ideas above. Owns its elements and its
// keys. Must not know what becomes of a message.

import { ClipView } from "./clip-view.js";
import { config } from "./config.js";
import { make } from "./dom.js";
import { isComing } from "./drafts.js";
import { number, say } from "./words.js";

/** From this part of the limit on it is told. */
const NEAR_LIMIT = 0.9;

/** @typedef {import("./drafts.js").Clip} Clip */

export class Composer {
  /** @type {Map<Clip, ClipView>} */
  #views = new Map();
  /** @type {Clip[]} */
  #clips = [];

  /**
   * @param {{onSend: () => void, onText: (text: string) => void, onFiles: (files: File[]) => void,
   *   onRemove: (clip: Clip) => void, onIdea: (words: string) => void,
   *   previewOf: (clip: Clip) => string | null}} options
   */
  constructor(options) {
    this.on = options;
    this.form = document.getElementById("composer");
    this.words = /** @type {HTMLTextAreaElement} */ (document.getElementById("words"));
    this.list = document.getElementById("clips");
    this.ideas = document.getElementById("ideas");
    this.sendButton = document.getElementById("send");
    this.picker = /** @type {HTMLInputElement} */ (document.getElementById("picker"));
    this.length = make("p", { class: "small quiet", id: "words-length" });
    this.form.before(this.length);
    this.words.setAttribute("aria-describedby", this.length.id);
    this.#listen();
    for (const { words } of config.ideas) {
      const given = { type: "button", class: "idea", text: words, onclick: () => this.on.onIdea(words) };
      this.ideas.append(make("li", {}, make("button", given)));
    }
  }

  get text() {
    return this.words.value;
  }

  /** Whether the server would not take the words. */
  get isTooLong() {
    return this.#length > config.max_text;
  }

  /** Characters as the server counts them; a line's end and an emoji are one each. */
  get #length() {
    return [...this.words.value.trim()].length;
  }

  /** @param {string} text */
  setText(text) {
    if (this.words.value !== text) this.words.value = text;
    this.#fit();
    this.#showControls();
  }

  focus() {
    this.words.focus();
  }

  /** Let the person choose files. */
  pick() {
    this.picker.click();
  }

  /**
   * Put words in at the caret, as dropping a link does; they touch no others.
   * @param {string} words
   */
  insert(words) {
    const { selectionStart, selectionEnd, value } = this.words;
    const before = /\S$/.test(value.slice(0, selectionStart)) ? " " : "";
    const after = /^\S/.test(value.slice(selectionEnd)) ? " " : "";
    this.words.setRangeText(before + words + after, selectionStart, selectionEnd, "end");
    this.#onInput();
    this.focus();
  }

  /**
   * Show what stands beside the words; a clip that is shown already is changed in place.
   * @param {Clip[]} clips
   * @param {boolean} isFirst nothing was said in this conversation yet
   */
  show(clips, isFirst) {
    this.#clips = clips;
    this.isFirst = isFirst;
    for (const [clip, view] of this.#views) {
      if (clips.includes(clip)) continue;
      // Who removes a clip by the keyboard must not lose the place.
      if (view.element.contains(document.activeElement)) this.focus();
      view.element.remove();
      this.#views.delete(clip);
    }
    for (const clip of clips) {
      const known = this.#views.get(clip);
      if (known) known.update(clip);
      else this.#add(clip);
    }
    this.list.hidden = clips.length === 0;
    this.words.placeholder = say(clips.length ? "page-placeholder-clip" : "page-placeholder");
    this.#showControls();
  }

  /** @param {Clip} clip */
  #add(clip) {
    const view = new ClipView(clip, {
      preview: this.on.previewOf(clip),
      onRemove: () => this.on.onRemove(clip),
      onChooseAgain: () => this.pick(),
    });
    this.#views.set(clip, view);
    this.list.append(view.element);
  }

  #listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.on.onSend();
    });
    this.words.addEventListener("input", () => this.#onInput());
    this.words.addEventListener("keydown", (event) => {
      // While an input method composes, Enter takes its proposal. Safari says so by 229 alone.
      const isComposing = event.isComposing || event.keyCode === 229;
      if (event.key !== "Enter" || event.shiftKey || isComposing) return;
      event.preventDefault();
      this.on.onSend();
    });
    this.picker.addEventListener("change", () => {
      const files = [...this.picker.files];
      // The same file may be chosen again, to go on with it.
      this.picker.value = "";
      if (files.length) this.on.onFiles(files);
      this.focus();
    });
    document.getElementById("attach").addEventListener("click", () => this.pick());
  }

  #onInput() {
    this.#fit();
    this.on.onText(this.words.value);
    this.#showControls();
  }

  #showControls() {
    const hasWords = this.words.value.trim() !== "";
    const isSendable = (hasWords || this.#clips.length > 0) && this.#clips.every(isComing) && !this.isTooLong;
    // Not `disabled`: the button keeps the focus while its message leaves.
    this.sendButton.setAttribute("aria-disabled", String(!isSendable));
    this.#showLength();
    this.ideas.parentElement.hidden = hasWords || !(this.isFirst || this.#clips.length > 0);
  }

  /** How many characters there are, as soon as they come near to too many. */
  #showLength() {
    const isNear = this.words.value.length > config.max_text * NEAR_LIMIT;
    this.length.hidden = !isNear;
    this.words.setAttribute("aria-invalid", String(isNear && this.isTooLong));
    if (!isNear) return;
    const facts = { count: number(this.#length), limit: number(config.max_text) };
    this.length.textContent = say("page-length", facts);
    this.length.classList.toggle("is-problem", this.isTooLong);
  }

  /** As high as its words, up to what the style allows. */
  #fit() {
    this.words.style.height = "auto";
    this.words.style.height = `${this.words.scrollHeight}px`;
  }
}
