// The page: its parts made, and tied together. Owns which conversation is open.

import { Announcer } from "./announcer.js";
import { Banner } from "./banner.js";
import { choose, chosen } from "./choices.js";
import { Composer } from "./composer.js";
import { config, root } from "./config.js";
import { Connection } from "./connection.js";
import { deleteProject } from "./deleting.js";
import { takeDrops } from "./drop.js";
import { Menu } from "./menu.js";
import { Recording } from "./recording.js";
import { Sidebar, titleOf } from "./sidebar.js";
import { Speaking } from "./speaking.js";
import { Stream } from "./stream.js";
import { Tab } from "./tab.js";
import { Toast } from "./toast.js";
import { Toolbar } from "./toolbar.js";
import { newKey } from "./waits.js";
import { limitSize, say } from "./words.js";

const OPEN_KEY = `backdrop-open ${root.pathname}`;
const CONVERSATION = /^#([0-9a-f]{32})$/;

class Page {
  #conversation = "";
  /** Whether the open conversation was in the list of all: one that is no longer was deleted. */
  #isListed = false;
  #isSignedOut = false;
  /** @type {any[]} */
  #projects = [];

  constructor() {
    this.announcer = new Announcer(document.getElementById("announcer"));
    this.toast = new Toast(this.announcer);
    this.tab = new Tab();
    this.banner = new Banner(this.announcer, { onChange: (isOnline) => this.#onLine(isOnline) });
    this.toolbar = new Toolbar({ onTap: (tap) => this.#tap(tap) });
    this.menu = new Menu({ mayReload: () => this.#mayReload() });
    const previewOf = (/** @type {any} */ clip) => this.speaking.previewOf(clip);
    this.stream = new Stream({
      onTap: (button) => this.#tap(button),
      onRetry: (key) => this.speaking.retry(key),
      onRemove: (key) => this.#dropPending(key),
      onChange: (key) => this.#changePending(key),
      onMove: () => this.#moveAway(),
      previewOf,
    });
    this.composer = new Composer({
      onSend: () => this.#send(),
      onText: (text) => this.speaking.drafts.setText(this.#conversation, text),
      onFiles: (files) => this.#addFiles(files),
      onRemove: (clip) => this.speaking.removeClip(clip),
      onIdea: (words) => this.#takeIdea(words),
      previewOf,
    });
    this.sidebar = new Sidebar({
      onNew: () => this.#begin(),
      onDelete: (conversation) => this.#delete(conversation),
    });
    this.recording = new Recording({ onFile: (file) => this.#addFiles([file]) });
    this.speaking = new Speaking({
      onChange: () => this.#refresh(),
      onRefused: (entry) => this.#onRefused(entry),
      onSignedOut: () => this.#onSignedOut(),
      onUnanswered: () => this.connection.doubt(),
      onUploaded: (clip) => this.announcer.say(outcomeOf(clip)),
    });
    this.connection = new Connection({
      root,
      onSnapshot: (frame) => this.#onSnapshot(frame),
      onMessage: (frame) => this.#onMessage(frame),
      onRemoved: ({ conversation, number }) => {
        if (conversation === this.#conversation) this.stream.remove(number);
      },
      onConversations: ({ conversations }) => this.#onProjects(conversations),
      onState: (state) => this.#onState(state),
    });
    this.#listen();
    const first = asked() ?? chosen(OPEN_KEY) ?? newKey();
    this.speaking.restore();
    this.#open(first);
  }

  #listen() {
    addEventListener("hashchange", () => {
      const conversation = asked();
      // Another place of this page, as the skip link's: the address goes on naming the conversation.
      if (conversation) this.#open(conversation);
      else this.#nameInAddress();
    });
    addEventListener("beforeunload", (event) => {
      if (this.speaking.isBusy && !this.#isSignedOut) event.preventDefault();
    });
    takeDrops({
      onFiles: (files) => this.#addFiles(files),
      onWords: (words) => this.composer.insert(words),
    });
    document.getElementById("choose").addEventListener("click", () => this.composer.pick());
    for (const id of ["record", "film"]) {
      document.getElementById(id).addEventListener("click", () => this.recording.open());
    }
    document.getElementById("place").textContent = config.place;
    const sample = document.getElementById("sample");
    sample.hidden = !config.has_sample;
    sample.addEventListener("click", () => this.#addSample());
    document.getElementById("log-out").addEventListener("submit", () => this.speaking.forgetAll());
  }

  /** @param {string} conversation */
  #open(conversation) {
    if (conversation === this.#conversation) return;
    this.#conversation = conversation;
    this.#isListed = false;
    this.#nameInAddress();
    choose(OPEN_KEY, conversation);
    this.stream.clear();
    this.sidebar.setCurrent(conversation);
    this.connection.open(conversation);
    this.composer.setText(this.speaking.drafts.of(conversation).text);
    this.tab.setProgress(null);
    this.#showProjects();
    this.#refresh();
    // On a touch screen a keyboard would jump up.
    if (matchMedia("(hover: hover)").matches) this.composer.focus();
  }

  #nameInAddress() {
    history.replaceState(null, "", `#${this.#conversation}`);
  }

  /** Begin a new conversation; the server hears of it by its first message. */
  #begin() {
    this.sidebar.close();
    if (this.stream.isEmpty) this.composer.focus();
    else location.hash = newKey();
  }

  #send() {
    const problem = this.#whyNot();
    if (problem) {
      this.toast.show(problem);
      this.composer.focus();
      return;
    }
    if (!this.speaking.send(this.#conversation)) return;
    this.composer.setText("");
    this.stream.toEnd();
  }

  /** @returns {string | null} what stands in the way of what is in the box */
  #whyNot() {
    if (this.composer.isTooLong) return say("page-too-long");
    const clip = /** @type {any} */ (this.speaking.drafts.stuckClip(this.#conversation));
    if (!clip) return null;
    return say(clip.isSample ? "page-remove-first" : "page-choose-first", { name: clip.name });
  }

  /** Another language needs the page anew, which would break uploads off. */
  #mayReload() {
    if (this.speaking.isBusy) this.toast.show(say("page-language-later"));
    return !this.speaking.isBusy;
  }

  /** Say in a new conversation what this one, which is not there, could not take. */
  #moveAway() {
    const to = newKey();
    this.speaking.move(this.#conversation, to);
    location.hash = to;
  }

  /** @param {{label: string, data: string}} button */
  #tap(button) {
    this.speaking.tap(this.#conversation, button);
    this.stream.toEnd();
  }

  /** @param {string} words */
  #takeIdea(words) {
    const { clips } = this.speaking.drafts.of(this.#conversation);
    this.speaking.drafts.setText(this.#conversation, words);
    this.composer.setText(words);
    if (clips.length > 0) this.#send();
    this.composer.focus();
    this.#refresh();
  }

  /** @param {File[]} files */
  #addFiles(files) {
    for (const file of files) {
      const size = limitSize(config.max_upload_bytes);
      if (file.size <= config.max_upload_bytes) this.speaking.addFile(this.#conversation, file);
      else this.toast.show(say("page-too-large", { name: file.name, size }));
    }
    this.composer.focus();
  }

  #addSample() {
    this.speaking.addSample(this.#conversation, say("page-sample-clip"));
    this.composer.focus();
  }

  /** @param {string} key */
  #dropPending(key) {
    this.speaking.drop(this.#conversation, key);
    this.stream.releaseButtons();
    this.composer.focus();
  }

  /** @param {string} key */
  #changePending(key) {
    this.speaking.takeBack(this.#conversation, key);
    this.composer.setText(this.speaking.drafts.of(this.#conversation).text);
    this.composer.focus();
  }

  /** @param {string} conversation */
  async #delete(conversation) {
    const problem = await deleteProject(conversation);
    if (problem) {
      this.toast.show(problem.sentence ?? say("page-failed"));
      return;
    }
    this.speaking.forget(conversation);
    this.toast.show(say("page-deleted"));
    if (conversation === this.#conversation) location.hash = newKey();
  }

  /** Show anew what this page itself holds: the box, what is under way. */
  #refresh() {
    const conversation = this.#conversation;
    if (!conversation) return;
    const pending = this.speaking.pending(conversation);
    this.stream.showPending(pending, this.banner.isOnline);
    const { clips } = this.speaking.drafts.of(conversation);
    this.composer.show(clips, this.stream.isEmpty);
    const isAnswered = this.stream.messages.some(({ author }) => author === "bot");
    this.toolbar.show(isAnswered, (data) =>
      pending.some(({ press, state }) => press === data && state !== "refused"),
    );
  }

  /** @param {import("./connection.js").Snapshot} frame */
  #onSnapshot({ conversation, conversations, messages }) {
    if (conversation !== this.#conversation) return;
    for (const { key } of /** @type {any[]} */ (messages)) if (key) this.speaking.outbox.seen(key);
    this.stream.replaceAll(messages);
    this.stream.releaseButtons();
    this.#onProjects(conversations);
    this.#showWork();
    this.#refresh();
  }

  /** @param {any} frame */
  #onMessage({ conversation, message }) {
    if (conversation !== this.#conversation) return;
    if (message.key) this.speaking.outbox.seen(message.key);
    const before = this.stream.find(message.number);
    this.stream.put(message);
    this.announcer.heard(message, before);
    const isAnswer = message.author === "bot" && message.is_final && !before?.is_final;
    if (isAnswer) {
      this.stream.releaseButtons();
      if (message.media.some((/** @type {any} */ { kind }) => kind === "video")) this.tab.setReady();
    }
    this.#showWork();
    this.#refresh();
  }

  #showWork() {
    const isWork = (/** @type {any} */ one) => one.author === "bot" && !one.is_final && one.progress;
    this.tab.setProgress(this.stream.messages.findLast(isWork)?.progress ?? null);
  }

  /** @param {any[]} projects */
  #onProjects(projects) {
    this.#projects = projects;
    const isListed = projects.some(({ id }) => id === this.#conversation);
    const isDeleted = this.#isListed && !isListed;
    this.#isListed = isListed;
    this.sidebar.show(projects);
    this.#showProjects();
    if (!isDeleted) return;
    // Perhaps in another tab; here, too, nothing of it goes on.
    this.speaking.forget(this.#conversation);
    location.hash = newKey();
  }

  #showProjects() {
    const project = this.#projects.find(({ id }) => id === this.#conversation);
    const title = project ? titleOf(project) : "";
    document.getElementById("project-name").textContent = title || say("page-new");
    this.tab.setProject(title);
  }

  /** @param {any} entry */
  #onRefused(entry) {
    this.stream.releaseButtons();
    this.announcer.say(entry.problem?.sentence ?? say("page-failed"));
  }

  /** @param {import("./connection.js").State} state */
  #onState(state) {
    if (state === "signed-out") this.#onSignedOut();
    else this.banner.show(state);
  }

  /** @param {boolean} isOnline */
  #onLine(isOnline) {
    if (isOnline) this.speaking.wake();
    this.#refresh();
  }

  #onSignedOut() {
    this.#isSignedOut = true;
    location.assign(new URL("login", root));
  }
}

/** @returns {string | null} the conversation that the address names */
function asked() {
  return CONVERSATION.exec(location.hash)?.[1] ?? null;
}

/** @param {any} clip whose upload is over */
function outcomeOf({ name, state, problem }) {
  if (state === "done") return say("page-upload-announced", { name });
  return `${name}: ${problem?.sentence ?? say("page-upload-failed")}`;
}

new Page();
