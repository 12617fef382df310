// What the server told this page in its HTML, and where the page lies. Owns the reading of it.

/**
 * @typedef {{name: string, label: string, data: string}} Tap a button that is always there
 * @typedef {{
 *   language: string, languages: {tag: string, name: string}[],
 *   taps: Tap[], ideas: {words: string}[], phrases: Record<string, string>,
 *   max_upload_bytes: number, max_text: number, has_sample: boolean, is_password: boolean, place: string,
 * }} Config `max_text`: characters of a message; `place` says where clips are edited
 */

/** @type {Config} */
export const config = JSON.parse(document.getElementById("config").textContent);

/** The page's own address, ending in a slash; it may lie under a prefix. */
export const root = new URL("./", location.href);
