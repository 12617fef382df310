// The finished video, in place: shown alone, or beside its original with a divider between them. Where
// a cut made the lengths differ the two show other moments, so then it is one or the other.
// Owns the card: picture, bar, facts, download. The two videos are kept together by pair.js.

import { Broken, lookFor } from "./broken.js";
import { choose, chosen } from "./choices.js";
import { Divider } from "./divider.js";
import { icon, make, whenNear } from "./dom.js";
import { Original } from "./original.js";
import { Pair } from "./pair.js";
import { PlayBar, length } from "./play-bar.js";
import { ViewSwitch } from "./view-switch.js";
import { fileSize, say } from "./words.js";

const VIEW_KEY = "backdrop-view";
/** Width by height, below which there is room for the rest of the card beside the picture. */
const UPRIGHT = 0.8;
/** Width by height, below which there is little room under it. */
const SQUARE = 1.3;
/** Seconds by which the lengths may differ for the same moments to be beside each other. */
const SAME_LENGTH_S = 0.3;

export class Player {
  #wantsOriginal = false;
  /** The person asked for the original here, and not by what was chosen before. */
  #isAsked = false;
  /** Whether original and result can be compared; null: not known yet. */
  #isAlike = /** @type {boolean | null} */ (null);
  #isBroken = false;

  /**
   * @param {any} media the finished video
   * @param {any} before its original, or null
   */
  constructor(media, before) {
    this.media = media;
    this.before = before;
    this.element = make("figure", { class: "player" });
    if (media.is_kept) this.#build();
    else this.#showGone();
  }

  /**
   * @param {any} media
   * @param {any} before
   */
  update(media, before) {
    const wasKept = this.media.is_kept;
    this.media = { ...media, is_kept: wasKept && media.is_kept };
    if (wasKept && !media.is_kept) this.#showGone();
    // Everything else that may change (signed addresses) is the same file.
    else this.before ??= before;
  }

  #build() {
    const { media, before } = this;
    this.result = make("video", { class: "result", playsinline: true, preload: "metadata" });
    this.result.setAttribute("aria-label", say("page-video"));
    this.result.controls = true;
    if (media.poster_url) this.result.poster = media.poster_url;
    this.stage = make("div", { class: "stage-box" }, this.result);
    this.broken = new Broken(() => this.result.load());
    this.broken.element.hidden = true;
    this.element.append(this.stage, this.broken.element);
    this.#setShape(media.width, media.height);
    this.result.addEventListener("loadedmetadata", () => {
      this.#setShape(this.result.videoWidth, this.result.videoHeight);
      this.#measure();
      this.#mend();
    });
    this.result.addEventListener("error", () => this.#onBroken());
    if (before) this.#buildComparison();
    this.element.append(this.#facts());
    whenNear(this.element, () => {
      // Without a poster: a place in time, or some browsers show no picture before it plays.
      this.result.src = media.poster_url ? media.url : `${media.url}#t=0.001`;
      if (before && chosen(VIEW_KEY) === null) this.#want(true);
    });
  }

  /** The card is as wide as its picture; a portrait is not as high as the window. */
  #setShape(/** @type {number | null} */ width, /** @type {number | null} */ height) {
    if (!width || !height) return;
    this.element.style.setProperty("--shape", String(width / height));
    this.element.classList.toggle("is-upright", width / height < UPRIGHT);
    this.element.classList.toggle("is-square", width / height >= UPRIGHT && width / height < SQUARE);
  }

  #buildComparison() {
    this.original = make("video", { class: "original", playsinline: true, preload: "metadata" });
    this.divider = new Divider(this.stage);
    this.note = make("p", { class: "note small quiet", role: "status", hidden: true });
    this.tags = [
      make("span", { class: "tag is-original small", text: say("page-original") }),
      make("span", { class: "tag is-result small", text: say("page-result") }),
    ];
    this.comparison = make("div", { class: "comparison", hidden: true });
    this.comparison.append(this.original, ...this.tags, this.divider.element);
    this.stage.append(this.comparison);
    this.pair = new Pair(this.result, this.original);
    this.bar = new PlayBar(this.pair, this.element);
    this.element.append(this.bar.element, this.note);
    this.divider.onTap = () => this.pair.toggle();
    this.viewSwitch = new ViewSwitch((isOther) => this.#onSwitch(isOther));
    this.source = new Original(this.original, this.before, {
      onNote: (words) => this.#showNote(words),
      onReady: () => this.#measure(),
      onImpossible: () => this.#giveUpComparing(),
    });
  }

