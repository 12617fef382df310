// The finished video, in place: shown alone, or beside its original with a divider between them.
// Owns the card: picture, bar, facts, download. The two videos are kept together by pair.js.

import { choose, chosen } from "./choices.js";
import { Divider } from "./divider.js";
import { icon, iconButton, make, relabel, whenNear } from "./dom.js";
import { Original } from "./original.js";
import { Pair } from "./pair.js";
import { clock, fileSize, say } from "./words.js";

const VIEW_KEY = "backdrop-view";

export class Player {
  #isComparing = false;

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
    this.media = media;
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
    this.element.append(this.stage);
    this.#setShape(media.width, media.height);
    this.result.addEventListener("loadedmetadata", () => {
      this.#setShape(this.result.videoWidth, this.result.videoHeight);
    });
    if (before) this.#buildComparison();
    this.element.append(this.#facts());
    whenNear(this.element, () => {
      // Without a poster: a place in time, or some browsers show no picture before it plays.
      this.result.src = media.poster_url ? media.url : `${media.url}#t=0.001`;
      if (before && chosen(VIEW_KEY) === null) this.#compare(true);
    });
  }

  /** The card is as wide as its picture; a portrait is not as high as the window. */
  #setShape(/** @type {number | null} */ width, /** @type {number | null} */ height) {
    if (width && height) this.element.style.setProperty("--shape", String(width / height));
  }

  #buildComparison() {
    this.original = make("video", { class: "original", playsinline: true, preload: "auto" });
    this.original.muted = true;
    this.original.tabIndex = -1;
    this.original.setAttribute("aria-hidden", "true");
    this.divider = new Divider(this.stage);
    this.note = make("p", { class: "note small", role: "status", hidden: true });
    const tags = [
      make("span", { class: "tag is-original small", text: say("page-original") }),
      make("span", { class: "tag is-result small", text: say("page-result") }),
    ];
    this.comparison = make("div", { class: "comparison", hidden: true });
    this.comparison.append(this.original, ...tags, this.divider.element, this.note);
    this.stage.append(this.comparison);
    this.pair = new Pair(this.result, this.original);
    this.bar = this.#controls();
    this.element.append(this.bar);
    this.divider.onTap = () => this.pair.toggle();
    this.source = new Original(this.original, this.before, {
      onNote: (words) => this.#showNote(words),
      onImpossible: () => this.#giveUpComparing(),
    });
  }

  #controls() {
    const toggle = iconButton("play", say("page-play"), () => this.pair.toggle());
    const sound = iconButton("sound", say("page-mute"), () => this.pair.toggleSound());
    const full = iconButton("full", say("page-fullscreen"), () => this.#toggleFullScreen());
    full.hidden = !document.fullscreenEnabled;
    const place = make("input", { type: "range", class: "place", min: "0", max: "1", step: "any", value: "0" });
    place.setAttribute("aria-label", say("page-time"));
    const time = make("span", { class: "time small quiet" });
    place.addEventListener("input", () => this.pair.seek(Number(place.value)));
    this.pair.onChange = () => {
      const { isPlaying, isMuted, durationS, placeS } = this.pair;
      relabel(toggle, isPlaying ? "pause" : "play", say(isPlaying ? "page-pause" : "page-play"));
      relabel(sound, isMuted ? "muted" : "sound", say(isMuted ? "page-unmute" : "page-mute"));
      const told = `${clock(placeS * 1000)} / ${clock(durationS * 1000)}`;
      place.max = String(durationS);
      place.value = String(placeS);
      if (time.textContent === told) return;
      time.textContent = told;
      place.setAttribute("aria-valuetext", told);
    };
    return make("div", { class: "controls", hidden: true }, toggle, place, time, sound, full);
  }

  #facts() {
    const { media } = this;
    const told = [
      media.duration_ms ? clock(media.duration_ms) : null,
      media.width ? `${media.width} × ${media.height}` : null,
      media.size_bytes ? fileSize(media.size_bytes) : null,
    ].filter(Boolean);
    const given = { class: "button-primary", href: media.download_url, download: media.name };
    const download = make("a", given, icon("download"), say("page-download"));
    const facts = make("span", { class: "facts-told small quiet", text: told.join(" · ") });
    return make("figcaption", { class: "facts" }, facts, this.#viewSwitch(), download);
  }

  #viewSwitch() {
    if (!this.before) return null;
    const option = (/** @type {string} */ words, /** @type {boolean} */ isComparing) =>
      make("button", {
        type: "button",
        text: words,
        "aria-pressed": "false",
        onclick: () => {
          choose(VIEW_KEY, isComparing ? null : "result");
          this.#compare(isComparing);
        },
      });
    this.showResult = option(say("page-result"), false);
    this.showComparison = option(say("page-compare"), true);
    this.showResult.setAttribute("aria-pressed", "true");
    const given = { class: "switch", role: "group", "aria-label": say("page-view") };
    return make("div", given, this.showResult, this.showComparison);
  }

  /** @param {boolean} isComparing */
  #compare(isComparing) {
    if (isComparing === this.#isComparing) return;
    this.#isComparing = isComparing;
    this.element.classList.toggle("is-comparing", isComparing);
    this.result.controls = !isComparing;
    this.comparison.hidden = !isComparing;
    this.bar.hidden = !isComparing;
    this.showResult.setAttribute("aria-pressed", String(!isComparing));
    this.showComparison.setAttribute("aria-pressed", String(isComparing));
    if (isComparing) this.source.load();
    this.pair.keepTogether(isComparing);
  }

  #giveUpComparing() {
    this.#compare(false);
    this.showComparison.disabled = true;
    this.showComparison.title = say("page-original-unplayable");
  }

  /** @param {string | null} words */
  #showNote(words) {
    this.note.hidden = words === null;
    if (words !== null) this.note.textContent = words;
  }

  #toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.element.requestFullscreen();
  }

  #showGone() {
    const gone = make("p", { class: "gone quiet" }, icon("film"), say("page-gone"));
    this.result?.removeAttribute("src");
    this.element.replaceChildren(gone);
  }
}
