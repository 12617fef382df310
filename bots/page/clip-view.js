// A clip that is on its way: its picture, its name, a real bar, how fast it goes and how long it takes.
// Must not know how it is uploaded.

import { Bar, icon, iconButton, make } from "./dom.js";
import { fileSize, percent, say, timeLeft } from "./words.js";

/** @typedef {import("./drafts.js").Clip} Clip */

export class ClipView {
  /**
   * @param {Clip} clip
   * @param {{preview?: string | null, onRemove?: (() => void) | null,
   *   onChooseAgain?: (() => void) | null}} [options]
   *   `preview`: the address of the file as the browser has it
   */
  constructor(clip, { preview = null, onRemove = null, onChooseAgain = null } = {}) {
    this.picture = make("span", { class: "clip-picture" });
    this.#draw(clip.type, preview);
    this.bar = new Bar(say("page-upload-of", { name: clip.name }));
    this.status = make("span", { class: "clip-status small quiet" });
    this.again = make("button", {
      type: "button",
      class: "clip-again",
      text: say("page-upload-again"),
      onclick: () => onChooseAgain?.(),
    });
    this.remove =
      onRemove && iconButton("close", say("page-upload-remove", { name: clip.name }), onRemove);
    this.title = make("span", { class: "clip-name", dir: "auto" });
    const told = make("span", { class: "clip-told" }, this.title, this.bar.element, this.status, this.again);
    this.element = make("li", { class: "clip" }, this.picture, told, this.remove);
    this.canChooseAgain = onChooseAgain !== null;
    this.update(clip);
  }

  /** @param {any} clip */
  update(clip) {
    if (this.title.textContent !== clip.name) this.title.textContent = clip.name;
    const isMoving = clip.state === "sending" || clip.state === "paused" || clip.state === "making";
    this.bar.element.hidden = !isMoving && clip.state !== "interrupted";
    this.bar.show(clip.state === "making" ? null : clip.size > 0 ? (clip.sent ?? 0) / clip.size : null);
    const isWanted = clip.state === "interrupted" || (clip.state === "failed" && !clip.isSample);
    this.again.hidden = !(isWanted && this.canChooseAgain);
    this.element.classList.toggle("is-failed", clip.state === "failed");
    this.element.classList.toggle("is-paused", clip.state === "paused");
    const words = status(clip);
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  /**
   * @param {string} type
   * @param {string | null} preview
   */
  #draw(type, preview) {
    const fallback = () => this.picture.replaceChildren(icon(type.startsWith("image/") ? "image" : "film"));
    fallback();
    if (!preview) return;
    const isImage = type.startsWith("image/");
    const picture = isImage
      ? make("img", { src: preview, alt: "", onerror: fallback })
      : make("video", { preload: "metadata", playsinline: true, onerror: fallback });
    if (!isImage) {
      picture.muted = true;
      // A place in time, or some browsers show no picture before it plays.
      picture.src = `${preview}#t=0.1`;
    }
    this.picture.replaceChildren(picture);
  }
}

/** @param {any} clip */
function status(clip) {
  if (clip.state === "making") return say("page-sample-making");
  if (clip.state === "done") return fileSize(clip.size);
  if (clip.state === "failed") return clip.problem?.sentence ?? say("page-upload-failed");
  const fraction = clip.size > 0 ? (clip.sent ?? 0) / clip.size : 0;
  if (clip.state === "interrupted") {
    return say("page-upload-interrupted", { percent: percent(fraction) });
  }
  const sent = say("page-upload-sent", { sent: fileSize(clip.sent ?? 0), size: fileSize(clip.size) });
  if (clip.state === "paused") return `${sent} · ${say("page-upload-paused")}`;
  const facts = [sent];
  if (clip.bytesPerSecond > 0) facts.push(say("page-upload-speed", { speed: fileSize(clip.bytesPerSecond) }));
  if (Number.isFinite(clip.secondsLeft) && clip.secondsLeft !== null) {
    facts.push(say("page-upload-left", { time: timeLeft(clip.secondsLeft) }));
  }
  return facts.join(" · ");
}