  #facts() {
    const { media } = this;
    const told = [
      media.duration_ms ? length(media.duration_ms / 1000) : null,
      media.width ? `${media.width} × ${media.height}` : null,
      media.size_bytes ? fileSize(media.size_bytes) : null,
    ].filter(Boolean);
    const given = { class: "button-primary", href: media.download_url, download: media.name };
    this.download = make("a", given, icon("download"), say("page-download"));
    const facts = make("span", { class: "facts-told small quiet", text: told.join(" · ") });
    return make("figcaption", { class: "facts" }, facts, this.viewSwitch?.element, this.download);
  }

  /** @param {boolean} isOther */
  #onSwitch(isOther) {
    this.#isAsked = true;
    // That there was nothing to compare here is no wish for the videos to come.
    if (this.#isAlike !== false) choose(VIEW_KEY, isOther ? null : "result");
    this.#want(isOther);
  }

  /** @param {boolean} isOriginal */
  #want(isOriginal) {
    this.#wantsOriginal = isOriginal;
    if (isOriginal) this.source.load();
    this.#show();
  }

  /** Both are known as far as it takes to tell whether they can be compared. */
  #measure() {
    if (!this.source?.isReady || !(this.result.duration > 0) || this.#isAlike !== null) return;
    const differenceS = Math.abs(this.result.duration - this.original.duration);
    // A recording may never tell its length.
    this.#isAlike = differenceS <= SAME_LENGTH_S || !Number.isFinite(differenceS);
    if (!this.#isAlike && !this.#isAsked) this.#wantsOriginal = false;
    this.viewSwitch.setAlike(this.#isAlike);
    this.#show();
  }

  #show() {
    const isShown = this.#wantsOriginal && this.#isAlike !== null && !this.#isBroken;
    const isComparing = isShown && this.#isAlike === true;
    const isOriginal = isShown && !isComparing;
    this.element.classList.toggle("is-comparing", isComparing);
    this.element.classList.toggle("is-original-alone", isOriginal);
    this.result.controls = !isShown;
    this.comparison.hidden = !isShown;
    for (const part of [...this.tags, this.divider.element]) part.hidden = isOriginal;
    this.bar.element.hidden = !isComparing;
    if (isOriginal) this.result.pause();
    this.#voice(isOriginal);
    this.viewSwitch.press(this.#wantsOriginal);
    this.pair.keepTogether(isComparing);
  }

  /** Beside the result the original is a silent picture; alone it is a video like any other. */
  #voice(/** @type {boolean} */ isAlone) {
    this.original.controls = isAlone;
    this.original.muted = !isAlone;
    this.original.tabIndex = isAlone ? 0 : -1;
    this.original.setAttribute("aria-label", say("page-original"));
    this.original.setAttribute("aria-hidden", String(!isAlone));
  }

  #giveUpComparing() {
    this.#wantsOriginal = false;
    this.viewSwitch.giveUp(say("page-original-unplayable"));
    this.#show();
  }

  /** @param {string | null} words */
  #showNote(words) {
    this.note.hidden = words === null;
    if (words !== null) this.note.textContent = words;
  }

  async #onBroken() {
    const found = await lookFor(this.media.url);
    if (found === "gone") {
      this.media = { ...this.media, is_kept: false };
      this.#showGone();
      return;
    }
    this.#setBroken(true);
    // What is there and does not play here may play elsewhere.
    this.download.hidden = found !== "there";
  }

  #mend() {
    if (!this.#isBroken) return;
    const hadFocus = this.broken.element.contains(document.activeElement);
    this.#setBroken(false);
    this.download.hidden = false;
    if (hadFocus) this.download.focus();
  }

  /** @param {boolean} isBroken */
  #setBroken(isBroken) {
    this.#isBroken = isBroken;
    this.stage.hidden = isBroken;
    this.broken.element.hidden = !isBroken;
    if (!this.viewSwitch) return;
    this.viewSwitch.element.hidden = isBroken;
    this.#show();
  }

  #showGone() {
    const gone = make("p", { class: "gone quiet" }, icon("film"), say("page-gone"));
    this.result?.removeAttribute("src");
    this.original?.removeAttribute("src");
    this.element.replaceChildren(gone);
  }
}
