// The divider between original and result: moved by mouse, finger or keys. Owns where it stands.
// Must not know what is on its two sides.

import { icon, make } from "./dom.js";
import { percent, say } from "./words.js";

const STEP = 2;
const LEAP = 10;
/** So narrow a side has no room for its name. */
const TAG_PERCENT = 16;
/** Pixels that a finger may tremble in a tap. */
const TREMBLE_PX = 4;

export class Divider {
  #at = 50;
  /** A tap on the picture that moved nothing. */
  onTap = () => {};

  /** @param {HTMLElement} stage what is divided, from its left to its right */
  constructor(stage) {
    this.stage = stage;
    this.element = make("div", { class: "divider", role: "slider", tabindex: "0" });
    this.element.append(make("span", { class: "divider-grip" }, icon("divider")));
    this.element.setAttribute("aria-label", say("page-divider"));
    this.element.setAttribute("aria-valuemin", "0");
    this.element.setAttribute("aria-valuemax", "100");
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    stage.addEventListener("pointerdown", (event) => this.#onDown(event));
    this.#put(50);
  }

  /** @param {number} at percent of the width that show the original */
  #put(at) {
    this.#at = Math.min(100, Math.max(0, at));
    this.stage.style.setProperty("--divide", `${this.#at}%`);
    this.element.setAttribute("aria-valuenow", String(Math.round(this.#at)));
    this.stage.classList.toggle("is-all-result", this.#at < TAG_PERCENT);
    this.stage.classList.toggle("is-all-original", this.#at > 100 - TAG_PERCENT);
    const told = say("page-divider-at", { percent: percent(this.#at / 100) });
    this.element.setAttribute("aria-valuetext", told);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const moves = {
      ArrowLeft: this.#at - STEP,
      ArrowDown: this.#at - STEP,
      ArrowRight: this.#at + STEP,
      ArrowUp: this.#at + STEP,
      PageDown: this.#at - LEAP,
      PageUp: this.#at + LEAP,
      Home: 0,
      End: 100,
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in moves)) return;
    event.preventDefault();
    this.#put(moves[event.key]);
  }

  /** @param {PointerEvent} event */
  #onDown(event) {
    if (event.button !== 0 || this.element.offsetParent === null) return;
    const isGrip = this.element.contains(/** @type {Node} */ (event.target));
    const fromX = event.clientX;
    let hasMoved = false;
    const listening = new AbortController();
    const { signal } = listening;
    this.stage.setPointerCapture(event.pointerId);
    const move = (/** @type {PointerEvent} */ moved) => {
      hasMoved ||= Math.abs(moved.clientX - fromX) > TREMBLE_PX;
      if (!hasMoved) return;
      const { left, width } = this.stage.getBoundingClientRect();
      this.#put(((moved.clientX - left) / width) * 100);
    };
    this.stage.addEventListener("pointermove", move, { signal });
    this.stage.addEventListener("pointercancel", () => listening.abort(), { signal });
    this.stage.addEventListener(
      "pointerup",
      () => {
        listening.abort();
        if (!hasMoved && !isGrip) this.onTap();
      },
      { signal },
    );
  }
}
