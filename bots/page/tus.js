// The requests of the tus protocol 1.0 (creation, core, termination), one function each.
// Owns their headers and what an answer says. Knows neither retries nor who asks.
//
// By XMLHttpRequest, because fetch doesn't tell how much of a body has left.

import { problemOf, retryAfterMs } from "./answers.js";

const VERSION = { "Tus-Resumable": "1.0.0" };

/**
 * @typedef {object} Answer
 * @property {number} status of HTTP; 0: there was no answer
 * @property {number | null} offset bytes that the server has
 * @property {string | null} location of what was created
 * @property {number} retryAfterMs what the server asks for; 0: nothing
 * @property {import("./answers.js").Problem | null} problem null: it is done
 */

/**
 * Begin an upload.
 * @param {URL} endpoint
 * @param {File} file
 * @param {Options} options
 */
export function create(endpoint, file, options) {
  const told = Object.entries({ filename: file.name, filetype: file.type });
  const metadata = told.flatMap(([name, value]) => (value ? `${name} ${base64(value)}` : []));
  const headers = { "Upload-Length": String(file.size), "Upload-Metadata": metadata.join(",") };
  return ask("POST", endpoint, headers, null, options);
}

/**
 * How much of it the server has.
 * @param {URL} address
 * @param {Options} options
 */
export function look(address, options) {
  return ask("HEAD", address, {}, null, options);
}

/**
 * Send what comes at an offset.
 * @param {URL} address
 * @param {number} offset bytes
 * @param {Blob} bytes
 * @param {Options} options
 */
export function append(address, offset, bytes, options) {
  const type = "application/offset+octet-stream";
  const headers = { "Upload-Offset": String(offset), "Content-Type": type };
  return ask("PATCH", address, headers, bytes, options);
}

/**
 * Have it deleted there.
 * @param {URL} address
 * @param {Options} options
 */
export function terminate(address, options) {
  return ask("DELETE", address, {}, null, options);
}

/**
 * @typedef {object} Options
 * @property {number} stallMs after so long without a byte or an answer the line is dead
 * @property {AbortSignal} [signal]
 * @property {(bytes: number) => void} [onSent] how much of the body has left
 */

/**
 * @param {string} method
 * @param {URL} address
 * @param {Record<string, string>} headers
 * @param {Blob | null} body
 * @param {Options} options
 * @returns {Promise<Answer>}
 */
function ask(method, address, headers, body, { stallMs, signal, onSent }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const giveUp = () => request.abort();
    let timer = setTimeout(giveUp, stallMs);
    const onMoved = () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, stallMs);
    };
    request.open(method, address);
    for (const [name, value] of Object.entries({ ...VERSION, ...headers })) {
      request.setRequestHeader(name, value);
    }
    request.setRequestHeader("Accept", "application/json");
    if (body !== null) {
      request.upload.onprogress = ({ loaded }) => {
        onMoved();
        onSent?.(loaded);
      };
      request.upload.onload = onMoved;
    }
    // Comes after load, error and abort alike.
    request.onloadend = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      resolve(read(request));
    };
    signal?.addEventListener("abort", giveUp);
    request.send(body);
    if (signal?.aborted) giveUp();
  });
}

/**
 * @param {XMLHttpRequest} request
 * @returns {Answer}
 */
function read(request) {
  const { status } = request;
  const isDone = status >= 200 && status < 300;
  const said = status === 0 ? "" : request.responseText;
  const offset = request.getResponseHeader("Upload-Offset");
  return {
    status,
    offset: offset === null ? null : Number(offset),
    location: request.getResponseHeader("Location"),
    retryAfterMs: retryAfterMs(request.getResponseHeader("Retry-After")),
    problem: isDone ? null : problemOf(status, request.getResponseHeader("Content-Type"), said),
  };
}

function base64(text) {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
