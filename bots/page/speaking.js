// What one says: from the box, past the uploads, into the outbox. Owns drafts, held messages and
// uploads together. Must not know how anything is shown.

import { config, root } from "./config.js";
import { Drafts, plain } from "./drafts.js";
import { Holding } from "./holding.js";
import { Kept, ownStorage } from "./keeping.js";
import { Outbox } from "./outbox.js";
import { terminate } from "./tus.js";
import { Upload } from "./upload.js";
import { Uploads } from "./uploads.js";

const ENDPOINT = new URL("api/uploads", root);
/** For taking a file back; where that doesn't get through, the server does it by itself later. */
const STALL_MS = 30_000;

/** @typedef {import("./drafts.js").Clip} Clip */

export class Speaking {
  /** @type {Map<string, string>} addresses of files as the browser has them, by local id */
  #previews = new Map();
  /** @type {Set<string>} uploads whose end was told */
  #told = new Set();

  /**
   * @param {{onChange: () => void, onRefused: (entry: any) => void, onSignedOut: () => void,
   *   onUploaded: (clip: any) => void}} on
   *   `onUploaded`: it is done, or has failed
   */
  constructor(on) {
    this.on = on;
    const storage = ownStorage();
    this.drafts = new Drafts(new Kept(storage, "draft", root));
    const ours = storage && sessionStorage;
    const onReady = (/** @type {import("./holding.js").Held} */ held) => this.#leave(held);
    this.holding = new Holding({ kept: new Kept(ours, "held", root), onReady });
    const { onChange, onRefused, onSignedOut } = on;
    this.outbox = new Outbox({ root, storage, onChange, onRefused, onSignedOut });
    const onUploads = () => this.#onUploads();
    this.uploads = new Uploads({ endpoint: ENDPOINT, storage, onChange: onUploads, onSignedOut });
  }

  /**
   * Give back to the boxes what a reload broke off.
   * @param {string} conversation where uploads are shown of which nothing else is known
   */
  restore(conversation) {
    for (const held of this.holding.left()) this.drafts.putBack(held.conversation, held);
    for (const upload of this.uploads.interrupted()) this.drafts.add(conversation, upload);
  }

  /**
   * @param {string} conversation
   * @param {File} file
   */
  addFile(conversation, file) {
    const upload = this.uploads.add(file);
    this.#previews.set(upload.localId, URL.createObjectURL(file));
    this.drafts.add(conversation, upload);
  }

  /**
   * Add a clip that the server makes.
   * @param {string} conversation
   * @param {any} clip
   * @param {ReturnType<typeof import("./sample.js").askForSample>} making
   */
  async addMade(conversation, clip, making) {
    clip.state = "making";
    this.drafts.add(conversation, clip);
    this.on.onChange();
    const made = await making;
    if (made.problem === null) {
      Object.assign(clip, { name: made.name, size: made.size_bytes, uploadId: made.upload });
      clip.state = "done";
      this.drafts.saveAll();
      this.on.onUploaded(clip);
    } else {
      Object.assign(clip, { state: "failed", problem: made.problem });
      this.on.onUploaded(clip);
    }
    this.holding.check();
    this.on.onChange();
  }

  /** @param {{localId: string}} clip */
  previewOf({ localId }) {
    return this.#previews.get(localId) ?? null;
  }

  /**
   * A clip is not wanted after all.
   * @param {any} clip
   */
  removeClip(clip) {
    this.drafts.remove(clip);
    if (this.uploads.all.includes(clip)) this.uploads.remove(clip);
    else if (clip.uploadId) terminate(new URL(`${ENDPOINT}/${clip.uploadId}`), { stallMs: STALL_MS });
    this.on.onChange();
  }

  /**
   * Send what is in the box; it leaves when its clips are there.
   * @param {string} conversation
   * @returns {boolean} whether there was anything
   */
  send(conversation) {
    const draft = this.drafts.take(conversation);
    if (!draft.text && draft.clips.length === 0) return false;
    this.holding.hold(conversation, draft);
    this.on.onChange();
    return true;
  }

