// One message of the stream. Owns its element, and changes in it only what changed: a video that
// plays goes on playing while the words around it grow. Must not know where it stands in the stream.

import { AttachmentView } from "./attachment-view.js";
import { Bar, icon, make } from "./dom.js";
import { withLinks } from "./links.js";
import { Player } from "./player.js";
import { WAITING, percent, say, timeOf, withoutSigns } from "./words.js";

/** Words that say no more than the bar below them. */
const FIGURE = /^\d+\s*%$/u;
/** After a pause so long a message tells when it came. */
const PAUSE_MS = 20 * 60_000;

export class MessageView {
  /** @type {Map<string, {element: HTMLElement, update: (file: any) => void}>} */
  #files = new Map();
  #shown = { text: null, buttons: "" };

  /**
   * @param {any} message
   * @param {{onTap: (button: {label: string, data: string}) => void}} on
   */
  constructor(message, on) {
    this.on = on;
    const isPerson = message.author === "person";
    this.moment = make("time", { class: "moment small quiet", hidden: true });
    this.words = make("div", { class: "words", dir: "auto" });
    this.files = make("div", { class: "files" });
    this.stage = make("span", { class: "stage small quiet" });
    this.bar = new Bar("");
    this.progress = make("div", { class: "progress", hidden: true }, this.stage, this.bar.element);
    this.buttons = make("div", { class: "buttons" });
    const author = say(isPerson ? "page-person" : "page-bot");
    this.body = make(
      "div",
      { class: "body" },
      make("span", { class: "for-screen-readers", text: author }),
      ...(isPerson ? [this.files, this.words] : [this.words, this.files]),
      this.progress,
      this.buttons,
    );
    this.element = make(
      "li",
      { class: `message ${isPerson ? "is-person" : "is-bot"}` },
      this.moment,
      this.body,
    );
    this.update(message);
  }

  /** @param {any} message */
  update(message) {
    this.message = message;
    const isBusy = message.author === "bot" && !message.is_final;
    const isWaiting = isBusy && !message.progress && message.text.startsWith(WAITING);
    this.element.classList.toggle("is-busy", isBusy);
    this.element.classList.toggle("is-waiting", isWaiting);
    this.element.classList.toggle("is-press", message.is_press);
    this.element.dataset.tone = message.is_final ? message.tone : "info";
    const words = withoutSigns(message.text);
    const isToldByBar = isBusy && message.progress && FIGURE.test(words);
    this.#showWords(isToldByBar ? "" : words);
    this.#showFiles(message);
    this.#showProgress(isBusy ? message.progress : null);
    this.#showButtons(message.buttons);
  }

  /**
   * Tell the time where the conversation paused before this message.
   * @param {any} previous the message before, if any
   */
  showMoment(previous) {
    const at = new Date(this.message.at);
    const isAfterPause = !previous || at.getTime() - Date.parse(previous.at) > PAUSE_MS;
    this.moment.hidden = !isAfterPause;
    if (!isAfterPause) return;
    this.moment.dateTime = at.toISOString();
    this.moment.textContent = timeOf(at);
  }

  /** The answer to a tap came, or the tap was refused: its button may be tapped again. */
  release() {
    for (const button of this.buttons.children) button.removeAttribute("aria-disabled");
  }

  /** @param {string} text */
  #showWords(text) {
    if (text === this.#shown.text) return;
    this.#shown.text = text;
    this.words.hidden = text === "";
    this.words.replaceChildren(...withLinks(text));
    const tone = this.element.dataset.tone;
    this.#showSign(tone === "failed" ? "warning" : tone === "done" ? "check" : null);
  }

  /** @param {string | null} sign */
  #showSign(sign) {
    if (sign) this.words.prepend(make("span", { class: "sign" }, icon(sign)));
  }

  /** @param {any} message */
  #showFiles(message) {
    const files = [...message.media, ...message.attachments];
    const wanted = new Set(files.map(({ file }) => file));
    for (const [file, view] of this.#files) {
      if (wanted.has(file)) continue;
      view.element.remove();
      this.#files.delete(file);
    }
    for (const file of files) {
      const known = this.#files.get(file.file);
      if (known) {
        known.update(file, message.before);
        continue;
      }
      const isResult = message.media.includes(file) && file.kind === "video";
      const view = isResult ? new Player(file, message.before) : new AttachmentView(file);
      this.#files.set(file.file, view);
      this.files.append(view.element);
    }
    this.files.hidden = files.length === 0;
  }

  /** @param {{stage: string, fraction: number | null} | null} progress */
  #showProgress(progress) {
    this.progress.hidden = !progress;
    if (!progress) return;
    const { stage, fraction } = progress;
    const words = say(`stage-${stage}`);
    this.bar.element.setAttribute("aria-label", words);
    this.bar.show(fraction);
    this.stage.textContent =
      fraction === null ? `${words}…` : say("page-progress", { stage: words, percent: percent(fraction) });
  }

  /** @param {{label: string, data: string}[]} buttons */
  #showButtons(buttons) {
    const now = JSON.stringify(buttons);
    if (now === this.#shown.buttons) return;
    const had = this.buttons.contains(document.activeElement);
    this.#shown.buttons = now;
    this.buttons.hidden = buttons.length === 0;
    this.buttons.replaceChildren(...buttons.map((button) => this.#button(button)));
    // The button under the focus was replaced: its place is kept.
    if (had) this.buttons.querySelector("button")?.focus();
  }

  /** @param {{label: string, data: string}} button */
  #button(button) {
    const tap = (/** @type {Event} */ event) => {
      const tapped = /** @type {HTMLElement} */ (event.currentTarget);
      if (tapped.getAttribute("aria-disabled") === "true") return;
      tapped.setAttribute("aria-disabled", "true");
      this.on.onTap(button);
    };
    return make("button", { type: "button", class: "button", text: button.label, onclick: tap });
  }
}
