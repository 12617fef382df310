// A file of a message that is no finished video: a clip that the person sent, or a picture.
// Must not know whose message it is.

import { icon, make, whenNear } from "./dom.js";
import { fileSize, say } from "./words.js";

const PICTURES = { image: "image", video: "film" };

export class AttachmentView {
  /** @param {any} file */
  constructor(file) {
    this.element = make("div", { class: `attachment is-${file.kind}` });
    this.isKept = file.is_kept;
    if (!file.is_kept) this.#showGone(file);
    else if (file.kind === "image") this.#showImage(file);
    else if (file.kind === "video") this.#showVideo(file);
    else this.#showFile(file);
  }

  /** @param {any} file */
  update(file) {
    if (this.isKept === file.is_kept) return;
    this.isKept = file.is_kept;
    if (!file.is_kept) this.#showGone(file);
  }

  /** @param {any} file */
  #showImage(file) {
    const { width, height } = file;
    const alt = file.width ? say("page-picture") : file.name;
    const image = make("img", { src: file.url, alt, width, height, loading: "lazy" });
    image.addEventListener("error", () => this.#showFile(file));
    const given = { href: file.url, target: "_blank", title: say("page-open-picture") };
    this.element.replaceChildren(make("a", { ...given, rel: "noopener" }, image));
  }

  /** @param {any} file */
  #showVideo(file) {
    const label = say("page-clip", { name: file.name });
    const given = { controls: true, playsinline: true, preload: "metadata", "aria-label": label };
    const video = make("video", given);
    const giveUp = () => this.#showFile(file);
    video.addEventListener("error", giveUp);
    // A browser that knows the container and not the picture plays the sound of an empty frame.
    video.addEventListener("loadedmetadata", () => video.videoWidth === 0 && giveUp());
    this.element.replaceChildren(video);
    whenNear(this.element, () => {
      video.src = `${file.url}#t=0.1`;
    });
  }

  /** @param {any} file */
  #showFile(file) {
    const name = make("span", { class: "clip-name", dir: "auto", text: file.name });
    const size = file.size_bytes
      ? make("span", { class: "small quiet", text: fileSize(file.size_bytes) })
      : null;
    const picture = make("span", { class: "clip-picture" }, icon(PICTURES[file.kind] ?? "file"));
    const href = file.download_url ?? `${file.url}?download=1`;
    const given = { class: "clip is-file", href, download: file.name };
    const told = make("span", { class: "clip-told" }, name, size);
    this.element.replaceChildren(make("a", given, picture, told));
  }

  /** @param {any} file */
  #showGone(file) {
    const name = make("span", { class: "clip-name", dir: "auto", text: file.name });
    const gone = make("span", { class: "small quiet", text: say("page-gone") });
    const picture = make("span", { class: "clip-picture" }, icon(PICTURES[file.kind] ?? "file"));
    const told = make("span", { class: "clip-told" }, name, gone);
    this.element.replaceChildren(make("div", { class: "clip is-file" }, picture, told));
  }
}
