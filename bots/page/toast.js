// A short word about what just happened; a screen reader hears it too.

const SHOWN_MS = 7000;

export class Toast {
  #timer = 0;

  /** @param {import("./announcer.js").Announcer} announcer */
  constructor(announcer) {
    this.element = document.getElementById("toast");
    this.announcer = announcer;
  }

  /** @param {string} words */
  show(words) {
    this.element.textContent = words;
    this.element.hidden = false;
    this.announcer.say(words);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.element.hidden = true;
    }, SHOWN_MS);
  }
}
