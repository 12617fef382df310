// What the person says, until the server has it: kept, tried again, in order, once.
// Owns the messages that are under way and where they are kept. Knows nothing of what is drawn.
//
// A message is kept in the storage until it is answered, so a reload loses none. It carries a key:
// the server answers the same key again with the same number, so trying again doubles none. Each
// conversation is a line of its own, in which a message leaves when the one before was answered.

import { isWorthAnotherTry, problemOf, retryAfterMs } from "./answers.js";
import { Kept } from "./keeping.js";
import { BACKOFF, Waiting, backoffMs, newKey } from "./waits.js";

/**
 * @typedef {object} Entry a message under way
 * @property {string} key its name, 32 hex digits
 * @property {string} conversation
 * @property {string} text what was typed
 * @property {string | null} press a button's data
 * @property {string | null} label a button's words
 * @property {string[]} uploads ids of finished uploads
 * @property {number | null} replyTo the number of the message that it answers
 * @property {string} language the person's, as the page is shown
 * @property {number} at milliseconds since 1970; greater than that of any entry before
 * @property {any} shown whatever the page wants back after a reload to draw it (names of files)
 * @property {"sending" | "sent" | "refused"} state `sent`: answered, not yet brought by the socket
 * @property {import("./answers.js").Problem | null} problem why it was refused
 */

/** An answer after so long is none: the server commits a message in milliseconds. */
const ANSWER_WITHIN_MS = 30_000;
/** What another tab keeps is left to it for so long; then that tab is taken for closed. */
const FOREIGN_MS = 10_000;
/** Browsers let requests outlive their page, if all of them together are below 64 KiB. */
const KEEPALIVE_BYTES = 16_000;

export class Outbox {
  #root;
  #kept;
  #on;
  #waits;
  #waiting = new Waiting();
  #listening = new AbortController();
  /** @type {Map<string, Entry>} by key, in their order */
  #entries = new Map();
  /** @type {Set<string>} keys that came in by another tab */
  #foreign = new Set();
  /** @type {Set<string>} conversations whose line is moving */
  #lines = new Set();
  /** @type {{key: string, abort: AbortController}[]} requests in the air */
  #requests = [];
  #isSignedOut = false;

