// A clip from the camera. Owns the camera while it records. Knows nothing of what becomes of it.

/** Tried in this order: what every player and every editor takes comes first. */
const TYPES = [
  "video/mp4;codecs=avc1.42E01E,mp4a.40.2",
  "video/webm;codecs=vp9,opus",
  "video/webm;codecs=vp8,opus",
  "video/webm",
  "video/mp4",
];
const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: "user" };
/** So often the browser hands out what it has, instead of all at the end. */
const SLICE_MS = 1_000;

/**
 * Why nothing can be recorded: `denied` by the person or the browser, `none`: no camera that is
 * free, `unsupported`: this browser can't, or not on a page without TLS.
 * @typedef {"denied" | "none" | "unsupported"} Reason
 */
export class RecorderFailure extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    this.name = "RecorderFailure";
    this.reason = reason;
  }
}

export class Recorder {
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {MediaRecorder | null} */
  #recorder = null;
  /** @type {Blob[]} */
  #parts = [];
  #startedAtMs = 0;
  /** Grows with each start and cancel: what an earlier start was waiting for is let go. */
  #turn = 0;

  /** @returns {boolean} */
  get isRecording() {
    return this.#recorder?.state === "recording";
  }

  /** @returns {number} milliseconds since the start; 0 when nothing is recorded */
  get elapsedMs() {
    return this.isRecording ? performance.now() - this.#startedAtMs : 0;
  }

  /**
   * Ask for the camera, show it, and record.
   * @param {HTMLVideoElement} video where the person sees herself
   * @returns {Promise<boolean>} false: it was cancelled meanwhile
   * @throws {RecorderFailure}
   */
  async start(video) {
    this.cancel();
    const turn = ++this.#turn;
    const type = globalThis.MediaRecorder && TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    if (!navigator.mediaDevices || !type) throw new RecorderFailure("unsupported");
    const stream = await camera();
    if (turn !== this.#turn) {
      release(stream);
      return false;
    }
    this.#stream = stream;
    // Her own voice from her own loudspeaker would howl.
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    const recorder = new MediaRecorder(stream, { mimeType: type });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    this.#recorder = recorder;
    this.#parts = parts;
    recorder.start(SLICE_MS);
    this.#startedAtMs = performance.now();
    try {
      await video.play();
    } catch (error) {
      // It was cancelled, and the video taken away, before its first picture.
      if (turn !== this.#turn) return false;
      throw error;
    }
    return true;
  }

  /**
   * End it. Also where the camera was taken away meanwhile: then it is what came until there.
   * @returns {Promise<File>}
   */
  async stop() {
    const recorder = this.#recorder;
    if (recorder === null) throw new Error("nothing is recorded");
    if (recorder.state !== "inactive") {
      const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
      recorder.stop();
      await ended;
    }
    const [type] = recorder.mimeType.split(";");
    const file = new File(this.#parts, nameOf(type), { type });
    this.#letGo();
    return file;
  }

  /** Let go of the camera, and of what was recorded. */
  cancel() {
    this.#turn += 1;
    if (this.isRecording) this.#recorder?.stop();
    this.#letGo();
  }

  #letGo() {
    if (this.#stream) release(this.#stream);
    this.#stream = null;
    this.#recorder = null;
    this.#parts = [];
  }
}

/** The camera with its microphone, or where there is none, alone. */
async function camera() {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: true });
  } catch (error) {
    if (!isNamed(error, "NotFoundError")) throw failureOf(error);
  }
  try {
    return await navigator.mediaDevices.getUserMedia({ video: WANTED });
  } catch (error) {
    throw failureOf(error);
  }
}

function failureOf(error) {
  if (isNamed(error, "NotAllowedError", "SecurityError")) return new RecorderFailure("denied");
  const isNone = isNamed(error, "NotFoundError", "NotReadableError", "OverconstrainedError", "AbortError");
  return isNone ? new RecorderFailure("none") : error;
}

function isNamed(error, ...names) {
  return error instanceof DOMException && names.includes(error.name);
}

/** @param {MediaStream} stream */
function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/** @param {string} type */
function nameOf(type) {
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join("");
  return `recording-${day}-${time}.${type === "video/mp4" ? "mp4" : "webm"}`;
}
