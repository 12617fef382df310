// What is not sent yet, for each conversation: the words in the box and the clips beside them.
// Owns what of it survives a reload: words, and clips whose upload is done. Must not know how it is
// shown; an upload that a reload broke off is in the care of uploads.js.

/** @typedef {import("./uploads.js").Upload} Upload */
/**
 * A clip of a draft: an upload, or something that needs none (one of before a reload, or the sample,
 * which the server may still be `making`).
 * @typedef {Upload | {localId: string, name: string, size: number, type: string, state: string,
 *   uploadId: string | null, isSample?: boolean}} Clip
 */
/** @typedef {{text: string, clips: Clip[]}} Draft */

/** States in which a clip goes along with a message, now or when it is there. */
const COMING = new Set(["making", "sending", "paused", "done"]);
/** Files that the server takes with one message. */
const MOST_CLIPS = 10;

/** States that a clip has after a reload, too. */
const LASTING = new Set(["making", "done"]);

/** @param {Clip} clip */
export const isComing = ({ state }) => COMING.has(state);

export class Drafts {
  #kept;
  /** @type {Map<string, Draft>} */
  #drafts = new Map();

  /** @param {import("./keeping.js").Kept} kept */
  constructor(kept) {
    this.#kept = kept;
    for (const { conversation, text, clips } of kept.all()) {
      this.#drafts.set(conversation, { text, clips });
    }
  }

  /**
   * @param {string} conversation
   * @returns {Draft}
   */
  of(conversation) {
    const draft = this.#drafts.get(conversation) ?? { text: "", clips: [] };
    this.#drafts.set(conversation, draft);
    return draft;
  }

  /**
   * @param {string} conversation
   * @param {string} text
   */
  setText(conversation, text) {
    this.of(conversation).text = text;
    this.save(conversation);
  }

  /**
   * @param {string} conversation
   * @param {Clip} clip
   */
  add(conversation, clip) {
    const { clips } = this.of(conversation);
    if (!clips.includes(clip)) clips.push(clip);
    this.save(conversation);
  }

  /** @param {Clip} clip */
  remove(clip) {
    for (const [conversation, draft] of this.#drafts) {
      if (!draft.clips.includes(clip)) continue;
      draft.clips = draft.clips.filter((other) => other !== clip);
      this.save(conversation);
    }
  }

  /**
   * A clip that must be seen to before the draft can be sent.
   * @param {string} conversation
   * @returns {Clip | undefined}
   */
  stuckClip(conversation) {
    return this.of(conversation).clips.find((clip) => !isComing(clip));
  }

  /**
   * Take a draft away to send it. Clips that are too many stay.
   * @param {string} conversation
   * @returns {Draft}
   */
  take(conversation) {
    const draft = this.of(conversation);
    const clips = draft.clips.slice(0, MOST_CLIPS);
    const taken = { text: draft.text.trim(), clips };
    draft.text = "";
    draft.clips = draft.clips.filter((clip) => !clips.includes(clip));
    this.save(conversation);
    return taken;
  }

  /**
   * Give words and clips back to the box, beside what is in it.
   * @param {string} conversation
   * @param {Draft} returned
   */
  putBack(conversation, { text, clips }) {
    const draft = this.of(conversation);
    draft.text = [text, draft.text].filter(Boolean).join("\n");
    draft.clips = [...clips, ...draft.clips];
    this.save(conversation);
  }

  /** @param {string} conversation */
  forget(conversation) {
    this.#drafts.delete(conversation);
    this.#kept.remove(conversation);
  }

  /** Somebody else may use this browser next. */
  forgetAll() {
    for (const conversation of [...this.#drafts.keys()]) this.forget(conversation);
  }

  /** All clips of all drafts. @returns {[string, Clip][]} with their conversations */
  clips() {
    return [...this.#drafts].flatMap(([conversation, { clips }]) =>
      clips.map((clip) => /** @type {[string, Clip]} */ ([conversation, clip])),
    );
  }

  /** An upload went on: what is done by now is kept. */
  saveAll() {
    for (const conversation of this.#drafts.keys()) this.save(conversation);
  }

  /** @param {string} conversation */
  save(conversation) {
    const { text, clips } = this.of(conversation);
    const kept = lasting(clips);
    if (text || kept.length) this.#kept.put(conversation, { conversation, text, clips: kept });
    else this.#kept.remove(conversation);
  }
}

/**
 * What outlives a reload of some clips; the others are in the care of uploads.js.
 * @param {Clip[]} clips
 */
export const lasting = (clips) => clips.filter(({ state }) => LASTING.has(state)).map(plain);

/**
 * A clip as it can be kept and shown later.
 * @param {Clip} clip
 */
export function plain(clip) {
  const { localId, name, size, type, uploadId, state } = clip;
  const isSample = "isSample" in clip && clip.isSample;
  return { localId, name, size, type, uploadId, state, isSample };
}
