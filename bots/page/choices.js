// What a person chose here, kept by the browser where it may keep anything.

import { ownStorage } from "./keeping.js";

/** @param {string} key */
export function chosen(key) {
  return ownStorage()?.getItem(key) ?? null;
}

/**
 * @param {string} key
 * @param {string | null} value null: nothing special
 */
export function choose(key, value) {
  const storage = ownStorage();
  if (value === null) storage?.removeItem(key);
  else storage?.setItem(key, value);
}
