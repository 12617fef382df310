"""English words for the frame and what stands at its edges. As in `words_en`."""

WORDS: dict[str, str] = {
    "SHAPE 9:16": (
        "vertical, portrait, upright format, vertical format, portrait format, tall, "
        "portrait orientation, vertical orientation, phone format"
    ),
    "SHAPE 16:9": (
        "horizontal, landscape, widescreen, wide screen, landscape format, horizontal format, "
        "landscape orientation, wide format"
    ),
    "SHAPE 1:1": "square, square format, a square, squared",
    "SHAPEWORD": (
        "video, format, ratio, aspect ratio, aspect, shape, orientation, crop, clip, size, "
        "format video, version"
    ),
    "SHAPEV": (
        "crop, convert, resize, reformat, reframe, cut, turn, format, shape, recut, change, "
        "make, export, render, adapt, trim, recrop"
    ),
    "FORPLACE": (
        "for tiktok, for instagram, for insta, for reels, for youtube, for shorts, for stories, "
        "for my story, for social media, for whatsapp, for linkedin, for facebook, for my feed, "
        "for instagram reels, for youtube shorts, for a story, for instagram stories, for phones, "
        "for mobile, for the feed, for my phone, for ig, on tiktok, on instagram, for snapchat, "
        "for an instagram story, for the instagram feed, for an instagram post"
    ),
    "PLATFORM 9:16": (
        "for tiktok, for reels, for instagram reels, for shorts, for youtube shorts, for stories, "
        "for instagram stories, for an instagram story, for a story, for my story, for snapchat, "
        "tiktok format, reels format, story format, tiktok"
    ),
    "PLATFORM 16:9": "youtube format, tv format",
    "ROTATE": "rotate, spin, rotating",
    "TURNV": "turn",
    "DEGREES": "degrees, degree, deg, °",
    "SPIN cw": "clockwise, to the right, right, cw, rightwards",
    "SPIN ccw": (
        "counterclockwise, anticlockwise, counter clockwise, anti clockwise, to the left, left, "
        "ccw, leftwards"
    ),
    "UPSIDEDOWN": "upside down, on its head, on my head, inverted",
    "UPRIGHT": "right way up, right side up, right way round, other way up",
    "SIDEWAYS": "sideways, on its side, lying on its side, rotated, upright, straight",
    "MIRROR": "mirror, flip, flop, mirroring",
    "MIRRORED": "mirrored, flipped, mirror inverted",
    "ALONG": "horizontally, left to right, left right, sideways",
    "LEFTRIGHT": "left and right, left to right",
    "UPDOWN": "vertically, top to bottom",
    "SIDE left": "left, left side, left hand side, left half, left edge, left third",
    "SIDE right": "right, right side, right hand side, right half, right edge, right third",
    "SIDE middle": "middle, center, centre, in the middle",
    "SIZER up": "bigger, larger, closer, more large",
    "SIZER down": "smaller, tinier, further away, more small",
    "SIZERV up": "enlarge, scale up, magnify, grow",
    "SIZERV down": "shrink, scale down",
    "CENTERV": "center, centre",
    "SCALE": "scale, resize, make, set, size, shrink, enlarge",
    "SIZEWORD": "size, in size, scale, of my size, of the size",
    "CORNER top left": (
        "top left, top left corner, upper left, upper left corner, left top, left top corner, "
        "top left hand corner"
    ),
    "CORNER top right": (
        "top right, top right corner, upper right, upper right corner, right top, "
        "right top corner, top right hand corner"
    ),
    "CORNER bottom left": (
        "bottom left, bottom left corner, lower left, lower left corner, left bottom, "
        "left bottom corner, bottom left hand corner"
    ),
    "CORNER bottom right": (
        "bottom right, bottom right corner, lower right, lower right corner, right bottom, "
        "right bottom corner, bottom right hand corner"
    ),
    "LOGO": "logo, watermark, brand, company logo, brand logo, badge, brand mark",
    "SUBTITLE": "caption, subtitle, closed caption",
    "SUBTITLES": "captions, subtitles, all captions, all subtitles, closed captions, subs",
    "CAPTIONFILE": "srt, srt file, subtitle file, caption file, captions file, subtitles file",
    "LOWERTHIRD": "lower third, name tag, name strap, name bar, chyron, name plate, name banner",
    "SIZE large": "large, big, huge, giant, bold and big, large size",
    "SIZE small": "small, tiny, little, small size",
    "SIZE normal": "normal, normal size, medium, normal sized, regular, medium size",
    "LETTERS": "letters, text, font, type, writing, characters, print",
    "COLORV": "color, colour, paint, dye",
    "FADES": "fade, fade in, fade out, fade in and out, fading in, fades, fades in, fade effect",
    "LET": "let, have",
}
