// The buttons that are always there for a project: export, undo and the like. Owns their row, which
// is a menu behind one button where their words have no room. Must not know what a tap does.

import { config } from "./config.js";
import { icon, make } from "./dom.js";

/** As in chat.css. */
const NARROW = "(max-width: 44rem)";

export class Toolbar {
  /** @param {{onTap: (tap: import("./config.js").Tap) => void}} on */
  constructor(on) {
    this.on = on;
    this.element = document.getElementById("toolbar");
    this.tools = config.taps.map((tap) => ({ data: tap.data, button: this.#make(tap) }));
    this.element.append(...this.tools.map(({ button }) => button));
    this.isNarrow = matchMedia(NARROW);
    this.isNarrow.addEventListener("change", () => this.#fold());
    this.#fold();
  }

  /**
   * @param {boolean} isAnswered the bot has said something, so there is something to do it with
   * @param {(data: string) => boolean} isUnderWay whether that tap has left and is not there yet
   */
  show(isAnswered, isUnderWay) {
    this.element.hidden = !isAnswered;
    for (const { button, data } of this.tools) {
      button.setAttribute("aria-disabled", String(isUnderWay(data)));
    }
  }

  #fold() {
    this.element.popover = this.isNarrow.matches ? "auto" : null;
  }

  /** @param {import("./config.js").Tap} tap */
  #make(tap) {
    const given = { type: "button", class: "button-quiet tool", "data-tool": tap.name };
    const button = make("button", given, icon(tap.name), tap.label);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      if (this.element.popover) this.element.hidePopover();
      this.on.onTap(tap);
    });
    return button;
  }
}