  /**
   * Tap a button.
   * @param {string} conversation
   * @param {{label: string, data: string}} button
   */
  tap(conversation, { label, data }) {
    this.holding.hold(conversation, { press: data, label });
    this.on.onChange();
  }

  /**
   * What is under way in a conversation, oldest first.
   * @param {string} conversation
   * @returns {(import("./pending-view.js").Pending & {press: string | null})[]}
   */
  pending(conversation) {
    const held = this.holding.of(conversation).map((one) => ({
      ...shown(one),
      clips: one.clips,
      state: /** @type {const} */ ("held"),
      sentence: null,
    }));
    const sent = this.outbox.pending(conversation).map((entry) => ({
      ...shown(entry),
      clips: entry.shown?.clips ?? [],
      state: entry.state === "refused" ? /** @type {const} */ ("refused") : /** @type {const} */ ("sending"),
      sentence: entry.problem?.sentence ?? null,
    }));
    return [...sent, ...held].sort((one, other) => one.at - other.at);
  }

  /** @param {string} key of a refused message */
  retry(key) {
    this.outbox.retry(key);
  }

  /**
   * Give a message up that is under way.
   * @param {string} conversation
   * @param {string} key
   */
  drop(conversation, key) {
    for (const clip of this.#takeOut(conversation, key).clips) this.removeClip(clip);
    this.on.onChange();
  }

  /**
   * Take a message that is under way back into the box.
   * @param {string} conversation
   * @param {string} key
   */
  takeBack(conversation, key) {
    this.drafts.putBack(conversation, this.#takeOut(conversation, key));
    this.on.onChange();
  }

  /** @param {string} conversation that was deleted */
  forget(conversation) {
    for (const { clips } of [...this.holding.of(conversation), this.drafts.of(conversation)]) {
      for (const clip of clips) this.removeClip(clip);
    }
    this.holding.forget(conversation);
    this.outbox.forget(conversation);
    this.drafts.forget(conversation);
  }

  /** Somebody else may use this browser next. */
  forgetAll() {
    this.outbox.forgetAll();
    this.uploads.releaseAll();
    this.drafts.forgetAll();
  }

  /** There is a line again. */
  wake() {
    this.outbox.wake();
    this.uploads.wake();
  }

  /**
   * @param {string} conversation
   * @param {string} key
   */
  #takeOut(conversation, key) {
    const held = this.holding.of(conversation).find((one) => one.key === key);
    if (held) {
      this.holding.remove(held);
      return held;
    }
    const entry = this.outbox.pending(conversation).find((one) => one.key === key);
    this.outbox.remove(key);
    return { text: entry?.text ?? "", clips: entry?.shown?.clips ?? [] };
  }

  /** @param {import("./holding.js").Held} held */
  #leave({ conversation, text, clips, press, label }) {
    const ids = clips.map(({ uploadId }) => uploadId);
    const said = { conversation, text, press, label, uploads: ids, language: config.language };
    this.outbox.send({ ...said, shown: { clips: clips.map(plain) } });
    // They are the message's now.
    for (const clip of clips) {
      if (clip instanceof Upload) this.uploads.release(clip);
    }
  }

  #onUploads() {
    for (const upload of this.uploads.all) {
      const isOver = upload.state === "done" || upload.state === "failed";
      if (!isOver) this.#told.delete(upload.localId);
      if (!isOver || this.#told.has(upload.localId)) continue;
      this.#told.add(upload.localId);
      this.drafts.saveAll();
      this.on.onUploaded(upload);
    }
    this.holding.check();
    this.on.onChange();
  }
}

/** @param {{key: string, at: number, text: string, press: string | null, label: string | null}} said */
function shown({ key, at, text, press, label }) {
  return { key, at, press, text: press === null ? text : (label ?? ""), isPress: press !== null };
}
