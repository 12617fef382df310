// What a screen reader hears: stages, answers and failures, never every percent.
// Owns the page's live region. Must not know how a message is drawn.

import { make } from "./dom.js";
import { say, withoutSigns } from "./words.js";

/** Lines that stay in the region; older ones have been read. */
const KEPT_LINES = 12;
/** Characters of an answer that are read out by themselves; all of it stands in the stream. */
const LONGEST = 400;

export class Announcer {
  /** @param {HTMLElement} region with role="log" */
  constructor(region) {
    this.region = region;
  }

  /** @param {string} words */
  say(words) {
    this.region.append(make("p", { text: words }));
    while (this.region.childElementCount > KEPT_LINES) this.region.firstElementChild.remove();
  }

  /**
   * A message came, or changed.
   * @param {any} message
   * @param {any} before the same message as it was, if it was there
   */
  heard(message, before) {
    if (message.author === "person") return;
    if (message.is_final) {
      const isNews = !before?.is_final || before.text !== message.text;
      const isVideo = message.media.some((/** @type {any} */ media) => media.kind === "video");
      if (isNews && message.text) this.say(withoutSigns(message.text).slice(0, LONGEST));
      else if (isNews && isVideo && !before?.is_final) this.say(say("page-ready"));
      return;
    }
    const stage = message.progress?.stage;
    if (stage && stage !== before?.progress?.stage) this.say(say(`stage-${stage}`));
    else if (!stage && !before && message.text) this.say(withoutSigns(message.text).slice(0, LONGEST));
  }
}
