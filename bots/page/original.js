// The original's picture beside a result: as it is, or, where this browser can't play it, a small
// copy that the server makes meanwhile. Must not know how the two are compared.

import { percent, say } from "./words.js";

const ASK_AGAIN_MS = 1000;
/** Seconds beyond the end of every clip. */
const BEYOND_S = 1e6;

export class Original {
  #isLoaded = false;
  /** Its picture can be shown. */
  isReady = false;

  /**
   * @param {HTMLVideoElement} video
   * @param {{url: string, playable_url: string}} before
   * @param {{onNote: (words: string | null) => void, onReady: () => void,
   *   onImpossible: () => void}} on
   */
  constructor(video, before, on) {
    this.video = video;
    this.before = before;
    this.on = on;
  }

  load() {
    if (this.#isLoaded) return;
    this.#isLoaded = true;
    const listening = new AbortController();
    const { signal } = listening;
    const fallBack = () => {
      listening.abort();
      this.#prepare();
    };
    this.video.addEventListener("error", fallBack, { signal });
    this.video.addEventListener(
      "loadedmetadata",
      // A browser that knows the container and not the picture plays an empty frame.
      () => {
        if (this.video.videoWidth === 0) {
          fallBack();
          return;
        }
        listening.abort();
        this.#onLoaded();
      },
      { signal },
    );
    this.video.src = this.before.url;
  }

  async #prepare() {
    this.video.removeAttribute("src");
    const { playable_url: address } = this.before;
    if (!(await this.#isPrepared(address))) {
      this.on.onNote(null);
      this.on.onImpossible();
      return;
    }
    this.on.onNote(null);
    this.video.addEventListener("error", () => this.on.onImpossible(), { once: true });
    this.video.addEventListener("loadedmetadata", () => this.#onLoaded(), { once: true });
    this.video.src = address;
  }

  /** A recording may tell its length only once its end was looked for. */
  #onLoaded() {
    const tell = () => {
      this.isReady = true;
      this.on.onReady();
    };
    if (Number.isFinite(this.video.duration)) {
      tell();
      return;
    }
    this.video.addEventListener("seeked", tell, { once: true });
    this.video.currentTime = BEYOND_S;
  }

  /** @param {string} address */
  async #isPrepared(address) {
    for (let fraction = 0; ; ) {
      // One byte: whether it is there, not what it is.
      const answer = await asked(address);
      if (answer?.ok && answer.status !== 202) {
        answer.body?.cancel();
        return true;
      }
      if (answer && answer.status !== 202 && answer.status < 500) return false;
      if (answer?.status === 202) fraction = (await answer.json()).fraction ?? fraction;
      this.on.onNote(say("page-preparing", { percent: percent(fraction) }));
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }
}

/**
 * @param {string} address
 * @returns {Promise<Response | null>} null: there is no line at the moment
 */
async function asked(address) {
  try {
    return await fetch(address, { headers: { Range: "bytes=0-0" } });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}
