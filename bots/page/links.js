// Addresses in words become links. Owns what counts as one: http and https alone, never more.

import { make } from "./dom.js";

const ADDRESS = /https?:\/\/[^\s<>"“”「」，。；！？]+/giu;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'’\])}]+$/u;

/**
 * The words as nodes, with their links clickable.
 * @param {string} words
 * @returns {(Node | string)[]}
 */
export function withLinks(words) {
  const nodes = [];
  let from = 0;
  for (const match of words.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    if (!URL.canParse(address)) continue;
    nodes.push(words.slice(from, match.index));
    const given = { href: address, rel: "noopener noreferrer", target: "_blank", text: address };
    nodes.push(make("a", given));
    from = match.index + address.length;
  }
  nodes.push(words.slice(from));
  return nodes.filter((node) => node !== "");
}

/** @param {string} address */
function trimmed(address) {
  const short = address.replace(TRAILING, "");
  // A bracket that was opened within the address belongs to it.
  const isOpen = short.split("(").length > short.split(")").length;
  return isOpen && address[short.length] === ")" ? `${short})` : short;
}
