// One file on its way to the server: what is known of it. Knows no request.

import { Pace } from "./pace.js";

/**
 * A file on its way.
 *
 * `sending`: it moves, or its turn comes; `paused`: the line is lost, it goes on by itself;
 * `done`: the server has it all; `failed`: refused, `problem` says why; `interrupted`: of before a
 * reload, it goes on when the same file is added again in the same conversation.
 */
export class Upload {
  /** @type {"sending" | "paused" | "done" | "failed" | "interrupted"} */
  state = "sending";
  /** Bytes that have left. */
  sent = 0;
  /** The server's name for it; null: not yet begun there. @type {string | null} */
  uploadId = null;
  /** Code `unreadable`: the file has changed or is gone. @type {import("./answers.js").Problem | null} */
  problem = null;

  /**
   * @param {{localId: string, conversation?: string, name: string, size: number, type: string,
   *   lastModified: number}} facts
   */
  constructor({ localId, conversation = "", name, size, type, lastModified }) {
    /** Its name on this page. */
    this.localId = localId;
    /** For which conversation it is; empty where there is none. */
    this.conversation = conversation;
    this.name = name;
    /** Bytes. */
    this.size = size;
    /** What the browser takes it for; may be empty. */
    this.type = type;
    /** Milliseconds since 1970. */
    this.lastModified = lastModified;
    /** @type {File | null} null: not in our hands since a reload */
    this.file = null;
    this.pace = new Pace();
    this.abort = new AbortController();
  }

  /** @returns {number | null} smoothed; null: not known */
  get bytesPerSecond() {
    return this.state === "sending" ? this.pace.bytesPerSecond : null;
  }

  /** @returns {number | null} smoothed; null: not known */
  get secondsLeft() {
    return this.state === "sending" ? this.pace.secondsFor(this.size - this.sent) : null;
  }

  /**
   * One of before a reload, from its facts.
   * @param {ReturnType<Upload["facts"]>} facts
   */
  static interrupted(facts) {
    const upload = new Upload(facts);
    upload.state = "interrupted";
    upload.sent = facts.sent;
    upload.uploadId = facts.uploadId;
    return upload;
  }

  /** What can be kept of it. */
  facts() {
    const { localId, conversation, name, size, type, lastModified, sent, uploadId } = this;
    return { localId, conversation, name, size, type, lastModified, sent, uploadId };
  }

  /**
   * Whether this is the file of that upload.
   * @param {File} file
   */
  isOf({ name, size, lastModified }) {
    return name === this.name && size === this.size && lastModified === this.lastModified;
  }

  /** Whether the file is still there as it was when it was chosen. */
  async isReadable() {
    try {
      await this.file?.slice(this.sent, this.sent + 1).arrayBuffer();
      return true;
    } catch (error) {
      if (error instanceof DOMException) return false;
      throw error;
    }
  }
}
