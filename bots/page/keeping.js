// What the browser keeps for this page over a reload. Owns the names under which it does, so that
// two pages of one origin (other prefixes, doors) don't meet. Knows nothing of what is kept.

import { newKey } from "./waits.js";

/** The browser's storage, or null where the person has forbidden it. */
export function ownStorage() {
  try {
    return window.localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/**
 * This tab's name: kept as long as the tab, and not shared with others.
 * @param {Storage | null} storage null: tabs aren't told apart, for nothing is kept
 */
export function tabName(storage) {
  if (storage === null) return "";
  const name = sessionStorage.getItem("backdrop-tab") ?? newKey();
  sessionStorage.setItem("backdrop-tab", name);
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
    const storage = this.#storage;
    if (!storage) return [];
    const names = Object.keys(storage).filter((name) => name.startsWith(this.#prefix));
    return names.flatMap((name) => JSON.parse(storage.getItem(name) ?? "[]"));
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
