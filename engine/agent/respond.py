"""The agent: words and a project in, a reply and a draft out. Pure, and milliseconds long.

Owns the order of things: read the words, settle what they ask for together, carry out every wish or
none, word the answer. A reading is acted on only when every word of it has its place and there is
no second one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.agent import (
    cues,
    edit_background,
    edit_clips,
    edit_frame,
    edit_look,
    edit_overlay,
    edit_sound,
    edit_story,
    edit_talk,
    edit_time,
    edit_title,
    edit_trim,
)
from engine.agent.atoms import MAX_ATOMS, MAX_CHARACTERS, Atom, atoms
from engine.agent.languages import nearest, tried
from engine.agent.lattice import Lattice
from engine.agent.refusals import nearest_scene, reason
from engine.agent.sentence import Reading, Wish, chosen
from engine.agent.settle import in_order, settled
from engine.agent.steps import Outcome, Said, Step, Words
from engine.agent.suggestions import scene_list, suggestions
from engine.agent.tongue import Tongue
from engine.agent.wording import Language, language_of, listed, spoken, worded
from engine.timeline import Draft, Project, with_draft

EDITS: dict[str, Callable[[Project, dict[str, Any]], Step]] = {
    "background.set": edit_background.put_background,
    "background.remove": edit_background.remove_background,
    "background.restore": edit_background.restore_background,
    "background.keep": edit_background.keep_background,
    "background.hide": edit_background.ask_background,
    "background.comment": edit_background.take_comment,
    "background.which": edit_background.ask_background,
    "light.on": edit_look.match_light,
    "light.off": edit_look.leave_light,
    "trim.keep": edit_trim.keep_part,
    "trim.cut": edit_trim.cut_part,
    "trim.unclear": edit_trim.ask_keep_or_cut,
    "trim.which": edit_trim.ask_which_part,
    "clip.only": edit_clips.only_clip,
    "clip.remove": edit_clips.remove_clip,
    "time.speed": edit_time.change_speed,
    "time.reverse": edit_time.reverse,
    "time.freeze": edit_time.freeze,
    "time.order": edit_clips.reorder,
    "time.swap": edit_clips.swap,
    "time.join": edit_clips.join,
    "time.still": edit_time.add_still,
    "frame.canvas": edit_frame.set_canvas,
    "frame.turn": edit_frame.turn,
    "frame.sideways": edit_frame.ask_turn,
    "frame.mirror": edit_frame.mirror,
    "frame.flop": edit_frame.flop,
    "person.place": edit_frame.place_person,
    "sound.volume": edit_sound.change_volume,
    "sound.mute": edit_sound.mute,
    "sound.normalise": edit_sound.normalise,
    "music.add": edit_sound.add_music,
    "music.volume": edit_sound.change_music_volume,
    "music.remove": edit_sound.remove_music,
    "music.fade": edit_sound.fade_music,
    "music.duck": edit_sound.duck_music,
    "look.adjust": edit_look.adjust,
    "look.reset": edit_look.reset_look,
    "fade.set": edit_look.fade,
    "fade.remove": edit_look.remove_fade,
    "title.add": edit_title.add_title,
    "title.textless": edit_title.ask_text,
    "title.remove": edit_title.remove_title,
    "title.change": edit_title.change_title,
    "title.unquoted": edit_title.ask_quotes,
    "title.move": edit_title.move_title,
    "title.style": edit_title.style_title,
    "title.time": edit_title.time_title,
    "captions.add": edit_overlay.add_captions,
    "captions.which": edit_overlay.ask_captions,
    "logo.add": edit_overlay.add_logo,
    "logo.change": edit_overlay.change_logo,
    "logo.remove": edit_overlay.remove_logo,
    "talk.undo": edit_talk.undo,
    "talk.redo": edit_talk.redo,
    "talk.reset": edit_talk.reset,
    "talk.story": edit_story.tell,
    "talk.scenes": edit_talk.list_scenes,
    "talk.help": edit_talk.help_out,
    "talk.praise": edit_talk.thank,
    "talk.greeting": edit_talk.greet,
    "talk.nothing": edit_talk.leave_all,
    "talk.interjection": edit_talk.say_nothing,
}
"""What carries out a wish, by its effect: the same for "it" and for the thing named."""

_TOPIC_OF_SENTENCE = {
    "ask_remove_which": "restore",
    "ask_restore_which": "restore",
    "ask_send_picture": "picture",
    "ask_title_there": "title_there",
    "ask_person_cut_out": "cut_out",
    "ask_send_music": "song",
    "ask_no_music": "song",
    "ask_sound_of_clip": "song",
    "ask_send_logo": "logo",
    "ask_no_logo": "logo",
    "ask_turn": "turn",
    "ask_captions": "captions",
    "help": "any",
    "greeting": "any",
    "undo_nothing": "any",
}
_WITH_EXAMPLES = frozenset({"help", "greeting"})
_HISTORY = frozenset({"talk.undo", "talk.redo"})
_SCENES = "scenes"


@dataclass(frozen=True)
class Reply:
    """What to say and the draft after it; `history` holds the drafts before it, oldest first, and
    `undone` those that redo brings back.

    `outcome` is `done`, `informed` (nothing to change), `asked` or `refused`. Only `done` changes
    the draft. `picture` is what is shown with the words: "scenes" for the sheet of all scenes.
    """

    text: str
    draft: Draft
    history: tuple[Draft, ...]
    is_changed: bool
    outcome: Outcome
    undone: tuple[Draft, ...] = ()
    picture: str | None = None


@dataclass(frozen=True)
class _Heard:
    """What was said, in the tongue in which it is answered."""

    lattice: Lattice
    tongue: Tongue
    language: Language


def respond(text: str, project: Project, language: str | None = None) -> Reply:
    """Do what the words ask, all of it, or change nothing and say why.

    `language` is the session's (a BCP 47 tag); the answer is in that of the words where they tell.
    A block of captions after the words may be longer than they. Never raises, whatever the words.
    """
    words, block = cues.split(text)
    words = words.rstrip()
    own = language_of(words, language)
    found = atoms(words[:MAX_CHARACTERS])
    if len(words) > MAX_CHARACTERS or len(found) > MAX_ATOMS:
        return _unchanged(project, own, "refused", Said("unclear_too_long"), "any")
    if block is not None:
        end = len(words)
        found += [Atom("mark", "\n", end, end), Atom("cues", block, end, end)]
    for tongue in tried(found, language):
        reply = _read(_heard(words, found, tongue, own), project)
        if reply is not None:
            return reply
    return _not_understood(_heard(words, found, nearest(found, language), own), project)


def _heard(words: str, found: list[Atom], tongue: Tongue, own: Language) -> _Heard:
    return _Heard(tongue.lattice(words, found), tongue, tongue.language or own)


def _read(heard: _Heard, project: Project) -> Reply | None:
    """The answer to a text that can be read in that tongue; None where it can't."""
    readings = heard.tongue.candidates(heard.lattice)
    options = chosen(readings)
    if not options:
        if not project.draft["d"] or not (guesses := chosen(readings, is_it_known=True)):
            return None
        clause = Words(heard.lattice.text(0, heard.lattice.length))
        said = Said("unclear_it", {"clause": clause})
        return _unchanged(project, heard.language, "asked", said, f"it_{guesses[0][-1].topic}")
    plans = {tuple(wish.meaning for wish in plan): plan for plan in map(settled, options)}
    if len(plans) > 1:
        topic = options[0][-1].topic
        return _unchanged(project, heard.language, "asked", Said("unclear_two_ways"), topic)
    return _carried_out(next(iter(plans.values())), heard.language, project)


