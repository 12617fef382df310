// The dialog in which one records a clip. Owns it from its opening to the file. The camera is
// recorder.js's.

import { Recorder, RecorderFailure } from "./recorder.js";
import { clock, say } from "./words.js";

const TICK_MS = 250;
const SENTENCES = {
  denied: "page-record-denied",
  none: "page-record-none",
  unsupported: "page-record-unsupported",
};

export class Recording {
  #recorder = new Recorder();
  #isRecording = false;
  #timer = 0;

  /** @param {{onFile: (file: File) => void}} on */
  constructor(on) {
    this.on = on;
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("record-dialog"));
    this.video = /** @type {HTMLVideoElement} */ (document.getElementById("record-picture"));
    this.time = document.getElementById("record-time");
    this.problem = document.getElementById("record-problem");
    this.button = document.getElementById("record-button");
    this.words = document.getElementById("record-words");
    this.button.addEventListener("click", () => {
      if (this.button.hasAttribute("aria-disabled")) return;
      if (this.#isRecording) this.#stop();
      else this.#start();
    });
    document.getElementById("record-cancel").addEventListener("click", () => this.dialog.close());
    // Also by Escape.
    this.dialog.addEventListener("close", () => this.#onClosed());
  }

  open() {
    this.#show(false);
    this.problem.hidden = true;
    this.dialog.showModal();
  }

  async #start() {
    this.problem.hidden = true;
    this.button.setAttribute("aria-disabled", "true");
    try {
      // False: closed while the browser asked for the camera.
      if (await this.#recorder.start(this.video)) this.#show(true);
    } catch (failure) {
      if (!(failure instanceof RecorderFailure)) throw failure;
      this.problem.hidden = false;
      this.problem.textContent = say(SENTENCES[failure.reason]);
    } finally {
      this.button.removeAttribute("aria-disabled");
    }
  }

  async #stop() {
    clearInterval(this.#timer);
    this.#isRecording = false;
    this.button.setAttribute("aria-disabled", "true");
    const file = await this.#recorder.stop();
    this.button.removeAttribute("aria-disabled");
    this.dialog.close();
    this.on.onFile(file);
  }

  #onClosed() {
    this.#recorder.cancel();
    this.#show(false);
  }

  /** @param {boolean} isRecording */
  #show(isRecording) {
    this.#isRecording = isRecording;
    this.dialog.classList.toggle("is-recording", isRecording);
    this.words.textContent = say(isRecording ? "page-record-stop" : "page-record-start");
    clearInterval(this.#timer);
    const from = performance.now();
    const tick = () => {
      this.time.textContent = clock(performance.now() - from);
    };
    tick();
    this.time.hidden = !isRecording;
    if (isRecording) this.#timer = setInterval(tick, TICK_MS);
  }
}
