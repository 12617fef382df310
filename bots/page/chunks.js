// How much of a file goes into one request. Owns that size; knows no request.
//
// One request for all of it would be simplest, but what stands before a server often has a limit
// (nginx: 1 MiB unless told otherwise; Cloudflare: 100 MB), and a proxy that gathers a request
// before it passes it on loses all of it when the line breaks. So it begins with 1 MiB, grows while
// requests are done within a second (on a fast line their number would cost more than their loss),
// is halved by each failure, and never again tries a size that failed before it ever went through:
// a proxy's limit is found once, whether it says so (413) or only cuts the line.

const MIB = 2 ** 20;
const SMALLEST_BYTES = MIB / 16;
const LARGEST_BYTES = 16 * MIB;
const QUICK_MS = 1_000;

export class ChunkSize {
  /** The next request's size. */
  bytes = MIB;
  #largestBytes = LARGEST_BYTES;
  #provenBytes = 0;

  /**
   * @param {number} bytes what went through in one request
   * @param {number} tookMs
   */
  wentThrough(bytes, tookMs) {
    this.#provenBytes = Math.max(this.#provenBytes, bytes);
    if (tookMs < QUICK_MS && bytes >= this.bytes) {
      this.bytes = Math.min(2 * this.bytes, this.#largestBytes);
    }
  }

  /**
   * @param {number} bytes what did not go through
   * @returns {boolean} false: smaller it can't be tried
   */
  failed(bytes) {
    if (bytes > this.#provenBytes) {
      this.#largestBytes = Math.max(this.#provenBytes, SMALLEST_BYTES, bytes / 2);
    }
    const halved = Math.min(bytes / 2, this.#largestBytes);
    this.bytes = Math.max(Math.floor(halved), SMALLEST_BYTES);
    return bytes > SMALLEST_BYTES;
  }
}
