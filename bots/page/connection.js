// What the server tells the page: one WebSocket that mends itself and goes on where it was.
// Owns the socket and the id of the last event. Knows nothing of what is drawn or sent.

import { BACKOFF, backoffMs } from "./waits.js";

/**
 * @typedef {"connecting" | "open" | "lost" | "crowded" | "signed-out"} State
 *   crowded: this visitor has too many pages open; it is tried again, slowly
 */
/**
 * The frames as the server sends them (JSON objects):
 * @typedef {{type: "snapshot", id: string, conversation: string, conversations: object[],
 *   messages: object[]}} Snapshot replaces all that the page has
 * @typedef {{type: "message", id: string, conversation: string, message: object}} MessageFrame
 * @typedef {{type: "removed", id: string, conversation: string, number: number}} RemovedFrame
 * @typedef {{type: "conversations", id: string, conversations: object[]}} ConversationsFrame
 */

/** The server ticks every 15 s; who hears nothing for so long is on a dead line. */
const QUIET_MS = 40_000;
/** The close code of a server that doesn't know (any more) who we are. */
const SIGNED_OUT = 4401;
/** The close code of a server that has given this visitor all the lines that she may have. */
const CROWDED = 4429;

export class Connection {
  #root;
  #on;
  #waits;
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {string | null} the open conversation; null while closed */
  #conversation = null;
  /** The last event's id: from there it goes on. */
  #after = "";
  #failures = 0;
  #heardAt = 0;
  #timer = 0;
  /** @type {State | null} */
  #state = null;
  #listening = new AbortController();

  /**
   * @param {{root: string | URL,
   *   onSnapshot: (frame: Snapshot) => void, onMessage: (frame: MessageFrame) => void,
   *   onRemoved: (frame: RemovedFrame) => void,
   *   onConversations: (frame: ConversationsFrame) => void,
   *   onState: (state: State) => void,
   *   waits?: {quietMs: number, backoff: import("./waits.js").Backoff}}} options
   *   `root` is the page's own address, ending in a slash
   */
  constructor({ root, waits = { quietMs: QUIET_MS, backoff: BACKOFF }, onState, ...on }) {
    this.#root = new URL(root);
    this.#on = { ...on, onState };
    this.#waits = waits;
    const { signal } = this.#listening;
    // Another network: the old line is most likely dead, and going on costs one small frame.
    addEventListener("online", () => this.#reconnect(), { signal });
    addEventListener("offline", () => this.doubt(), { signal });
    document.addEventListener("visibilitychange", () => this.#onSeen(), { signal });
  }

  /**
   * Listen to a conversation, and to the list of all. Another one than before begins with a
   * snapshot.
   * @param {string} conversation 32 hex digits; empty: none yet, the list alone
   */
  open(conversation) {
    if (this.#conversation === conversation && this.#state !== "signed-out") return;
    this.#conversation = conversation;
    this.#after = "";
    this.#failures = 0;
    this.#connect();
  }

  /** The line is most likely dead, though it has not said so: it counts as lost until it answers. */
  doubt() {
    if (this.#state === "open") this.#onClosed(0);
  }

  /** Listen to nothing any more; `open` begins anew. */
  close() {
    this.#conversation = null;
    this.#state = null;
    this.#drop();
  }

  /** Close it for good, as a page that goes away does. */
  end() {
    this.close();
    this.#listening.abort();
  }

  #address() {
    const address = new URL("api/socket", this.#root);
    address.protocol = this.#root.protocol === "https:" ? "wss:" : "ws:";
    address.search = String(
      new URLSearchParams({ conversation: this.#conversation ?? "", after: this.#after }),
    );
    return address;
  }

  #connect() {
    this.#drop();
    if (this.#state !== "lost" && this.#state !== "crowded") this.#become("connecting");
    const socket = new WebSocket(this.#address());
    this.#socket = socket;
    this.#watch();
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#hear(JSON.parse(data));
    };
    // An error is always followed by a close, which says more.
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#onClosed(code);
    };
  }

  /** Let go of the socket that there is, whatever it still says. */
  #drop() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** Count the silence from now on. */
  #watch() {
    clearTimeout(this.#timer);
    this.#heardAt = Date.now();
    this.#timer = setTimeout(() => this.#onClosed(0), this.#waits.quietMs);
  }

  /** @param {any} frame */
  #hear(frame) {
    this.#watch();
    if (frame.type === "tick") return;
    if (frame.type === "snapshot" || frame.type === "resumed") {
      this.#failures = 0;
      this.#become("open");
    }
    if (frame.type === "snapshot") this.#on.onSnapshot(frame);
    else if (frame.type === "message") this.#on.onMessage(frame);
    else if (frame.type === "removed") this.#on.onRemoved(frame);
    else if (frame.type === "conversations") this.#on.onConversations(frame);
    // Only now: what could not be taken in is asked for again.
    this.#after = frame.id;
  }

  /** @param {number} code a WebSocket's close code; 0: it was silent for too long */
  #onClosed(code) {
    this.#drop();
    if (code === SIGNED_OUT) {
      this.#become("signed-out");
      return;
    }
    const isCrowded = code === CROWDED;
    this.#become(isCrowded ? "crowded" : "lost");
    // A tab is not closed in a second: as slowly as after many failures.
    const failures = isCrowded ? Infinity : this.#failures++;
    this.#timer = setTimeout(() => this.#connect(), backoffMs(failures, this.#waits.backoff));
  }

  #reconnect() {
    if (this.#conversation === null || this.#state === "signed-out") return;
    this.#failures = 0;
    this.#connect();
  }

  /** The page is looked at again, perhaps after hours in which no timer of it ran. */
  #onSeen() {
    if (document.visibilityState !== "visible") return;
    const isSilent = Date.now() - this.#heardAt > this.#waits.quietMs;
    const isAway = this.#state === "lost" || this.#state === "crowded";
    if (isAway || isSilent) this.#reconnect();
  }

  /** @param {State} state */
  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#on.onState(state);
  }
}
