// Two videos that play as one: the result leads and is heard, the original follows and is silent.
// Must not know how they are drawn.

/** Seconds by which the original may lag before it jumps instead of running faster. */
const JUMP_S = 0.3;
/** Seconds by which it may be ahead before it jumps instead of standing still until then. */
const AHEAD_S = 2;
/** Seconds by which nobody sees that it is off: about two pictures. */
const UNSEEN_S = 0.05;
/** How much faster or slower it runs to catch up, at most. */
const LARGEST_HASTE = 0.15;
/** Seconds that a jump is taken to need at first, and at most. */
const FIRST_JUMP_TOOK_S = 0.1;
const LONGEST_JUMP_S = 1.5;
/** Seconds before its end at which the original stays when the result is longer. */
const LAST_PICTURE_S = 0.05;

export class Pair {
  #isTogether = false;
  #frame = 0;
  #jumpedAtMs = 0;
  #jumpTookS = FIRST_JUMP_TOOK_S;
  /** Something to show changed: playing, place, sound. */
  onChange = () => {};

  /**
   * @param {HTMLVideoElement} result
   * @param {HTMLVideoElement} original
   */
  constructor(result, original) {
    this.result = result;
    this.original = original;
    for (const event of ["play", "pause", "ended", "volumechange", "seeked", "loadedmetadata"]) {
      result.addEventListener(event, () => this.#follow());
    }
    result.addEventListener("seeking", () => this.#follow());
    original.addEventListener("loadedmetadata", () => this.#follow());
    original.addEventListener("seeked", () => {
      const tookS = (performance.now() - this.#jumpedAtMs) / 1000;
      this.#jumpTookS = Math.min(tookS, LONGEST_JUMP_S);
      this.#follow();
    });
  }

  get isPlaying() {
    return !this.result.paused && !this.result.ended;
  }

  get isMuted() {
    return this.result.muted || this.result.volume === 0;
  }

  get durationS() {
    return Number.isFinite(this.result.duration) ? this.result.duration : 0;
  }

  get placeS() {
    return this.result.currentTime;
  }

  /** @param {boolean} isTogether false: the original rests, unseen */
  keepTogether(isTogether) {
    this.#isTogether = isTogether;
    if (!isTogether) this.original.pause();
    this.#follow();
  }

  async toggle() {
    if (this.isPlaying) {
      this.result.pause();
      return;
    }
    await this.result.play();
  }

  toggleSound() {
    const wasMuted = this.isMuted;
    this.result.muted = !wasMuted;
    if (wasMuted && this.result.volume === 0) this.result.volume = 1;
  }

  /** @param {number} placeS */
  seek(placeS) {
    this.result.currentTime = placeS;
  }

  /** Bring the original to where the result is, and go on doing so while it plays. */
  #follow() {
    cancelAnimationFrame(this.#frame);
    this.onChange();
    if (!this.#isTogether) return;
    // Not before: a page full of results would fetch all their originals whole.
    if (this.isPlaying && this.original.preload !== "auto") this.original.preload = "auto";
    this.#align();
    if (this.isPlaying) this.#frame = requestAnimationFrame(() => this.#follow());
  }

  #align() {
    const { result, original } = this;
    if (original.readyState === HTMLMediaElement.HAVE_NOTHING || original.seeking) return;
    const last = Math.max(0, original.duration - LAST_PICTURE_S);
    const wanted = Math.min(result.currentTime, last);
    const aheadS = original.currentTime - wanted;
    // A recording may not tell its length; then its end is known only once it is there.
    const isOver = original.ended && aheadS < 0;
    if (isOver) return;
    if (!this.isPlaying || wanted === last) {
      original.pause();
      if (Math.abs(aheadS) > UNSEEN_S) this.#jump(wanted);
    } else if (aheadS < -JUMP_S || aheadS > AHEAD_S) {
      // To where the result will be when the jump is done; a slow machine would never catch up.
      this.#jump(Math.min(wanted + this.#jumpTookS, last));
    } else if (aheadS > JUMP_S) {
      original.pause();
    } else {
      const haste = Math.abs(aheadS) < UNSEEN_S ? 0 : -aheadS;
      const bounded = Math.max(-LARGEST_HASTE, Math.min(LARGEST_HASTE, haste));
      original.playbackRate = result.playbackRate * (1 + bounded);
      if (original.paused) this.#start();
    }
  }

  /** @param {number} placeS */
  #jump(placeS) {
    this.#jumpedAtMs = performance.now();
    this.original.currentTime = placeS;
  }

  async #start() {
    try {
      await this.original.play();
    } catch (error) {
      // Paused meanwhile, or a browser that plays one video at a time: it follows by jumping.
      if (!(error instanceof DOMException)) throw error;
    }
  }
}
