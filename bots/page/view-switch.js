// The choice what a card shows: the result, or what it was made of beside it or instead of it.
// Must not know how that is shown.

import { make } from "./dom.js";
import { say } from "./words.js";

export class ViewSwitch {
  /** @param {(isOther: boolean) => void} onChoose */
  constructor(onChoose) {
    const option = (/** @type {string} */ words, /** @type {boolean} */ isOther) =>
      make("button", { type: "button", text: words, onclick: () => onChoose(isOther) });
    this.result = option(say("page-result"), false);
    this.other = option(say("page-compare"), true);
    const given = { class: "switch", role: "group", "aria-label": say("page-view") };
    this.element = make("div", given, this.result, this.other);
    this.press(false);
  }

  /** @param {boolean} isOther */
  press(isOther) {
    this.result.setAttribute("aria-pressed", String(!isOther));
    this.other.setAttribute("aria-pressed", String(isOther));
  }

  /** @param {boolean} isAlike whether the two can be compared; else it is one or the other */
  setAlike(isAlike) {
    this.other.textContent = say(isAlike ? "page-compare" : "page-original");
  }

  /** @param {string} why there is nothing but the result */
  giveUp(why) {
    this.other.disabled = true;
    this.other.title = why;
  }
}
