// What the browser keeps for this page over a reload. Owns the names under which it does, so that
// two pages of one origin (other prefixes, doors) don't meet. Knows nothing of what is kept.

import { newKey } from "./waits.js";

/** A tab says so often that it has something in hand … */
const TOUCH_MS = 10_000;
/** … and is taken for closed after so long. Hidden tabs are slowed down to a turn a minute. */
const ORPHANED_MS = 120_000;

/** The browser's storage, or null where the person has forbidden it. */
export function ownStorage() {
  try {
    return window.localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

const TAB_KEY = "backdrop-tab";
/** Set while the tab of that name shows a page. */
const IN_USE_KEY = "backdrop-tab-in-use";
/** @type {string | null} */
let ownName = null;

/**
 * This tab's name: the same again after a reload, and no other tab's. Browsers copy all that a tab
 * keeps when it is duplicated or opens a window: the copy says that its name is in use.
 * @param {Storage | null} storage null: tabs aren't told apart, for nothing is kept
 */
function tabName(storage) {
  if (storage === null) return "";
  if (ownName !== null) return ownName;
  // A page that the browser threw away to save memory had no time to say that it goes.
  const wasDiscarded = /** @type {any} */ (document).wasDiscarded === true;
  const isCopied = sessionStorage.getItem(IN_USE_KEY) !== null && !wasDiscarded;
  const name = (isCopied ? null : sessionStorage.getItem(TAB_KEY)) ?? newKey();
  sessionStorage.setItem(TAB_KEY, name);
  sessionStorage.setItem(IN_USE_KEY, "yes");
  addEventListener("pagehide", () => sessionStorage.removeItem(IN_USE_KEY));
  ownName = name;
  return name;
}

/** JSON values by id, one item of the storage each, so that tabs don't overwrite each other. */
export class Kept {
  #storage;
  #prefix;

  /**
   * @param {Storage | null} storage null: nothing is kept
   * @param {string} kind
   * @param {URL} place the address whose page it is
   */
  constructor(storage, kind, place) {
    this.#storage = storage;
    this.#prefix = `backdrop-${kind} ${place.pathname} `;
  }

  /**
   * @param {string} id
   * @param {object} value
   */
  put(id, value) {
    try {
      this.#storage?.setItem(this.#prefix + id, JSON.stringify(value));
    } catch (error) {
      // A full storage: all goes on as it is, it would only not survive a reload.
      if (!(error instanceof DOMException)) throw error;
      console.warn("Not kept over a reload:", error.name);
    }
  }

  /** @param {string} id */
  remove(id) {
    this.#storage?.removeItem(this.#prefix + id);
  }

  /** @returns {any[]} */
  all() {
    return this.entries().map(([, value]) => value);
  }

  /** @returns {[string, any][]} ids and what they stand for */
  entries() {
    const storage = this.#storage;
    if (!storage) return [];
    const names = Object.keys(storage).filter((name) => name.startsWith(this.#prefix));
    return names.flatMap((name) => {
      const kept = storage.getItem(name);
      return kept === null ? [] : [[name.slice(this.#prefix.length), JSON.parse(kept)]];
    });
  }

  /**
   * Hear of what other tabs do.
   * @param {(id: string, value: any) => void} onChange value null: it was removed
   * @param {AbortSignal} signal
   */
  listen(onChange, signal) {
    const heard = ({ key, newValue, storageArea }) => {
      if (storageArea !== this.#storage || !key?.startsWith(this.#prefix)) return;
      onChange(key.slice(this.#prefix.length), newValue && JSON.parse(newValue));
    };
    addEventListener("storage", heard, { signal });
  }
}

/**
 * What one tab has in hand, and no other touches while that tab is there. It outlives the tab: then
 * it is the next one's.
 */
export class KeptByTab {
  #kept;
  #tab;
  #touching;
  #isLeft = false;
  #listening = new AbortController();

  /**
   * @param {Storage | null} storage null: nothing is kept
   * @param {string} kind
   * @param {URL} place the address whose page it is
   * @param {() => void} touch puts all anew that this tab has in hand
   */
  constructor(storage, kind, place, touch) {
    this.#kept = new Kept(storage, kind, place);
    this.#tab = tabName(storage);
    this.#touching = setInterval(touch, TOUCH_MS);
    const { signal } = this.#listening;
    addEventListener("pagehide", () => this.#letGo(), { signal });
    // Brought back as it was: what it had in hand may be another tab's by now.
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload(), { signal });
  }

  /**
   * @param {string} id
   * @param {object} value
   */
  put(id, value) {
    this.#kept.put(id, { ...value, tab: this.#tab, touchedAt: this.#isLeft ? 0 : Date.now() });
  }

  /** @param {string} id */
  remove(id) {
    this.#kept.remove(id);
  }

  /**
   * What this tab had in hand before a reload, and what closed ones left. Asked once.
   * @returns {any[]}
   */
  left() {
    const isLeft = ({ tab, touchedAt }) => tab === this.#tab || Date.now() - touchedAt > ORPHANED_MS;
    return this.#kept.all().filter(isLeft);
  }

  /** Stop, as a page that goes away does. */
  end() {
    clearInterval(this.#touching);
    this.#listening.abort();
  }

  /** The page goes away: a tab that is opened right now need not wait. */
  #letGo() {
    this.#isLeft = true;
    clearInterval(this.#touching);
    for (const [id, value] of this.#kept.entries()) {
      if (value.tab === this.#tab) this.#kept.put(id, { ...value, touchedAt: 0 });
    }
  }
}