def _carried_out(plan: Reading, language: Language, project: Project) -> Reply:
    unclear, ordered = in_order(plan)
    is_work = any(wish.topic != "talk" for wish in ordered)
    if is_work and not project.draft["d"]:
        return _unchanged(project, language, "refused", Said("no_clip"), "any")
    if unclear:
        return _unchanged(project, language, "asked", Said(unclear), ordered[0].topic)
    said: list[Said] = []
    now = project
    for wish in ordered:
        step = _step(wish, now)
        if step.outcome in ("asked", "refused"):
            key = step.said[0].key
            topic = _TOPIC_OF_SENTENCE.get(key, wish.topic)
            return _unchanged(project, language, step.outcome, step.said[0], topic)
        now = step.project
        said.extend(step.said)
    if not said:
        return _unchanged(project, language, "asked", Said("ready"), ordered[0].topic)
    said = _less_small_talk(said)
    if len(said) == 1 and said[0].key in _WITH_EXAMPLES:
        return _unchanged(project, language, "informed", _for_now(said[0], project), "any")
    answer = worded(said, spoken(language, said))
    picture = None
    if any(one.key == _SCENES for one in said):
        answer = f"{answer}\n{listed(scene_list(), spoken(language, said, scene_list()))}"
        picture = _SCENES
    is_changed = now.draft != project.draft
    is_history = all(wish.name in _HISTORY for wish in ordered)
    after = now if is_history else with_draft(project, now.draft)
    outcome: Outcome = "done" if is_changed else "informed"
    if not is_changed:
        after = project
    return Reply(answer, after.draft, after.history, is_changed, outcome, after.undone, picture)


def _step(wish: Wish, project: Project) -> Step:
    if wish.is_negated:
        return Step("informed", project, (Said(f"left_{wish.topic}"),))
    return EDITS[wish.effect](project, wish.slots())


def _not_understood(heard: _Heard, project: Project) -> Reply:
    if heard.lattice.is_end(0):
        key = "ready" if project.draft["d"] else "greeting_no_clip"
        return _unchanged(project, heard.language, "informed", Said(key), "any")
    if not project.draft["d"]:
        return _unchanged(project, heard.language, "refused", Said("no_clip"), "any")
    why, topic = reason(heard.lattice, heard.tongue)
    return _unchanged(project, heard.language, "refused", why, topic)


def _unchanged(
    project: Project, language: Language, outcome: Outcome, said: Said, topic: str
) -> Reply:
    """Nothing done: why, and exactly three things that can be."""
    sentences = [said]
    if outcome == "refused" and said.key != "no_clip":
        sentences += [Said("nothing_changed"), Said("three_things")]
    near = suggestions(project, topic, nearest_scene(said))
    language = spoken(language, sentences, near)
    if outcome == "asked" and not worded(sentences, language).endswith((":", "：")):
        sentences.append(Said("for_example"))
    answer = f"{worded(sentences, language)}\n{listed(near, language)}"
    return Reply(answer, project.draft, project.history, False, outcome, project.undone)


def _less_small_talk(said: list[Said]) -> list[Said]:
    """Thanks need an answer only when nothing else was said."""
    rest = [one for one in said if one.key not in ("praise", "greeting", "help")]
    return rest or said[:1]


def _for_now(said: Said, project: Project) -> Said:
    if said.key == "greeting" and not project.draft["d"]:
        return Said("greeting_no_clip")
    return said
