// What is told of the line to the server: nothing while it holds. Owns the banner.
// Must not know what hangs on the line.

import { say } from "./words.js";

/** A line that is lost for so short a time is nothing to talk about. */
const HICCUP_MS = 1500;

export class Banner {
  #timer = 0;

  /**
   * @param {import("./announcer.js").Announcer} announcer
   * @param {{onChange: (isOnline: boolean) => void}} on called each time that a line is found, too
   */
  constructor(announcer, on) {
    this.element = document.getElementById("banner");
    this.announcer = announcer;
    this.on = on;
    this.isOnline = true;
  }

  /** @param {import("./connection.js").State} state */
  show(state) {
    clearTimeout(this.#timer);
    if (state === "open") this.#put(null);
    else if (state === "crowded") this.#put(say("page-too-many-pages"));
    else if (state === "lost") this.#timer = setTimeout(() => this.#put(say("page-lost")), HICCUP_MS);
  }

  /** @param {string | null} problem null: the line holds */
  #put(problem) {
    const isOnline = problem === null;
    if (isOnline && !this.isOnline) this.announcer.say(say("page-found"));
    this.isOnline = isOnline;
    this.element.hidden = isOnline;
    this.element.textContent = problem ?? "";
    this.on.onChange(isOnline);
  }
}
