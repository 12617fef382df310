// What one says: from the box, past the uploads, into the outbox. Owns drafts, held messages and
// uploads together. Must not know how anything is shown.

import { config, root } from "./config.js";
import { Drafts, isComing, plain } from "./drafts.js";
import { Holding } from "./holding.js";
import { Kept, ownStorage } from "./keeping.js";
import { Outbox } from "./outbox.js";
import { makeSample, newSample } from "./sample.js";
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
  /** @type {Set<string>} ids of files that went with a message: deleting them would take them from it */
  #sent = new Set();

  /**
   * @param {{onChange: () => void, onRefused: (entry: any) => void, onSignedOut: () => void,
   *   onUnanswered: () => void, onUploaded: (clip: any) => void}} on
   *   `onUnanswered`: a message got no answer; `onUploaded`: it is done, or has failed
   */
  constructor(on) {
    this.on = on;
    const storage = ownStorage();
    this.drafts = new Drafts(new Kept(storage, "draft", root));
    const onReady = (/** @type {import("./holding.js").Held} */ held) => this.#leave(held);
    this.holding = new Holding({ storage, place: root, onReady });
    const { onRefused, onSignedOut, onUnanswered } = on;
    const onChange = () => this.#onOutbox();
    this.outbox = new Outbox({ root, storage, onChange, onRefused, onSignedOut, onUnanswered });
    const onUploads = () => this.#onUploads();
    this.uploads = new Uploads({ endpoint: ENDPOINT, storage, onChange: onUploads, onSignedOut });
  }

  /** Whether something would be broken off if the page went away now. */
  get isBusy() {
    const isMoving = this.uploads.all.some(({ state }) => state === "sending" || state === "paused");
    return isMoving || !this.holding.isEmpty;
  }

  /** Give back to the boxes what a reload broke off. */
  restore() {
    for (const held of this.holding.left()) this.drafts.putBack(held.conversation, held);
    for (const upload of this.uploads.interrupted()) this.drafts.add(upload.conversation, upload);
    for (const [, clip] of this.drafts.clips()) if (clip.state === "making") this.#make(clip);
  }

  /**
   * @param {string} conversation
   * @param {File} file
   */
  addFile(conversation, file) {
    // What failed is chosen again: one of the two is enough.
    const isAgain = ({ name, state }) => state === "failed" && name === file.name;
    for (const clip of this.drafts.of(conversation).clips.filter(isAgain)) this.removeClip(clip);
    const upload = this.uploads.add(file, conversation);
    this.#previews.set(upload.localId, URL.createObjectURL(file));
    this.drafts.add(conversation, upload);
  }

  /**
   * Add the sample clip, which the server makes; one is enough.
   * @param {string} conversation
   * @param {string} name
   */
  addSample(conversation, name) {
    const known = this.drafts.of(conversation).clips.find((clip) => "isSample" in clip && clip.isSample);
    if (known && isComing(known)) return;
    if (known) this.removeClip(known);
    const clip = newSample(name);
    this.drafts.add(conversation, clip);
    this.on.onChange();
    this.#make(clip);
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
    if (clip.state === "making") clip.state = "unwanted";
    if (this.uploads.all.includes(clip)) this.uploads.remove(clip);
    // The server gives a visitor one sample: it may stand beside other words, too.
    else if (!clip.isSample) this.#delete(clip.uploadId);
    this.on.onChange();
  }

  /**
   * Send what is in the box; it leaves when its clips are there.
   * @param {string} conversation
   * @returns {boolean} whether there was anything, and nothing in the way
   */
  send(conversation) {
    if (this.drafts.stuckClip(conversation)) return false;
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
      problem: null,
    }));
    const sent = this.outbox.pending(conversation).map((entry) => ({
      ...shown(entry),
      clips: entry.shown?.clips ?? [],
      state: entry.state === "refused" ? /** @type {const} */ ("refused") : /** @type {const} */ ("sending"),
      problem: entry.problem,
    }));
    return [...sent, ...held].sort((one, other) => one.at - other.at);
  }

  /**
   * Say elsewhere what could not be said in a conversation that is not there (any more). Taps stay
   * behind: what they were for is not there either.
   * @param {string} from
   * @param {string} to
   */
  move(from, to) {
    const unsaid = this.outbox.pending(from).filter(({ state }) => state !== "sent");
    const moved = [...unsaid, ...this.holding.of(from)].filter(({ press }) => press === null);
    for (const said of moved.map(({ key }) => this.#takeOut(from, key))) {
      for (const clip of said.clips) if (clip instanceof Upload) this.uploads.move(clip, to);
      this.holding.hold(to, said);
    }
    this.outbox.forget(from);
    this.holding.forget(from);
    this.on.onChange();
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
    this.holding.forgetAll();
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
    for (const id of entry?.uploads ?? []) this.#sent.delete(id);
    return { text: entry?.text ?? "", clips: entry?.shown?.clips ?? [] };
  }

  /**
   * Have the server make a clip.
   * @param {any} clip
   */
  async #make(clip) {
    await makeSample(clip, (id) => !this.#sent.has(id));
    if (clip.state === "unwanted") return;
    this.drafts.saveAll();
    this.on.onUploaded(clip);
    this.holding.check();
    this.on.onChange();
  }

  /** @param {string | null} id of a file that the server has; one of a message is left to it */
  #delete(id) {
    if (id === null || this.#sent.has(id)) return;
    terminate(new URL(`${ENDPOINT}/${id}`), { stallMs: STALL_MS });
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

  /** What went with a message, perhaps from another tab, is no longer in a box. */
  #onOutbox() {
    for (const { uploads, state } of this.outbox.all) {
      if (state !== "refused") for (const id of uploads) this.#sent.add(id);
    }
    for (const [, clip] of this.drafts.clips()) {
      if (clip.uploadId === null || !this.#sent.has(clip.uploadId)) continue;
      if ("isSample" in clip && clip.isSample) {
        Object.assign(clip, { state: "making", uploadId: null });
        this.#make(clip);
        continue;
      }
      this.drafts.remove(clip);
      if (clip instanceof Upload) this.uploads.release(clip);
    }
    this.on.onChange();
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
