// The tab's title: while nobody looks at the page it tells how far the work is, then that it is done.

import { percent, say } from "./words.js";

export class Tab {
  #project = "";
  /** @type {{stage: string, fraction: number | null} | null} */
  #progress = null;
  #isReady = false;

  constructor() {
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#isReady = false;
      this.#show();
    });
  }

  /** @param {string} title of the open project; "" for none */
  setProject(title) {
    this.#project = title;
    this.#show();
  }

  /** @param {{stage: string, fraction: number | null} | null} progress of the work in hand */
  setProgress(progress) {
    this.#progress = progress;
    this.#show();
  }

  /** A video came. */
  setReady() {
    this.#isReady = document.hidden;
    this.#show();
  }

  #show() {
    const place = this.#project ? `${this.#project} – ${say("page-name")}` : say("page-name");
    document.title = [this.#news(), place].filter(Boolean).join(" · ");
  }

  #news() {
    if (!document.hidden) return "";
    if (this.#isReady) return `✓ ${say("page-ready")}`;
    if (!this.#progress) return "";
    const { stage, fraction } = this.#progress;
    const words = say(`stage-${stage}`);
    if (fraction === null) return `${words}…`;
    return say("page-progress", { stage: words, percent: percent(fraction) });
  }
}
