// What the server's answers say. Owns reading them; knows no request.

/** @typedef {{code: string, sentence: string | null}} Problem sentence: for the person, as it is */

/** Busy, too early, too many, or a proxy before a server that is away: not a word about us. */
const AGAIN = new Set([408, 425, 429, 502, 503, 504]);

/**
 * Whether the same request may be answered otherwise in a moment.
 * @param {number} status of HTTP; 0: there was no answer
 */
export function isWorthAnotherTry(status) {
  return status === 0 || AGAIN.has(status);
}

/**
 * What an answer says to the person. A proxy's own page says nothing.
 * @param {number} status
 * @param {string | null} type its Content-Type
 * @param {string} body
 * @returns {Problem}
 */
export function problemOf(status, type, body) {
  const isOurs = body !== "" && type?.startsWith("application/json");
  const told = isOurs ? JSON.parse(body) : {};
  return { code: told.code ?? String(status), sentence: told.error ?? null };
}

/**
 * What a server asks for by `Retry-After` in whole seconds.
 * @param {string | null} header
 * @returns {number} milliseconds, at most ten minutes; 0: it asks for nothing
 */
export function retryAfterMs(header) {
  const seconds = Number.parseInt(header ?? "", 10);
  return seconds > 0 ? Math.min(seconds, 600) * 1000 : 0;
}
