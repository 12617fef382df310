// The bar under two videos that play as one: play, place, time, sound, full screen.
// Must not know how the two are kept together.

import { iconButton, make, relabel } from "./dom.js";
import { clock, say } from "./words.js";

/** Seconds before the end from which it counts as reached. */
const AT_END_S = 0.05;

/**
 * A whole length, as the bot's sentences round it.
 * @param {number} seconds
 */
export const length = (seconds) => clock(Math.max(1, Math.round(seconds)) * 1000);

export class PlayBar {
  /**
   * @param {import("./pair.js").Pair} pair
   * @param {HTMLElement} card what fills the screen
   */
  constructor(pair, card) {
    this.pair = pair;
    this.toggle = iconButton("play", say("page-play"), () => pair.toggle());
    this.sound = iconButton("sound", say("page-mute"), () => pair.toggleSound());
    this.full = iconButton("full", say("page-fullscreen"), () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else card.requestFullscreen();
    });
    this.full.hidden = !document.fullscreenEnabled;
    card.addEventListener("fullscreenchange", () => this.#showFull());
    this.place = make("input", { type: "range", class: "place", min: "0", max: "1", step: "any", value: "0" });
    this.place.setAttribute("aria-label", say("page-time"));
    this.place.addEventListener("input", () => pair.seek(Number(this.place.value)));
    this.time = make("span", { class: "time small quiet" });
    const parts = [this.toggle, this.place, this.time, this.sound, this.full];
    this.element = make("div", { class: "controls", hidden: true }, ...parts);
    pair.onChange = () => this.#show();
  }

  #show() {
    const { isPlaying, isMuted, durationS, placeS } = this.pair;
    relabel(this.toggle, isPlaying ? "pause" : "play", say(isPlaying ? "page-pause" : "page-play"));
    relabel(this.sound, isMuted ? "muted" : "sound", say(isMuted ? "page-unmute" : "page-mute"));
    this.place.max = String(durationS);
    this.place.value = String(placeS);
    const isKnown = durationS > 0;
    const at = isKnown && placeS > durationS - AT_END_S ? length(durationS) : clock(placeS * 1000);
    const told = `${at} / ${isKnown ? length(durationS) : clock(0)}`;
    if (this.time.textContent === told) return;
    this.time.textContent = told;
    this.place.setAttribute("aria-valuetext", told);
  }

  #showFull() {
    const isFull = document.fullscreenElement !== null;
    const words = say(isFull ? "page-fullscreen-leave" : "page-fullscreen");
    relabel(this.full, isFull ? "unfull" : "full", words);
  }
}
