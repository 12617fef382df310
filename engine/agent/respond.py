"""The agent: words and a project in, a reply and a draft out. Pure, and milliseconds long.

Owns the order of things: read the words, settle what they ask for together, carry out every wish or
none, word the answer. A reading is acted on only when every word of it has its place and there is
no second one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.agent import edit_background, edit_talk, edit_title, edit_trim
from engine.agent.atoms import MAX_ATOMS, MAX_CHARACTERS, atoms
from engine.agent.lattice import Lattice
from engine.agent.lexicon import lexicon
from engine.agent.refusals import reason
from engine.agent.sentence import Reading, Wish, candidates, chosen
from engine.agent.settle import in_order, settled
from engine.agent.steps import Outcome, Said, Step, Words
from engine.agent.suggestions import suggestions
from engine.agent.wording import Language, language_of, listed, worded
from engine.timeline import Draft, Project, with_draft

EDITS: dict[str, Callable[[Project, dict[str, Any]], Step]] = {
    "background.set": edit_background.put_background,
    "background.set_it": edit_background.put_background,
    "background.bare": edit_background.put_background,
    "background.remove": edit_background.remove_background,
    "background.remove_it": edit_background.remove_background,
    "background.restore": edit_background.restore_background,
    "background.keep": edit_background.keep_background,
    "background.hide_it": edit_background.ask_background,
    "background.comment": edit_background.take_comment,
    "background.which": edit_background.ask_background,
    "background.transparent": edit_background.refuse_transparent,
    "trim.keep": edit_trim.keep_part,
    "trim.cut": edit_trim.cut_part,
    "trim.unclear": edit_trim.ask_keep_or_cut,
    "trim.which": edit_trim.ask_which_part,
    "clip.only": edit_trim.only_clip,
    "title.add": edit_title.add_title,
    "title.textless": edit_title.ask_text,
    "title.remove": edit_title.remove_title,
    "title.change": edit_title.change_title,
    "title.unquoted": edit_title.ask_quotes,
    "title.move": edit_title.move_title,
    "talk.undo": edit_talk.undo,
    "talk.reset": edit_talk.reset,
    "talk.help": edit_talk.help_out,
    "talk.praise": edit_talk.thank,
    "talk.greeting": edit_talk.greet,
    "talk.nothing": edit_talk.leave_all,
    "talk.interjection": edit_talk.say_nothing,
}

_TOPIC_OF_SENTENCE = {
    "no_transparency": "keying",
    "ask_remove_which": "restore",
    "ask_restore_which": "restore",
    "ask_send_picture": "picture",
    "ask_title_there": "title_there",
    "help": "any",
    "greeting": "any",
    "undo_nothing": "any",
}
_WITH_EXAMPLES = frozenset({"help", "greeting"})


@dataclass(frozen=True)
class Reply:
    """What to say and the draft after it; `history` holds the drafts before it, oldest first.

    `outcome` is `done`, `informed` (nothing to change), `asked` or `refused`. Only `done` changes
    the draft.
    """

    text: str
    draft: Draft
    history: tuple[Draft, ...]
    is_changed: bool
    outcome: Outcome


def respond(text: str, project: Project, language: str | None = None) -> Reply:
    """Do what the words ask, all of it, or change nothing and say why.

    `language` is the session's (a BCP 47 tag); the answer is in that of the words where they tell.
    Never raises, whatever the words.
    """
    tongue = language_of(text, language)
    found = atoms(text[:MAX_CHARACTERS])
    if len(text) > MAX_CHARACTERS or len(found) > MAX_ATOMS:
        return _unchanged(project, tongue, "refused", Said("unclear_too_long"), "any")
    words = lexicon()
    lattice = Lattice(text, words.corrected(found), words)
    found_readings = candidates(lattice)
    options = chosen(found_readings)
    if not options and project.draft["d"] and chosen(found_readings, is_it_known=True):
        clause = Words(lattice.text(0, lattice.length))
        return _unchanged(project, tongue, "asked", Said("unclear_it", {"clause": clause}), "named")
    if not options:
        return _not_understood(lattice, project, tongue)
    plans = {tuple(wish.meaning for wish in plan): plan for plan in map(settled, options)}
    if len(plans) > 1:
        topic = options[0][-1].topic
        return _unchanged(project, tongue, "asked", Said("unclear_two_ways"), topic)
    return _carried_out(next(iter(plans.values())), lattice, project, tongue)


def _carried_out(plan: Reading, lattice: Lattice, project: Project, tongue: Language) -> Reply:
    unclear, ordered = in_order(plan)
    is_work = any(wish.topic != "talk" for wish in ordered)
    if is_work and not project.draft["d"]:
        return _unchanged(project, tongue, "refused", Said("no_clip"), "any")
    if unclear:
        return _unchanged(project, tongue, "asked", Said(unclear), ordered[0].topic)
    said: list[Said] = []
    now = project
    outcomes: set[Outcome] = set()
    for wish in ordered:
        step = _step(wish, now)
        if step.outcome in ("asked", "refused"):
            key = step.said[0].key
            topic = _TOPIC_OF_SENTENCE.get(key, wish.topic)
            return _unchanged(project, tongue, step.outcome, step.said[0], topic)
        now = step.project
        outcomes.add(step.outcome)
        said.extend(step.said)
    is_changed = now.draft != project.draft
    is_undo = all(wish.name == "talk.undo" for wish in ordered)
    after = now if is_undo else with_draft(project, now.draft)
    if not said:
        return _unchanged(project, tongue, "asked", Said("ready"), ordered[0].topic)
    answer = worded(_less_small_talk(said), tongue)
    if len(said) == 1 and said[0].key in _WITH_EXAMPLES:
        return _unchanged(project, tongue, "informed", _for_now(said[0], project), "any")
    outcome: Outcome = "done" if is_changed else "informed"
    return Reply(answer, after.draft, after.history, is_changed, outcome)


def _step(wish: Wish, project: Project) -> Step:
    if wish.is_negated:
        return Step("informed", project, (Said(f"left_{wish.topic}"),))
    return EDITS[wish.name](project, wish.slots())


def _not_understood(lattice: Lattice, project: Project, tongue: Language) -> Reply:
    if lattice.is_end(0):
        key = "ready" if project.draft["d"] else "greeting_no_clip"
        return _unchanged(project, tongue, "informed", Said(key), "any")
    if not project.draft["d"]:
        return _unchanged(project, tongue, "refused", Said("no_clip"), "any")
    why, topic = reason(lattice, lexicon())
    return _unchanged(project, tongue, "refused", why, topic)


def _unchanged(
    project: Project, tongue: Language, outcome: Outcome, said: Said, topic: str
) -> Reply:
    """Nothing done: why, and exactly three things that can be."""
    sentences = [said]
    if outcome == "refused" and said.key != "no_clip":
        sentences += [Said("nothing_changed"), Said("three_things")]
    if outcome == "asked" and not worded(sentences, tongue).endswith((":", "：")):
        sentences.append(Said("for_example"))
    answer = f"{worded(sentences, tongue)}\n{listed(suggestions(project, topic), tongue)}"
    return Reply(answer, project.draft, project.history, False, outcome)


def _less_small_talk(said: list[Said]) -> list[Said]:
    """Thanks need an answer only when nothing else was said."""
    rest = [one for one in said if one.key not in ("praise", "greeting", "help")]
    return rest or said[:1]


def _for_now(said: Said, project: Project) -> Said:
    if said.key == "greeting" and not project.draft["d"]:
        return Said("greeting_no_clip")
    return said
