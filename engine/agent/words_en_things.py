"""English words for what an instruction is about: picture, time and title. As in `words_en`."""

WORDS: dict[str, str] = {
    # The picture
    "BACKGROUND": (
        "background, backdrop, bg, back ground, backgrounds, surroundings, video background, "
        "background image, background picture, background colour, background color, wallpaper"
    ),
    "ROOM": "room, my room, scenery, surrounding, bedroom, living room",
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
    "MINE": "my, our, his, her, their",
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
    "STANDV": "be, sit, stand, appear, work, speak, be sitting, be standing, be seated",
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
    "UGLY": (
        "messy, ugly, boring, cluttered, dirty, distracting, untidy, terrible, awful, horrible, "
        "chaotic, busy"
    ),
    "OLDONE": "old, previous, former",
    "QUALITY": (
        "nice, modern, professional, virtual, realistic, normal, typical, proper, good, "
        "beautiful, simple, real, pretty, lovely, fancy, clean, tidy, neat, cool, decent, "
        "good looking, nice looking, business, corporate, generic, photorealistic, ordinary"
    ),
    "SCENERY": (
        "scene, setting, environment, space, room, view, interior, scenery, background scene, one"
    ),
    "PLAIN": "plain, solid, flat, simple, uniform, pure, single, full, completely, all",
    "COLORWORD": "color, colour, colored, coloured, color background, colour background, one",
    "SCREEN": "screen",
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
    "VIDEO": (
        "video, clip, footage, recording, movie, film, vid, my video, frame, the video, shot, thing"
    ),
    "GRADIENT": "gradient, color gradient, colour gradient, gradients, gradient fill",
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
        "start the clip at, start after, begin after, start it after, start the video after"
    ),
    "ENDAT": (
        "end at, stop at, finish at, end it at, stop it at, end the video at, stop the video at, "
        "stop after, end after, cut off at, cut it off at, cut off after, ending at, "
        "make it end at, cut it at, cut after, finish after, end the clip at, let it end at, "
        "end it after, stop it after, end the video after, stop the video after"
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
    "MARK": "mark, point, in",
    # Title
    "TITLE": (
        "title, text, heading, headline, words, title card, text overlay, title text, "
        "label, word, message, line, name"
    ),
    "TITLES": (
        "titles, texts, all titles, all texts, text overlays, all text, "
        "all the titles, every title, both titles, headings"
    ),
    "SAYS": (
        "say, to say, read, to read, with text, with words, so it says, so it reads, "
        "so that it says, so that it reads"
    ),
    "SHOULDSAY": "should say, should read, must say, needs to say, must read",
    "TELLS": (
        "says, saying, that says, which says, reading, that reads, which reads, with the text, "
        "with the words, titled, called, named, reads, stating, that states"
    ),
    "COLON": ":, =, ->, =>",
    "POINTING": (
        "my, your, his, her, our, their, something, anything, whatever, who, what, where, when, "
        "how, why, which, today's, current, mine, the date, the time, the same, it, this, that, "
        "someone, somebody, else, better"
    ),
    "TITLEIT": "title it, caption it, label it, title the video, caption the video, entitle it",
    "POSITION top": (
        "top, upper part, upper third, upper edge, top center, top centre, above, top edge, upper"
    ),
    "POSITION middle": "middle, center, centre, mid, centered, centred",
    "POSITION bottom": (
        "bottom, lower part, lower edge, bottom center, bottom centre, below, "
        "bottom edge, underneath, lower"
    ),
    "ATPLACE": (
        "at, on, in, to, across, along, on to, onto, towards, near, at the very, up to, down to, "
        "up at, down at"
    ),
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
}
