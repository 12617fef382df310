"""Whether an English clause tells its reader to do something with an interface.

Owns the words and the judgement. An instruction is in the imperative, or says what "you can" do;
it points ("click", "drag"), or names both an act and a part of an interface ("open … panel").
Whatever has a subject of its own describes ("she presses the doorbell") and stays.
Must not know what becomes of the clause.
"""

import re
from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD: Final = re.compile(r"“[^”]*”|>|[a-z0-9']+(?:-[a-z0-9']+)*")

_CONNECTIVES: Final = _set(
    "and or then now so but also next finally first last lastly afterwards please simply just "
    "either again alternatively otherwise here well great ok okay"
)
_FRAMES: Final = tuple(
    tuple(frame.split())
    for frame in (
        *("all you need to do is", "all you have to do is", "you might want to", "you may want to"),
        *("you'll need to", "you will need to", "you'll want to", "you need to", "you have to"),
        *("you are able to", "you're able to", "you'll be able to", "you will be able to"),
        *("you can also", "you can now", "you can always", "you can then", "you can just"),
        *("you can", "you may", "you could", "you should", "you must", "you'll", "you will"),
        *("feel free to", "don't forget to", "be sure to", "make sure to", "make sure you"),
        *(
            "remember to",
            "go ahead and",
            "try to",
            "i recommend you",
            "i suggest you",
            "i'd suggest",
        ),
        *("the easiest way is to", "it's best to", "we can", "let's", "want to", "you"),
    )
)
_SUBORDINATE: Final = _set("if when whenever once after before to for while until in as should")
_POINT: Final = _set(
    "click tap double-click right-click left-click double-tap drag scroll hover swipe toggle"
)
_PRESS: Final = _set("press hit push")
_ACT: Final = _set(
    "open go head navigate switch visit return look find use select choose pick check see view "
    "preview watch play adjust review expand collapse close enable disable refresh reload move "
    "trim edit change set manage tweak fine-tune customize resize rename type enter search top "
    "upgrade access hold jump drop place upload import export download"
)
_ALSO_NOUNS: Final = _set(
    "look play view preview set edit change type search export import download upload"
)
_AFTER_POINT: Final = _set(
    "the your on a an any it this that them here to into over down up and each one either "
    "in at by from"
)
_NAMES: Final = _set(
    "export download render save preview play generate apply upload share publish undo redo ok "
    "done confirm continue next delete split enter space file edit add pause stop settings "
    "cut copy paste reset submit create"
)
_KEYS: Final = _NAMES | {"ctrl", "cmd", "esc", "escape", "backspace", "tab", "shift", "spacebar"}
_PARTS: Final = re.compile(
    r"\b(?:button|panel|tab|menu|icon|tool ?bar|side ?bar|drop-?down|slider|checkbox|inspector"
    r"|library|dashboard|billing|workspace|editor|browser|page|website|settings|properties"
    r"|timeline|(?:your|the) account|(?:preview|player|editor) (?:window|pane|player|area)"
    r"|window|pane|three dots|gear|arrow|handle|playhead|canvas|track header|interface|screen"
    r"|keyboard|shortcut)s?\b|\w >"
)
_OWN_PARTS: Final = re.compile(
    r"\b(?:export|download|render|save|preview|share|undo|redo|play)\W+"
    r"(?:button|icon|option|menu|tab|panel|link)s?\b"
)
_PLACED: Final = re.compile(r"\b(?:is|are|sits|appears|can be found|lives|located|should appear)\b")
_BY_POINTING: Final = re.compile(
    r"\b(?:by|via|after|before|when) (?:simply |just )?(?:(?:double-|right-)?clicking|tapping"
    r"|dragging|scrolling|pressing (?:the )?(?:export|play|save|download|undo|delete|enter))\b"
    r"|\bby (?:simply |just )?(?:opening|going to|selecting|choosing|using|hitting|visiting)\b"
)
_WITHIN: Final = re.compile(
    rf"^(?:in|on|from|at|under|via|through) (?:the|your) (?:\S+ ){{0,3}}?(?:{_PARTS.pattern})"
    r",? you (?:can|may|could|should|will|'ll)\b"
)
_LOGS_IN: Final = re.compile(r"^(?:log|sign) (?:in|into|up|on)\b")
_POINTS_AT: Final = re.compile(
    r"\b(?:click|tap|press|hit)(?: on)?(?: the)? "
    r"(?:“[^”]*”|export|download|render|save|play|undo)\b"
)


def instructs(clause: str) -> bool:
    """Whether the clause is an instruction about an interface."""
    words, plain = _words(clause)
    if not words:
        return False
    if _BY_POINTING.search(plain) and (_main(words) != words or _PARTS.search(plain)):
        return True
    if words[0] in _SUBORDINATE and _POINTS_AT.search(plain):
        return True
    if _OWN_PARTS.search(plain) and _PLACED.search(plain):
        return True
    return _commands(_main(words))


def sends_reader(sentence: str) -> bool:
    """Whether a whole sentence begins by placing its reader ("In the timeline you can …")."""
    return bool(_WITHIN.search(_words(sentence)[1]))


def is_prelude(clause: str) -> bool:
    """Whether the clause cannot stand without the one after it ("When you're ready,")."""
    rest = _main(_words(clause)[0])
    return not rest or rest[0] in _SUBORDINATE or rest[0] in _ACT | _PRESS | _POINT


def is_command(clause: str) -> bool:
    """Whether the clause is an imperative of an act that an interface knows ("Choose 1080p")."""
    rest = _main(_words(clause)[0])
    return bool(rest) and rest[0] in _ACT | _PRESS | _POINT


def _words(clause: str) -> tuple[tuple[str, ...], str]:
    text = re.sub(r"[*`_]", "", clause.lower().replace("’", "'"))
    text = re.sub(r"[\"'](\w+(?: \w+)?)[\"']", r"“\1”", text)
    words = tuple(_WORD.findall(text))
    return words, " ".join(words)


def _main(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words from the verb on, if the clause is an imperative or speaks of "you"."""
    shorter = True
    while words and shorter:
        shorter = words[0] in _CONNECTIVES
        if shorter:
            words = words[1:]
            continue
        for frame in _FRAMES:
            if words[: len(frame)] == frame:
                words, shorter = words[len(frame) :], True
                break
    return words


def _commands(words: tuple[str, ...]) -> bool:
    if not words:
        return False
    verb, rest = words[0], words[1:]
    plain = " ".join(rest)
    has_part = bool(_PARTS.search(plain))
    if verb in _POINT:
        follows = not rest or rest[0] in _AFTER_POINT or rest[0].startswith("“")
        return follows or has_part or _names_one(rest)
    if verb in _PRESS:
        return has_part or _names_one(rest)
    if _LOGS_IN.search(" ".join(words)):
        return True
    is_noun = verb in _ALSO_NOUNS and bool(rest) and bool(_PARTS.fullmatch(rest[0]))
    return verb in _ACT and has_part and not is_noun


def _names_one(words: tuple[str, ...]) -> bool:
    """Whether a button's name stands right behind the verb: "Export", "on the “Save”"."""
    for word in words[:4]:
        if word.strip("“”") in _KEYS:
            return True
        if word not in {"on", "the", "by", "clicking", "pressing", "tapping", "down", "up"}:
            return False
    return False
