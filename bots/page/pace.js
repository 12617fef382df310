// How fast something goes and how long it still takes. Owns the smoothing; knows no upload.

/** A change of the speed is believed over about so long, so that the figures stay readable. */
const MEMORY_MS = 5_000;
/** Shorter samples say more of buffers than of the line. */
const SAMPLE_MS = 250;
/** Before that nothing is foretold. */
const FIRST_WORD_MS = 1_000;

export class Pace {
  #speed = 0;
  #measuredMs = 0;
  /** @type {{bytes: number, atMs: number} | null} */
  #last = null;

  /**
   * @param {number} bytes done so far
   * @param {number} atMs a clock's milliseconds that only grows
   */
  add(bytes, atMs) {
    if (this.#last === null || bytes < this.#last.bytes) {
      this.#last = { bytes, atMs };
      return;
    }
    const passedMs = atMs - this.#last.atMs;
    if (passedMs < SAMPLE_MS) return;
    const speed = ((bytes - this.#last.bytes) * 1000) / passedMs;
    // Of what is remembered the first seconds count in full, and only then the newest less.
    const weight = Math.max(
      1 - Math.exp(-passedMs / MEMORY_MS),
      passedMs / (this.#measuredMs + passedMs),
    );
    this.#speed += (speed - this.#speed) * weight;
    this.#measuredMs += passedMs;
    this.#last = { bytes, atMs };
  }

  /** Time that passes from now on isn't counted until there is a new figure. */
  pause() {
    this.#last = null;
  }

  /** @returns {number | null} null: not known yet */
  get bytesPerSecond() {
    return this.#measuredMs < FIRST_WORD_MS ? null : this.#speed;
  }

  /**
   * @param {number} bytes still to come
   * @returns {number | null} null: not known yet, or nothing moves
   */
  secondsFor(bytes) {
    const speed = this.bytesPerSecond;
    return speed ? bytes / speed : null;
  }
}
