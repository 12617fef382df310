// The files on their way to the server: one after the other, resumed by themselves.
// Owns the queue and what is kept of it over a reload. Knows nothing of what is drawn; the requests
// are tus.js's.
//
// A file that is done is kept no longer: whoever shows it keeps its `uploadId`.

import { isWorthAnotherTry } from "./answers.js";
import { ChunkSize } from "./chunks.js";
import { KeptByTab } from "./keeping.js";
import { append, create, look, terminate } from "./tus.js";
import { Upload } from "./upload.js";
import { BACKOFF, Waiting, backoffMs, newKey } from "./waits.js";

/** A line on which nothing moves for so long is dead. */
const STALL_MS = 30_000;
/** Answers by which what the server knows of an upload is asked anew. */
const OFFSET_UNSURE = new Set([409, 423]);
const GONE = new Set([404, 410]);

export class Uploads {
  #endpoint;
  #on;
  #kept;
  #waits;
  #waiting = new Waiting();
  #chunk = new ChunkSize();
  /** @type {Upload[]} */
  #all = [];
  #isRunning = false;
  #isSignedOut = false;

  /**
   * @param {{endpoint: string | URL, storage: Storage | null,
   *   onChange: () => void, onSignedOut?: () => void,
   *   waits?: {stallMs: number, backoff: import("./waits.js").Backoff}}} options
   *   without a storage nothing survives a reload
   */
  constructor({ endpoint, storage, onChange, onSignedOut = () => {}, waits }) {
    this.#endpoint = new URL(endpoint);
    this.#on = { onChange, onSignedOut };
    const touch = () => this.#all.forEach((one) => this.#keep(one));
    this.#kept = new KeptByTab(storage, "upload", this.#endpoint, touch);
    this.#waits = waits ?? { stallMs: STALL_MS, backoff: BACKOFF };
    for (const kept of this.#kept.left()) this.#restore(kept);
  }

  /** All that are known, in the order in which they came. @returns {readonly Upload[]} */
  get all() {
    return this.#all;
  }

  /**
   * Those of before a reload, which wait for their file. One that turns out to have arrived whole
   * becomes done without it.
   * @returns {Upload[]}
   */
  interrupted() {
    return this.#all.filter(({ state }) => state === "interrupted");
  }

  /**
   * Send a file. If it is one that was interrupted, it goes on from where the server has it.
   * @param {File} file
   * @param {string} [conversation] for which it is
   * @returns {Upload}
   */
  add(file, conversation = "") {
    const isIt = (/** @type {Upload} */ one) => one.conversation === conversation && one.isOf(file);
    let upload = this.interrupted().find(isIt);
    if (!upload) {
      const { name, size, type, lastModified } = file;
      upload = new Upload({ localId: newKey(), conversation, name, size, type, lastModified });
      this.#all.push(upload);
    }
    upload.file = file;
    upload.state = "sending";
    this.#keep(upload);
    this.#on.onChange();
    this.#run();
    return upload;
  }

  /**
   * Try again what failed.
   * @param {Upload} upload
   */
  retry(upload) {
    if (upload.state !== "failed" || !upload.file) return;
    upload.state = "sending";
    upload.problem = null;
    this.#on.onChange();
    this.#run();
  }

  /**
   * It is for another conversation now.
   * @param {Upload} upload
   * @param {string} conversation
   */
  move(upload, conversation) {
    upload.conversation = conversation;
    this.#keep(upload);
  }

  /**
   * Take a file back: the server deletes what it has of it.
   * @param {Upload} upload
   */
  remove(upload) {
    this.release(upload);
    if (upload.uploadId !== null) this.#terminate(upload);
  }

  /**
   * Know a file no more: it went with a message. The server keeps it.
   * @param {Upload} upload
   */
  release(upload) {
    upload.abort.abort();
    this.#all = this.#all.filter((other) => other !== upload);
    this.#kept.remove(upload.localId);
    this.#waiting.wake();
    this.#on.onChange();
  }

  /** Know none any more: somebody else may use this browser next. */
  releaseAll() {
    for (const upload of [...this.#all]) this.release(upload);
  }

  /** There is a line again: try at once what waits. */
  wake() {
    this.#waiting.wake();
  }

  /** Stop, as a page that goes away does. What was kept stays kept. */
  end() {
    this.#kept.end();
    for (const upload of this.#all) upload.abort.abort();
    this.#all = [];
    this.#waiting.close();
  }

  /** Where this doesn't get through, the server deletes it by itself after a while. */
  #terminate(upload) {
    terminate(this.#address(upload), { stallMs: this.#waits.stallMs });
  }

  #address({ uploadId }) {
    // By the id alone: behind a proxy the server may not know the address that we came by.
    const address = new URL(this.#endpoint);
    address.pathname = `${address.pathname.replace(/\/$/, "")}/${uploadId}`;
    return address;
  }

  /** Work off the queue. */
  async #run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    await null;
    try {
      for (let upload; (upload = this.#next()); ) await this.#send(upload);
    } finally {
      this.#isRunning = false;
    }
  }

  #next() {
    if (this.#isSignedOut) return undefined;
    return this.#all.find(({ file, state }) => file && (state === "sending" || state === "paused"));
  }

  /** Send one file until it is done, refused, or taken back. @param {Upload} upload */
  async #send(upload) {
    // What we believe of the offset is true only while each request is answered.
    let isOffsetSure = false;
    let failures = 0;
    while (this.#next() === upload) {
      const before = upload.sent;
      const part = this.#part(upload, isOffsetSure);
      const answer = await this.#step(upload, part);
      if (!this.#all.includes(upload)) {
        // Taken back while it was begun: only now we know its name.
        if (answer.location) this.#terminate(upload);
        return;
      }
      const hasGrown = upload.sent > before;
      if (answer.problem === null && upload.uploadId !== null && (hasGrown || part === null)) {
        isOffsetSure = true;
        if (hasGrown) failures = 0;
        this.#become(upload, upload.sent === upload.size ? "done" : "sending");
        continue;
      }
      isOffsetSure = false;
      if (await this.#isRefused(upload, answer, part)) return;
      this.#become(upload, "paused");
      upload.pace.pause();
      const waitMs = backoffMs(failures++, this.#waits.backoff);
      await this.#waiting.sleep(Math.max(answer.retryAfterMs, waitMs));
    }
  }

  /** What is sent next; null: first it must be begun or looked at. */
  #part({ uploadId, file, sent }, isOffsetSure) {
    const isKnown = uploadId !== null && isOffsetSure;
    return isKnown ? file.slice(sent, sent + this.#chunk.bytes) : null;
  }

  /**
   * The one request that is due: begin it, look how far it is, or send the next part.
   * @param {Upload} upload
   * @param {Blob | null} part
   */
  async #step(upload, part) {
    const { stallMs } = this.#waits;
    const { signal } = upload.abort;
    if (upload.uploadId === null) {
      // Not to be aborted: what is begun there must be known, to be deleted.
      const answer = await create(this.#endpoint, upload.file, { stallMs });
      upload.uploadId = answer.location?.replace(/\/$/, "").split("/").pop() ?? null;
      upload.sent = 0;
      return answer;
    }
    if (part === null) {
      const answer = await look(this.#address(upload), { stallMs, signal });
      upload.sent = answer.offset ?? upload.sent;
      return answer;
    }
    const from = upload.sent;
    const begunAt = performance.now();
    const onSent = (bytes) => {
      upload.sent = from + bytes;
      upload.pace.add(upload.sent, performance.now());
      this.#on.onChange();
    };
    const answer = await append(this.#address(upload), from, part, { stallMs, signal, onSent });
    if (answer.problem === null) this.#chunk.wentThrough(part.size, performance.now() - begunAt);
    upload.sent = answer.offset ?? from;
    upload.pace.add(upload.sent, performance.now());
    return answer;
  }

  /**
   * What a failure means: whether it is the end of this file's way.
   * @param {Upload} upload
   * @param {import("./tus.js").Answer} answer
   * @param {Blob | null} part what was sent
   */
  async #isRefused(upload, { status, problem }, part) {
    if (status === 401) {
      this.#isSignedOut = true;
      this.#on.onSignedOut();
      return true;
    }
    if (status === 0 && !(await upload.isReadable())) {
      upload.problem = { code: "unreadable", sentence: null };
      this.#become(upload, "failed");
      return true;
    }
    const isTooLarge = status === 413 && part !== null;
    if (part !== null && (status === 0 || isTooLarge)) {
      const isSmallerTried = this.#chunk.failed(part.size);
      if (isTooLarge && isSmallerTried) return false;
    }
    const isBegun = upload.uploadId !== null;
    if (isBegun && GONE.has(status)) {
      // It lay too long, or was deleted there: all over again.
      upload.uploadId = null;
      return false;
    }
    if (isWorthAnotherTry(status) || OFFSET_UNSURE.has(status)) return false;
    upload.problem = problem;
    this.#become(upload, "failed");
    return true;
  }

  /**
   * @param {Upload} upload
   * @param {Upload["state"]} state
   */
  #become(upload, state) {
    upload.state = state;
    this.#keep(upload);
    this.#on.onChange();
  }

  /** @param {Upload} upload */
  #keep(upload) {
    if (upload.state === "done") this.#kept.remove(upload.localId);
    else this.#kept.put(upload.localId, upload.facts());
  }

  /** Find out what became of an upload of before a reload. */
  async #restore(kept) {
    const upload = Upload.interrupted(kept);
    this.#all.push(upload);
    this.#keep(upload);
    // Its turn had not come.
    if (upload.uploadId === null) return;
    const answer = await look(this.#address(upload), { stallMs: this.#waits.stallMs });
    const isWaiting = this.#all.includes(upload) && upload.state === "interrupted";
    if (!isWaiting) return;
    const isGone = GONE.has(answer.status);
    if (isGone) upload.uploadId = null;
    upload.sent = isGone ? 0 : (answer.offset ?? upload.sent);
    const isWhole = !isGone && upload.sent === upload.size;
    this.#become(upload, isWhole ? "done" : "interrupted");
  }
}
