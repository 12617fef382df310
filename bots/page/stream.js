// The conversation as it is seen: the messages in their order, those under way at the end, and where
// one looks. Owns the list and its scrolling. Must not know where messages come from.

import { MessageView } from "./message-view.js";
import { PendingView } from "./pending-view.js";

/** Pixels from the end within which one is at it. */
const AT_END_PX = 80;

export class Stream {
  /** @type {Map<number, MessageView>} by number, in the order in which they are drawn */
  #views = new Map();
  /** @type {Map<string, PendingView>} */
  #pending = new Map();
  #isFollowing = true;
  /** Whether it is known what is in the conversation. */
  #isKnown = false;

  /**
   * @param {{onTap: (button: {label: string, data: string}) => void,
   *   onRetry: (key: string) => void, onRemove: (key: string) => void,
   *   onChange: (key: string) => void, previewOf: (clip: any) => string | null}} on
   */
  constructor(on) {
    this.on = on;
    this.scroller = document.getElementById("stream");
    this.list = document.getElementById("messages");
    this.welcome = document.getElementById("welcome");
    this.newer = document.getElementById("newer");
    this.scroller.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    this.newer.addEventListener("click", () => {
      this.toEnd();
      this.scroller.focus({ preventScroll: true });
    });
    // Pictures, the growing message, a window that becomes smaller: whoever is at the end stays there.
    const watching = new ResizeObserver(() => this.#isFollowing && this.#scrollDown());
    watching.observe(this.list);
    watching.observe(this.scroller);
  }

  /** The messages as they were last heard of. */
  get messages() {
    return [...this.#views.values()].map(({ message }) => message);
  }

  get isEmpty() {
    return this.#views.size === 0 && this.#pending.size === 0;
  }

  /** @param {number} number */
  find(number) {
    return this.#views.get(number)?.message;
  }

  /** Another conversation is looked at. */
  clear() {
    this.#views.clear();
    this.#pending.clear();
    this.#isKnown = false;
    this.list.replaceChildren();
    this.newer.hidden = true;
    this.#isFollowing = true;
    this.#showWelcome();
  }

  /**
   * These are all messages that there are.
   * @param {any[]} messages
   */
  replaceAll(messages) {
    this.#isKnown = true;
    const numbers = new Set(messages.map(({ number }) => number));
    for (const number of [...this.#views.keys()]) if (!numbers.has(number)) this.#drop(number);
    const places = messages.map((message) => this.#place(message));
    if (places.some(Boolean)) this.#sort();
    this.#showMoments();
    this.#showWelcome();
  }

  /**
   * Insert a message, or change it.
   * @param {any} message
   */
  put(message) {
    const isNew = !this.#views.has(message.number);
    const isElsewhere = this.#place(message);
    if (isElsewhere) this.#sort();
    if (isNew || isElsewhere) this.#showMoments();
    this.#showWelcome();
    if (isNew && !this.#isFollowing) this.newer.hidden = false;
  }

  /** @param {number} number */
  remove(number) {
    this.#drop(number);
    this.#showMoments();
    this.#showWelcome();
  }

  /** An answer came, or a tap was refused: buttons may be tapped again. */
  releaseButtons() {
    for (const view of this.#views.values()) view.release();
  }

  /**
   * What is under way, oldest first.
   * @param {import("./pending-view.js").Pending[]} pending
   * @param {boolean} isOnline
   */
  showPending(pending, isOnline) {
    const keys = new Set(pending.map(({ key }) => key));
    for (const [key, view] of this.#pending) {
      if (keys.has(key)) continue;
      view.element.remove();
      this.#pending.delete(key);
    }
    for (const one of pending) {
      let view = this.#pending.get(one.key);
      if (!view) {
        view = new PendingView(one, this.on);
        this.#pending.set(one.key, view);
        this.list.append(view.element);
      }
      view.update(one, isOnline);
    }
    this.#showWelcome();
  }

  /** Look at the end, and stay there. */
  toEnd() {
    this.#isFollowing = true;
    this.newer.hidden = true;
    this.#scrollDown();
  }

  /**
   * @param {any} message
   * @returns {boolean} whether it may stand in the wrong place now
   */
  #place(message) {
    const known = this.#views.get(message.number);
    if (known) {
      const wasWork = isWork(known.message);
      known.update(message);
      return wasWork !== isWork(message);
    }
    const last = [...this.#views.values()].at(-1)?.message;
    const view = new MessageView(message, this.on);
    this.list.insertBefore(view.element, this.#firstPending());
    this.#views.set(message.number, view);
    return last !== undefined && inOrder(last, message) > 0;
  }

  /** A message came late, as after a lost connection, or its work began or is over. */
  #sort() {
    const sorted = [...this.#views].sort(([, one], [, other]) => inOrder(one.message, other.message));
    this.#views = new Map(sorted);
    let next = this.#firstPending();
    for (const [, { element }] of sorted.reverse()) {
      // A video that is moved stops, so only what stands elsewhere is moved.
      if (element.nextElementSibling !== next) this.list.insertBefore(element, next);
      next = element;
    }
  }

  #firstPending() {
    return this.#pending.values().next().value?.element ?? null;
  }

  /** @param {number} number */
  #drop(number) {
    this.#views.get(number)?.element.remove();
    this.#views.delete(number);
  }

  #showMoments() {
    let previous = null;
    for (const view of this.#views.values()) {
      view.showMoment(previous);
      previous = view.message;
    }
  }

  #showWelcome() {
    this.welcome.hidden = !(this.#isKnown && this.isEmpty);
    this.list.hidden = this.isEmpty;
  }

  #onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.#isFollowing = scrollHeight - scrollTop - clientHeight < AT_END_PX;
    if (this.#isFollowing) this.newer.hidden = true;
  }

  #scrollDown() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}

/** Work in hand, which is told by a bar. */
const isWork = (/** @type {any} */ message) => message.progress !== null && !message.is_final;

/**
 * By their numbers, and work in hand below what was said meanwhile.
 * @param {any} one
 * @param {any} other
 */
const inOrder = (one, other) =>
  Number(isWork(one)) - Number(isWork(other)) || one.number - other.number;
