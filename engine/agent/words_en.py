"""English words for doing, joining and talking: one row per concept, synonyms separated by commas.

A new way to say a known thing is a word in a row here. A row `CONCEPT value` carries a value to the
grammar. `FILLER` holds what can be left out of any instruction without changing its meaning;
nothing that carries meaning may stand there. What is in no row is not understood, on purpose.
"""

from engine.agent.numerals import Numerals

WORDS: dict[str, str] = {
    "FILLER": (
        "a, an, the, my, our, your, this, that, these, some, entire, whole, please, pls, plz, "
        "just, now, kindly, simply, actually, instead, for me, for us, can you, could you, "
        "would you, will you, can u, can we, can i, could i, could we, may i, you can, can, "
        "could, i want you to, i want to, i'd like you to, i'd like to, i would like to, "
        "i would like you to, i need you to, i need to, let's, lets, let us, let me, hey, hi, "
        "hello, ok, okay, so, well, oh, oops, hmm, um, uh, thanks, thank you, thx, go ahead and, "
        "would you mind, if possible, if you can, can you do that, is that possible, quickly, "
        "real quick, right away, i think, maybe, exactly, there, here, again please, "
        "do you mind, bot, nemo, i guess, perhaps, would be great, would be nice, would be good, "
        "would be perfect, would be cool, would be better, if you could, help me, help me to, "
        "is it possible to, are you able to, i wonder if you could, "
        "i was wondering if you could, it would be great if you could, would it be possible to, "
        "any chance you could, you should, make sure to, make sure you, be sure to, "
        "i would love to, i'd love you to, for now"
    ),
    "AND": "and, &, +, and also, as well as, and then, plus",
    "SEP": "then, but, also, after that, afterwards, and after that, but also, rather",
    "ORDER": (
        "first, first of all, firstly, second, secondly, next, finally, lastly, third, thirdly"
    ),
    "NEG": (
        "don't, dont, do not, never, please don't, no need to, without changing, "
        "you don't need to, i don't want you to, i do not want you to, don't you, must not, "
        "should not, shouldn't, not to, refrain from, you must not, you should not"
    ),
    "NO": (
        "no, no more, without, without the, i don't want, i dont want, i do not want, "
        "i don't need, i do not need"
    ),
    # Doing
    "REMOVE": (
        "remove, removing, delete, erase, get rid of, take out, take away, take off, drop, "
        "ditch, lose, loose, eliminate, throw away, throw out, strip, strip out, strip away, "
        "do away with, scrap, wipe, wipe out, wipe away, toss, toss out, key out, mask out, "
        "dump, discard, clean out, cut out, cut away, cut off, remove out"
    ),
    "CUT": (
        "cut off, cut out, cut away, chop off, chop out, snip off, snip out, trim off, "
        "trim away, trim out, shave off, slice off, skip, skip over, leave out, crop off, "
        "crop out, edit out, lop off"
    ),
    "SNIP": "cut, cutting, chop, snip",
    "TRIMOFF": "trim, trimming, trim down, trim away",
    "TRIM": "trim, trim down, shorten, cut down, crop, clip, reduce, limit, trimming",
    "TAKEV": (
        "take, cut, throw, strip, wipe, key, mask, chop, snip, trim, shave, crop, slice, edit, "
        "clip, leave"
    ),
    "AWAY": "out, away, off",
    "HIDE": "hide, cover, cover up, conceal, disguise, mask",
    "SHORTER": "shorter, a bit shorter, a little shorter, less long",
    "WANTPART": (
        "use, take, show, show me, give me, i want, i need, i'd like, i would like, play, "
        "select, extract, i only want, i only need, we need, i just want, i just need"
    ),
    "TIMELINE": "on the timeline, in the timeline, timeline, in the project, in this project",
    "KEEP": "keep, retain, preserve, leave only, leave me with, hold on to, save, leave",
    "ONLY": "only, just, nothing but",
    "REPLACE": (
        "replace, replacing, swap, swap out, exchange, switch, switch out, change, changing, "
        "trade, substitute, turn, convert, transform, set, update, alter"
    ),
    "SUBSTITUTE": "substitute, swap in, put in",
    "PUT": (
        "put, place, set, stick, teleport, transport, sit, seat, show, stand, beam, position, "
        "have, drop, move, insert, picture, bring"
    ),
    "USE": (
        "use, using, apply, add, give me, give us, i want, i need, i'd like, i would like, "
        "choose, pick, go with, try, insert, get me, get, with, show, take, set, let me have"
    ),
    "MAKE": "make, turn, change, set, render, get, have, switch, making",
    "BE": "be, to be, should be, must be, needs to be, has to be, ought to be",
    "BECOME": "become, to, into, as, with, for, by",
    "BLUR": "blur, blur out, defocus, blurring, unfocus, blur up, fuzz, fuzz out",
    "BLURRED": "blurred, blurry, out of focus, unfocused, defocused, bokeh, fuzzy, blur",
    "PAINT": "paint, color, colour, fill, fill in",
    "ADD": (
        "add, put, place, write, insert, include, show, display, create, type, overlay, set, "
        "give it, give me, i want, i need, i'd like, make, have, attach, print, put on, put in"
    ),
    "ADDNEW": (
        "add, insert, include, create, i want, i need, give me, write, make, type, attach, "
        "overlay, i'd like, have"
    ),
    "MOVE": "move, put, place, shift, bring, show, display, set",
    "SHIFT": "move, shift",
    "CHANGE": "change, replace, edit, update, rename, reword, make, rewrite, switch, alter, modify",
    "TOUCH": (
        "change, touch, alter, modify, edit, mess with, do anything to, adjust, do anything with"
    ),
    "RESTORE": (
        "restore, bring back, put back, give back, give me back, get back, get me back, "
        "return to, go back to, change back to, switch back to, revert to, reset, recover, "
        "return, show again, revert, change it back to, put it back to, unblur, show me, "
        "reinstate, back to"
    ),
    "BACK": "back, again",
    "UNDO": (
        "undo, undo that, undo it, undo this, revert that, revert it, take that back, "
        "take it back, go back, step back, ctrl z, roll back, go back one step, put it back, "
        "put it back how it was, put it back the way it was, undo please, reverse that, revert, "
        "undo the last, change it back, switch it back"
    ),
    "LASTEDIT": (
        "last edit, last change, last step, previous edit, previous change, previous step, "
        "last one, last action, the change, the edit, that change, that edit, what you did, "
        "last thing, last thing you did, previous version, last version, what you just did, "
        "what you did just now, last"
    ),
    "RESET": "reset, restore",
    "RESETALL": (
        "start over, undo everything, undo all, reset everything, undo all changes, reset all, "
        "revert everything, start from scratch, remove all changes, remove all edits, "
        "back to the original video, go back to the original video, restore the original video, "
        "restore the original clip, revert to the original video, revert to original, "
        "discard all changes, undo all edits, go back to the original clip, "
        "back to the original clip, reset the video, reset the clip, revert all changes, "
        "clear all edits, reset, undo all of it, discard everything"
    ),
    # The talk itself
    "HELP": (
        "help, help me, what can you do, what do you do, what can you do for me, "
        "how does this work, what are you able to do, what can i do, what can i say, "
        "what can i ask, how do i use this, how to use this, how do you work, "
        "what are your features, what do you offer, show me what you can do, "
        "what else can you do, commands, instructions, what is this, what are you, who are you, "
        "what are my options, options, how can you help, how can you help me, "
        "what all can you do, tell me what you can do, what is it that you do, "
        "what is it you do, what do you do exactly, i need help"
    ),
    "YESNO": (
        "no, nope, yes, yeah, yep, sure, right, no no, i liked it better before, "
        "it was better before, i preferred it before, that was wrong, that's wrong, "
        "that is wrong, wrong, not what i wanted, that's not what i wanted, that was a mistake, "
        "my mistake, i don't like it, i don't like that, hmm no"
    ),
    "BAD": (
        "is a mess, is messy, is ugly, is boring, is too messy, is distracting, looks messy, "
        "looks bad, looks ugly, is bad, is awful, is terrible, is horrible, are boring, "
        "is useless, is not good"
    ),
    "PRAISE": (
        "great, perfect, looks good, looks great, nice, thank you, thanks, awesome, good job, "
        "well done, love it, i love it, cool, thx, wonderful, excellent, great job, that's it, "
        "that's all, very nice, amazing, thank you very much, thanks a lot, beautiful, good, "
        "nice work, it looks great, that looks great, that looks good, so good, much better"
    ),
    "GREETING": (
        "hi, hello, hey, good morning, good evening, good afternoon, hi there, hello there, "
        "hey there, yo"
    ),
    "NOTHING": (
        "nothing, never mind, nevermind, forget it, leave it, leave it as it is, "
        "leave it like that, leave it like this, keep it as it is, keep it like this, "
        "keep it like that, do nothing, change nothing, don't change anything, "
        "don't do anything, leave everything as it is, keep everything as it is, "
        "don't touch anything, leave it alone, as is, keep it as is"
    ),
    "ASIS": (
        "as it is, as is, like this, like that, the way it is, alone, as they are, unchanged, "
        "untouched, the same, as it was, how it is"
    ),
    "ANYTHING": "anything, it, video, clip, a thing, everything",
}

UNITS_MS: dict[str, int] = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1000),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60_000),
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 1),
}

NUMBERS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "ninety": 90}

NUMERALS = Numerals(
    units_ms=UNITS_MS,
    numbers=NUMBERS,
    factors={
        "double": 2.0,
        "twice": 2.0,
        "triple": 3.0,
        "thrice": 3.0,
        "quadruple": 4.0,
        "half": 0.5,
        "quarter": 0.25,
    },
    times=frozenset({"x", "×", "times", "fold"}),
    percent=frozenset({"%", "percent", "pct"}),
    letter_units_ms={"s": 1000, "m": 60_000},
    unit_first=frozenset({"second", "seconds", "minute", "minutes"}),
    half=("half", "half a"),
    and_a_half=("and a half",),
    and_=frozenset({"and"}),
    by=frozenset({":", "x", "×", "by", "/"}),
    minus=frozenset({"-", "minus"}),
)
