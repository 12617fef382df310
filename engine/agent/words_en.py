"""The English words of the agent: one row per concept, synonyms separated by commas.

A new way to say a known thing is a word in a row here. A row `CONCEPT value` carries a value to the
grammar. `FILLER` holds what can be left out of any instruction without changing its meaning;
nothing that carries meaning may stand there. What is in no row is not understood, on purpose.
"""

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
        "do you mind, bot, nemo, i guess, perhaps"
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
    "MOVE": "move, put, place, shift, bring, show, display, set",
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
        "put it back how it was, put it back the way it was, undo please, reverse that"
    ),
    "LASTEDIT": (
        "last edit, last change, last step, previous edit, previous change, previous step, "
        "last one, last action, the change, the edit, that change, that edit, what you did, "
        "last thing, last thing you did, previous version, last version"
    ),
    "RESET": (
        "start over, undo everything, undo all, reset everything, undo all changes, reset all, "
        "revert everything, start from scratch, remove all changes, remove all edits, "
        "back to the original video, go back to the original video, restore the original video, "
        "restore the original clip, revert to the original video, revert to original, "
        "discard all changes, undo all edits, go back to the original clip, "
        "back to the original clip, reset the video, reset the clip, revert all changes, "
        "clear all edits"
    ),
    # The picture
    "BACKGROUND": (
        "background, backdrop, bg, back ground, backgrounds, surroundings, video background, "
        "background image, background picture, background colour, background color, wallpaper"
    ),
    "ROOM": "room, my room, scenery, surrounding, bedroom, living room, kitchen",
    "WALL": "wall",
    "BEHIND": "behind, in back of, at the back of",
    "STUFF": (
        "everything, what's, what is, whatever, whatever is, whatever's, stuff, things, "
        "everything that is, everything that's, anything, all that is, all that's, mess, "
        "clutter, all the stuff, all the things, the area, area, the rest, part, everything else"
    ),
    "EXCEPT": "except, except for, but, apart from, other than, besides, aside from",
    "AROUND": "around",
    "ME": (
        "me, myself, us, person, speaker, man, woman, guy, him, her, them, presenter, subject, "
        "people, host, lady, girl, boy"
    ),
    "IAM": (
        "i'm, i am, im, i was, i were, i'm sitting, i am sitting, i was sitting, i were sitting, "
        "she is, he is, she's, he's, we are, we're, they are, they're, i'm standing, "
        "i am standing, i'm working, i am working, i'm talking, i am talking, i'm speaking, "
        "i am speaking"
    ),
    "WANTBE": (
        "i want to be, i'd like to be, i would like to be, i'd rather be, i should be, "
        "let me be, i wanna be, i want to sit, i'd like to sit, i want to appear, "
        "i want to look like i'm, i need to be, we want to be, i'd love to be, "
        "i would love to be, i want to be sitting, i'd rather be sitting, make me be, "
        "i wish i was, i wish i were, i want myself"
    ),
    "LOOKS": (
        "look like, look as if, look as though, seem like, appear as if, appear like, "
        "looks like, appear, look"
    ),
    "SITTING": "sitting, standing, seated, working, talking, speaking, recorded, filmed",
    "BEFORE": "in front of, infront of, before, against, in front",
    "IN": "in, into, inside, inside of, at, to, within, onto",
    "ON": "on, onto, over, on top of, against",
    "OF": "of, from, in",
    "WITH": "with, by, for, to, into, as",
    "AS": "as, as the, like, for",
    "IT": "it, that, this, them",
    "THIS": "this, this one, it, that, that one",
    "INSTEADOF": "instead of, in place of, rather than",
    "ORIGINAL": "original, real, actual, own, initial, normal, original one",
    "OLD": "old, current, existing, present",
    "OLDONE": "old, previous, former",
    "QUALITY": (
        "nice, modern, professional, virtual, realistic, normal, typical, proper, good, "
        "beautiful, simple, real, pretty, lovely, fancy, clean, tidy, neat, cool, decent, "
        "good looking, nice looking, business, corporate, generic, photorealistic, ordinary"
    ),
    "SCENERY": (
        "scene, setting, environment, space, room, view, interior, scenery, background scene"
    ),
    "PLAIN": "plain, solid, flat, simple, uniform, pure, single, full, completely, all",
    "COLORWORD": "color, colour, colored, coloured, color background, colour background, one",
    "SCREEN": "screen, wall, canvas",
    "GREENSCREEN": (
        "green screen, greenscreen, chroma key, chroma, chroma green, chroma key green, "
        "green screen color"
    ),
    "PICTURE": "picture, photo, image, pic, photograph, jpg, png, jpeg, snapshot, screenshot",
    "OWN": "own, other, latest, last, new",
    "SENT": (
        "i sent, i just sent, i uploaded, i just uploaded, i sent you, i've sent, i have sent, "
        "sent, uploaded, attached, i attached, from before, i gave you, above, i shared, "
        "that i sent, that i uploaded, i've uploaded, i have uploaded, that i just sent, "
        "that i sent you"
    ),
    "DEGREE light": (
        "slightly, slight, a little, a little bit, a bit, lightly, light, soft, softly, subtle, "
        "subtly, gentle, gently, a touch, mild, mildly, a tiny bit, weak, very slightly, "
        "somewhat, just a little, less"
    ),
    "DEGREE normal": "medium, moderate, moderately",
    "DEGREE strong": (
        "strong, strongly, heavily, heavy, a lot, very, really, much, extreme, extremely, more, "
        "as much as possible, intense, intensely, hard, way more, very much, a lot more, "
        "stronger, heavier, very strong, very heavy, deep, deeply, maximum, super"
    ),
    "FULLY": "completely, totally, fully, entirely, all of, all",
    "VIDEO": "video, clip, footage, recording, movie, film, vid, my video, frame, the video, shot",
    "TRANSPARENT": (
        "transparent, see through, see-through, invisible, alpha, with alpha, alpha channel"
    ),
    "CUTMEOUT": (
        "cut me out, isolate me, extract me, extract the person, isolate the person, "
        "cut out the person, cut the person out, isolate the speaker, separate me"
    ),
    "REMOVAL": "removal, remover, removed, gone",
    "MUSTGO": (
        "must go, has to go, should go, needs to go, needs to be removed, should be removed, "
        "must be removed, removed, gone"
    ),
    # Time
    "FIRST": "first, opening, initial, beginning, starting, start",
    "LAST": "last, final, closing, ending, end",
    "START": "start, beginning, front, very start, very beginning",
    "END": "end, back, tail, very end, finish",
    "FROM": "from, starting from, starting at, between, of",
    "SINCE": "from, after, past, starting at, starting from",
    "UNTIL": "until, till, up to, before, to, up until, through",
    "TO": "to, until, till, through, up to",
    "DOWNTO": "to, down to, to just, to only, so it is, to about",
    "BETWEEN": "between",
    "ANDTIME": "and, to",
    "OFF": "off, from, off of, at, of",
    "ONWARDS": "on, onwards, onward, forward, to the end, until the end, till the end, to end",
    "AFTER": "after, following, past, beyond, later than",
    "PRIOR": "before, prior to, up to, until, earlier than",
    "PART": (
        "part, bit, section, piece, portion, segment, everything, stuff, all, interval, fragment"
    ),
    "STARTAT": (
        "start at, start from, begin at, begin from, start with, start it at, "
        "start the video at, starting at, begin the video at, let it start at, make it start at, "
        "start the clip at"
    ),
    "ENDAT": (
        "end at, stop at, finish at, end it at, stop it at, end the video at, stop the video at, "
        "stop after, end after, cut off at, cut it off at, cut off after, ending at, "
        "make it end at, cut it at, cut after, finish after, end the clip at, let it end at"
    ),
    "LONG": "long, in length, in duration, in total",
    "THROUGHOUT": (
        "throughout, the whole time, all the time, the entire time, the whole video, "
        "the entire video, the whole clip, for the whole video, for the entire video, "
        "for the whole clip, throughout the video, during the whole video, the full video, "
        "for the full video, the complete video, from start to finish, from start to end, "
        "from beginning to end, permanently"
    ),
    "DURING": "for, during, in, over, within",
    "FOR": (
        "for, lasting, during, that lasts, which lasts, for about, of, to last, staying for, "
        "stay for, visible for, shown for"
    ),
    "AT": "at, from, starting at, starting from, at second, after, beginning at, on",
    "ATSTART": (
        "at start, at the start, at the beginning, at beginning, in the beginning, "
        "at the very start, at the very beginning, from the start, from the beginning, "
        "right at the start, at the start of the video, at the beginning of the video, at first"
    ),
    "ATEND": (
        "at end, at the end, at the very end, at the end of the video, right at the end, "
        "at the end of the clip"
    ),
    "ATSECOND": "at second, second, at the",
    "MARK": "mark, point, in, minute mark, second mark",
    # Title
    "TITLE": (
        "title, caption, text, heading, headline, words, title card, text overlay, title text, "
        "label, word, title saying, message, line"
    ),
    "TITLES": (
        "titles, captions, texts, all titles, all texts, all captions, text overlays, all text, "
        "all the titles, every title, both titles, headings"
    ),
    "SAYS": (
        "say, to say, read, to read, with text, with words, should say, should read, so it says, "
        "so it reads, so that it says, so that it reads"
    ),
    "TELLS": (
        "says, saying, that says, which says, reading, that reads, which reads, with the text, "
        "with the words, titled, called, named, reads"
    ),
    "COLON": ":, =",
    "TITLEIT": "title it, caption it, label it, title the video, caption the video, entitle it",
    "POSITION top": (
        "top, upper part, upper third, upper edge, top center, top centre, above, top edge, upper"
    ),
    "POSITION middle": "middle, center, centre, mid, centered, centred",
    "POSITION bottom": (
        "bottom, lower third, lower part, lower edge, bottom center, bottom centre, below, "
        "bottom edge, underneath, lower, foot"
    ),
    "ATPLACE": "at, on, in, to, across, along, on to, onto, towards, near, at the very",
    "PLACEPART": "of, on, of the, in",
    "ONSCREEN": (
        "on screen, on the screen, onto the screen, on video, on the video, over the video, "
        "on it, to the video, in the video, to it, on top of the video, to my video, "
        "on my video, in it, over it, to the clip, on the clip, onto the video, to this video, "
        "on this video"
    ),
    "SCREENPART": "screen, video, picture, frame, image, clip",
    "APPEAR": (
        "appear, show, show up, appears, stay, be, be shown, sit, go, visible, shown, displayed"
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
        "what is it you do, what do you do exactly"
    ),
    "YESNO": (
        "no, nope, yes, yeah, yep, sure, right, no no, i liked it better before, "
        "it was better before, i preferred it before"
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
        "nothing, never mind, nevermind, forget it, forget that, cancel that, leave it, "
        "leave it as it is, leave it like that, leave it like this, keep it as it is, "
        "keep it like this, keep it like that, do nothing, change nothing, "
        "don't change anything, don't do anything, leave everything as it is, "
        "keep everything as it is, don't touch anything, leave it alone, as is, keep it as is"
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
