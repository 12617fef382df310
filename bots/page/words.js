// What the page says: the server's sentences, and figures by the conventions of the language.
// Must not know where something is shown.

import { config } from "./config.js";

/** Begins words that say what is being done. */
export const WAITING = "⏳";
/** Signs that chats of plain text need, and that this page draws. */
const SIGNS = /^(?:⏳|✅)\s*/gmu;
const MB_BYTES = 1e6;
/** Limits are whole numbers of these; the bot calls them MB, too. */
const MIB_BYTES = 2 ** 20;
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

/** @param {Intl.NumberFormatOptions} options */
const numbers = (options) => new Intl.NumberFormat(config.language, options);
const WHOLE = numbers({ maximumFractionDigits: 0 });
const PERCENT = numbers({ style: "percent" });
const MEGABYTES = numbers({ style: "unit", unit: "megabyte", maximumFractionDigits: 0 });
const FEW_MEGABYTES = numbers({ style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
const KILOBYTES = numbers({ style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });
const SECONDS = numbers({ style: "unit", unit: "second" });
const MINUTES = numbers({ style: "unit", unit: "minute" });
const AGO = new Intl.RelativeTimeFormat(config.language, { numeric: "auto", style: "short" });
const TIME = new Intl.DateTimeFormat(config.language, { timeStyle: "short" });
const DAY_AND_TIME = new Intl.DateTimeFormat(config.language, {
  dateStyle: "medium",
  timeStyle: "short",
});

/**
 * The sentence of that key, with its facts put in as they are.
 * @param {string} key
 * @param {Record<string, string>} [facts]
 */
export function say(key, facts = {}) {
  const pattern = config.phrases[key];
  if (pattern === undefined) throw new Error(`The page has no sentence ${key}`);
  return pattern.replace(/\{(\w+)\}/g, (mark, name) => facts[name] ?? mark);
}

/** @param {string} text of the bot */
export const withoutSigns = (text) => text.replace(SIGNS, "");

/** @param {number} count */
export const number = (count) => WHOLE.format(count);

/** @param {number} fraction 0 … 1 */
export const percent = (fraction) => PERCENT.format(Math.floor(fraction * 100) / 100);

/** @param {number} bytes */
export function fileSize(bytes) {
  if (bytes < MB_BYTES / 10) return KILOBYTES.format(Math.ceil(bytes / 1000));
  const megabytes = bytes / MB_BYTES;
  return (megabytes < 10 ? FEW_MEGABYTES : MEGABYTES).format(megabytes);
}

/**
 * The size above which nothing is taken, as the bot tells it everywhere.
 * @param {number} bytes
 */
export const limitSize = (bytes) => MEGABYTES.format(Math.floor(bytes / MIB_BYTES));

/**
 * How long something still takes, as roughly as it is known.
 * @param {number} seconds
 */
export function timeLeft(seconds) {
  if (seconds < MINUTE_S) return SECONDS.format(Math.max(1, Math.ceil(seconds)));
  return MINUTES.format(Math.ceil(seconds / MINUTE_S));
}

/**
 * A place in a video: `0:07`, `1:02:03`.
 * @param {number} ms
 */
export function clock(ms) {
  const whole = Math.max(0, Math.floor(ms / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const minutes = Math.floor(whole / MINUTE_S);
  if (whole < HOUR_S) return `${minutes}:${two(whole % MINUTE_S)}`;
  return `${Math.floor(whole / HOUR_S)}:${two(minutes % MINUTE_S)}:${two(whole % MINUTE_S)}`;
}

/**
 * `just now`, `5 min. ago`, `yesterday`.
 * @param {Date} moment
 */
export function ago(moment) {
  const seconds = (moment.getTime() - Date.now()) / 1000;
  const rounded = (/** @type {number} */ unit) => Math.min(0, Math.round(seconds / unit));
  if (-seconds < MINUTE_S) return say("page-now");
  if (-seconds < HOUR_S) return AGO.format(rounded(MINUTE_S), "minute");
  if (-seconds < DAY_S) return AGO.format(rounded(HOUR_S), "hour");
  return AGO.format(rounded(DAY_S), "day");
}

/**
 * The time, and the day unless it is today.
 * @param {Date} moment
 */
export function timeOf(moment) {
  const isToday = moment.toDateString() === new Date().toDateString();
  return (isToday ? TIME : DAY_AND_TIME).format(moment);
}