  /**
   * @param {{root: string | URL, storage: Storage | null,
   *   onChange: () => void, onRefused: (entry: Entry) => void, onSignedOut?: () => void,
   *   onUnanswered?: () => void,
   *   waits?: {answerWithinMs: number, foreignMs: number,
   *     backoff: import("./waits.js").Backoff}}} options
   *   `root` is the page's own address, ending in a slash; without a storage nothing survives
   *   a reload; `onUnanswered`: a message had no answer, for the first time in a row
   */
  constructor({ root, storage, waits, onSignedOut = () => {}, onUnanswered = () => {}, ...on }) {
    this.#root = new URL(root);
    this.#kept = new Kept(storage, "message", this.#root);
    this.#on = { ...on, onSignedOut, onUnanswered };
    this.#waits = waits ?? {
      answerWithinMs: ANSWER_WITHIN_MS,
      foreignMs: FOREIGN_MS,
      backoff: BACKOFF,
    };
    const kept = this.#kept.all().sort((one, other) => one.at - other.at);
    for (const entry of kept) this.#entries.set(entry.key, entry);
    for (const { conversation } of kept) this.#move(conversation);
    this.#kept.listen((key, entry) => this.#onOtherTab(key, entry), this.#listening.signal);
  }

  /**
   * Say something. Returns at once, with the message's key.
   * @param {{conversation: string, text?: string, press?: string | null, label?: string | null,
   *   uploads?: string[], replyTo?: number | null, language: string, shown?: any}} said
   * @returns {string}
   */
  send({ text = "", press = null, label = null, uploads = [], replyTo = null, ...rest }) {
    const last = Math.max(0, ...this.all.map((entry) => entry.at));
    const entry = {
      ...{ shown: null, ...rest, text, press, label, uploads, replyTo },
      key: newKey(),
      at: Math.max(Date.now(), last + 1),
      state: /** @type {const} */ ("sending"),
      problem: null,
    };
    this.#put(entry);
    this.#move(entry.conversation);
    return entry.key;
  }

  /** All that is under way, oldest first. @returns {Entry[]} */
  get all() {
    return [...this.#entries.values()];
  }

  /**
   * What is under way in a conversation, oldest first.
   * @param {string} conversation
   * @returns {Entry[]}
   */
  pending(conversation) {
    return this.all.filter((entry) => entry.conversation === conversation);
  }

  /**
   * The socket brought this message: the server has it, answered or not.
   * @param {string} key
   */
  seen(key) {
    if (this.#entries.has(key)) this.remove(key);
  }

  /**
   * Try a refused message again.
   * @param {string} key
   */
  retry(key) {
    const entry = this.#entries.get(key);
    if (entry?.state !== "refused") return;
    this.#put({ ...entry, state: "sending", problem: null });
    this.#move(entry.conversation);
  }

  /**
   * Give a message up. What has already left may have arrived all the same.
   * @param {string} key
   */
  remove(key) {
    this.#entries.delete(key);
    this.#foreign.delete(key);
    this.#kept.remove(key);
    for (const request of this.#requests) if (request.key === key) request.abort.abort();
    this.#waiting.wake();
    this.#on.onChange();
  }

  /**
   * The conversation is deleted, and what is under way in it with it.
   * @param {string} conversation
   */
  forget(conversation) {
    for (const { key } of this.pending(conversation)) this.remove(key);
  }

  /** Give all up: somebody else may use this browser next. */
  forgetAll() {
    for (const key of [...this.#entries.keys()]) this.remove(key);
  }

  /** There is a line again: try at once what waits. */
  wake() {
    this.#waiting.wake();
  }

  /** Stop, as a page that goes away does. What was kept stays kept. */
  end() {
    this.#listening.abort();
    this.#entries.clear();
    for (const { abort } of this.#requests) abort.abort();
    this.#waiting.close();
  }

  /** Send what waits in a conversation, one after the other; one such line at a time. */
  async #move(conversation) {
    if (this.#lines.has(conversation)) return;
    this.#lines.add(conversation);
    // Even what fails at once is told only after `send` has returned.
    await null;
    try {
      let failures = 0;
      for (let entry; (entry = this.#next(conversation)); ) {
        const foreignMs = entry.at + this.#waits.foreignMs - Date.now();
        if (this.#foreign.has(entry.key) && foreignMs > 0) {
          await this.#waiting.sleep(Math.min(foreignMs, this.#waits.foreignMs));
          continue;
        }
        const answer = await this.#post(entry);
        const isOver = this.#entries.get(entry.key) !== entry;
        if (isOver) continue;
        if (isWorthAnotherTry(answer.status)) {
          if (answer.status === 0 && failures === 0) this.#on.onUnanswered();
          const waitMs = backoffMs(failures++, this.#waits.backoff);
          await this.#waiting.sleep(Math.max(answer.retryAfterMs, waitMs));
          continue;
        }
        failures = 0;
        this.#settle(entry, answer);
      }
    } finally {
      this.#lines.delete(conversation);
    }
  }

  #next(conversation) {
    if (this.#isSignedOut) return undefined;
    return this.pending(conversation).find(({ state }) => state === "sending");
  }

  #settle(entry, { status, problem }) {
    if (status === 401) {
      this.#isSignedOut = true;
      this.#on.onSignedOut();
    } else if (problem === null) {
      this.#kept.remove(entry.key);
      this.#entries.set(entry.key, { ...entry, state: "sent" });
      this.#on.onChange();
    } else {
      const refused = { ...entry, state: "refused", problem };
      this.#put(refused);
      this.#on.onRefused(refused);
    }
  }

  /**
   * One try. Its status is 0 where there is no answer: no line, too late, or taken back.
   * @param {Entry} entry
   */
  async #post(entry) {
    const { key, conversation, text, press, label, uploads, replyTo, language } = entry;
    const said = { key, text, press, label, uploads, reply_to: replyTo, language };
    const body = JSON.stringify(said);
    const abort = new AbortController();
    const request = { key, abort };
    const timer = setTimeout(() => abort.abort(), this.#waits.answerWithinMs);
    this.#requests.push(request);
    try {
      const answer = await fetch(new URL(`api/conversations/${conversation}/messages`, this.#root), {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body,
        keepalive: body.length < KEEPALIVE_BYTES,
        redirect: "manual",
        signal: abort.signal,
      });
      // We never send anybody elsewhere; a proxy does, to its own login.
      const status = answer.type === "opaqueredirect" ? 401 : answer.status;
      const type = answer.headers.get("Content-Type");
      const problem = answer.ok ? null : problemOf(status, type, await answer.text());
      return { status, problem, retryAfterMs: retryAfterMs(answer.headers.get("Retry-After")) };
    } catch (error) {
      const isUnanswered = error instanceof TypeError || abort.signal.aborted;
      if (!isUnanswered) throw error;
      return { status: 0, problem: null, retryAfterMs: 0 };
    } finally {
      clearTimeout(timer);
      this.#requests = this.#requests.filter((other) => other !== request);
    }
  }

  /** @param {Entry} entry */
  #put(entry) {
    this.#entries.set(entry.key, entry);
    this.#kept.put(entry.key, entry);
    this.#on.onChange();
  }

  /**
   * Another tab of this page began, ended or changed a message.
   * @param {string} key
   * @param {Entry | null} entry null: answered or given up there
   */
  #onOtherTab(key, entry) {
    const known = this.#entries.get(key);
    if (entry) {
      if (!known) this.#foreign.add(key);
      this.#entries.set(key, entry);
      this.#move(entry.conversation);
    } else if (known?.state === "sending") {
      // Shown until the socket brings it here, too.
      this.#entries.set(key, { ...known, state: "sent" });
    } else if (known?.state === "refused") {
      this.#entries.delete(key);
    }
    this.#waiting.wake();
    this.#on.onChange();
  }
}
