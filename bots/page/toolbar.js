// The buttons that are always there for a project: export, undo and the like. Owns their row.
// Must not know what a tap does.

import { config } from "./config.js";
import { icon, make } from "./dom.js";

export class Toolbar {
  /** @param {{onTap: (tap: import("./config.js").Tap) => void}} on */
  constructor(on) {
    this.on = on;
    this.element = document.getElementById("toolbar");
    this.tools = config.taps.map((tap) => ({ data: tap.data, button: this.#make(tap) }));
    this.element.append(...this.tools.map(({ button }) => button));
  }

  /**
   * @param {boolean} isEmpty nothing was said yet, so there is nothing to do anything with
   * @param {(data: string) => boolean} isUnderWay whether that tap has left and is not there yet
   */
  show(isEmpty, isUnderWay) {
    this.element.hidden = isEmpty;
    for (const { button, data } of this.tools) {
      button.setAttribute("aria-disabled", String(isUnderWay(data)));
    }
  }

  /** @param {import("./config.js").Tap} tap */
  #make(tap) {
    const words = make("span", { class: "tool-words", text: tap.label });
    const given = { type: "button", class: "button-quiet tool", title: tap.label };
    const button = make("button", { ...given, "data-tool": tap.name }, icon(tap.name), words);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") this.on.onTap(tap);
    });
    return button;
  }
}
