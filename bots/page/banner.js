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
    if (state === "open") this.#put(true);
    else if (state === "lost") this.#timer = setTimeout(() => this.#put(false), HICCUP_MS);
  }

  /** @param {boolean} isOnline */
  #put(isOnline) {
    if (isOnline && !this.isOnline) this.announcer.say(say("page-found"));
    this.isOnline = isOnline;
    this.element.hidden = isOnline;
    this.element.textContent = isOnline ? "" : say("page-lost");
    this.on.onChange(isOnline);
  }
}
