// The door's page: files for a chat elsewhere, sent there once. Owns what is shown of it.
// What a link is good for is the server's to say.

import { Announcer } from "./announcer.js";
import { isWorthAnotherTry, problemOf, retryAfterMs } from "./answers.js";
import { ClipView } from "./clip-view.js";
import { config, root } from "./config.js";
import { takeDrops } from "./drop.js";
import { Kept, ownStorage } from "./keeping.js";
import { terminate } from "./tus.js";
import { Uploads } from "./uploads.js";
import { Waiting, backoffMs } from "./waits.js";
import { limitSize, say } from "./words.js";

const STALL_MS = 30_000;
/** An answer after so long is none: the server commits a message in milliseconds. */
const ANSWER_WITHIN_MS = 30_000;
/** This link's own address, ending in a slash. */
const DOOR = new URL(`${location.pathname.split("/").pop()}/`, root);
const ENDPOINT = new URL("uploads", DOOR);

const at = (/** @type {string} */ id) => document.getElementById(id);

class DoorPage {
  #announcer = new Announcer(at("announcer"));
  #waiting = new Waiting();
  /** Files that are there whole; uploads.js keeps only what is under way. */
  #done = new Kept(ownStorage(), "dropped", DOOR);
  /** @type {Map<any, ClipView>} */
  #views = new Map();
  /** @type {any[]} clips of before a reload, which are there whole */
  #restored = this.#done
    .all()
    .sort((one, other) => one.doneAt - other.doneAt)
    .map((clip) => ({ ...clip, state: "done" }));
  /** Said "send", and waiting for uploads or for the line. */
  #isSending = false;
  #isOver = false;

  constructor() {
    this.uploads = new Uploads({
      endpoint: ENDPOINT,
      storage: ownStorage(),
      onChange: () => {
        this.#refresh();
        this.#waiting.wake();
      },
    });
    at("asked").hidden = !config.door.asked;
    if (!config.door.asked) at("words-label").textContent = say("page-message");
    at("choose").addEventListener("click", () => at("picker").click());
    at("picker").addEventListener("change", () => {
      const files = [...at("picker").files];
      // The same file may be chosen again, to go on with it.
      at("picker").value = "";
      this.#add(files);
    });
    takeDrops({
      onFiles: (files) => this.#add(files),
      onWords: (words) => at("words").setRangeText(words),
    });
    at("door").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#refresh();
  }

  get #clips() {
    return [...this.#restored, ...this.uploads.all];
  }

  /** @param {File[]} files */
  #add(files) {
    if (this.#isSending || this.#isOver) return;
    this.#tell(null);
    for (const file of files) {
      const isTooLarge = file.size > config.max_upload_bytes;
      const size = limitSize(config.max_upload_bytes);
      if (isTooLarge) this.#tell(say("page-too-large", { name: file.name, size }));
      else if (this.#clips.length < config.most_uploads) this.uploads.add(file);
    }
  }

  #remove(clip) {
    if (this.#isSending) return;
    this.#done.remove(clip.localId);
    this.#restored = this.#restored.filter((other) => other !== clip);
    if (this.uploads.all.includes(clip)) this.uploads.remove(clip);
    else terminate(new URL(`uploads/${clip.uploadId}`, DOOR), { stallMs: STALL_MS });
    this.#refresh();
  }

  #refresh() {
    const clips = this.#clips;
    for (const [clip, view] of this.#views) {
      if (clips.includes(clip)) continue;
      if (view.element.contains(document.activeElement)) at("choose").focus();
      view.element.remove();
      this.#views.delete(clip);
    }
    for (const clip of clips) this.#show(clip);
    at("clips").hidden = clips.length === 0;
    at("send").setAttribute("aria-disabled", String(this.#isSending || !this.#isSendable()));
    const isUnderWay = clips.some(({ state }) => state === "sending" || state === "paused");
    at("waiting").textContent = this.#isSending && isUnderWay ? say("page-waiting-clip") : "";
  }

  #show(clip) {
    const known = this.#views.get(clip);
    if (known) {
      known.update(clip);
    } else {
      const view = new ClipView(clip, {
        preview: clip.file ? URL.createObjectURL(clip.file) : null,
        onRemove: () => this.#remove(clip),
        onChooseAgain: () => at("picker").click(),
      });
      this.#views.set(clip, view);
      at("clips").append(view.element);
    }
    const isNews = clip.state === "done" && clip.uploadId && !clip.isTold;
    if (!isNews) return;
    clip.isTold = true;
    const { localId, name, size, type, uploadId } = clip;
    const facts = { localId, name, size, type, uploadId, isTold: true };
    this.#done.put(localId, { ...facts, doneAt: Date.now() });
    this.#announcer.say(say("page-upload-announced", { name }));
  }

  #isSendable() {
    const states = this.#clips.map(({ state }) => state);
    return states.length > 0 && !states.some((one) => one === "failed" || one === "interrupted");
  }

  async #send() {
    if (this.#isSending || this.#isOver || !this.#isSendable()) return;
    this.#isSending = true;
    this.#tell(null);
    this.#refresh();
    try {
      await this.#sendAll();
    } finally {
      this.#isSending = false;
      this.#refresh();
    }
  }

  async #sendAll() {
    while (this.#clips.some(({ state }) => state !== "done")) {
      if (!this.#isSendable()) return;
      await this.#waiting.sleep(STALL_MS);
    }
    const uploads = this.#clips.map(({ uploadId }) => uploadId);
    const said = { uploads, text: at("words").value.trim(), language: config.language };
    for (let failures = 0; ; failures++) {
      const answer = await post(said);
      if (!isWorthAnotherTry(answer.status)) {
        this.#settle(answer);
        return;
      }
      at("waiting").textContent = say("page-waiting-line");
      await this.#waiting.sleep(Math.max(answer.retryAfterMs, backoffMs(failures)));
    }
  }

  #settle({ problem, status }) {
    if (problem === null) {
      this.#isOver = true;
      this.#forget();
      at("door").hidden = true;
      at("sent").hidden = false;
      at("sent").focus();
      return;
    }
    // Files that are no longer there would be refused again and again.
    if (status === 409) this.#forget();
    this.#isOver = status === 404;
    this.#tell(problem.sentence ?? say("page-failed"));
  }

  #forget() {
    for (const { localId } of this.#clips) this.#done.remove(localId);
    this.#restored = [];
    this.uploads.releaseAll();
  }

  /** @param {string | null} sentence */
  #tell(sentence) {
    at("problem").hidden = sentence === null;
    at("problem").textContent = sentence;
  }
}

/** Say that all is there. The same said twice makes one message. @param {object} said */
async function post(said) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ANSWER_WITHIN_MS);
  try {
    const answer = await fetch(new URL("done", DOOR), {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(said),
      signal: abort.signal,
    });
    const { ok, status } = answer;
    const type = answer.headers.get("Content-Type");
    const problem = ok ? null : problemOf(status, type, await answer.text());
    return { status, problem, retryAfterMs: retryAfterMs(answer.headers.get("Retry-After")) };
  } catch (error) {
    const isUnanswered = error instanceof TypeError || abort.signal.aborted;
    if (!isUnanswered) throw error;
    return { status: 0, problem: null, retryAfterMs: 0 };
  } finally {
    clearTimeout(timer);
  }
}

new DoorPage();
