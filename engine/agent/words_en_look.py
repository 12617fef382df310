"""English words for light and colours. As in `words_en`."""

WORDS: dict[str, str] = {
    "ADJUST brightness+": "brighter, lighter, more bright, better lit, more luminous",
    "ADJUST brightness-": "darker, dimmer, less bright, more dark",
    "ADJUST warmth+": "warmer, more warm, less cold, less blue",
    "ADJUST warmth-": "cooler, colder, bluer, less warm, more cool",
    "ADJUST saturation+": (
        "more vivid, more colourful, more colorful, more saturated, more vibrant, more intense"
    ),
    "ADJUST saturation-": (
        "less saturated, less colourful, less colorful, less vivid, paler, more muted"
    ),
    "ADJUST contrast+": "more contrasty, punchier, crisper, more contrasted",
    "ADJUST contrast-": "less contrasty, flatter",
    "AMISS brightness+": "dark, dim, gloomy, underexposed, murky",
    "AMISS brightness-": "bright, light, overexposed, glaring",
    "AMISS warmth+": "cold, cool, blue, bluish",
    "AMISS warmth-": "warm, yellow, orange, yellowish",
    "AMISS saturation+": "pale, washed out, colourless, colorless, grey, gray",
    "AMISS saturation-": "saturated, colourful, colorful, vivid, garish",
    "AMISS contrast+": "flat, dull",
    "AMISS contrast-": "contrasty, harsh",
    "QUANTITY brightness": "brightness, exposure, luminosity",
    "QUANTITY contrast": "contrast, contrasts",
    "QUANTITY saturation": (
        "saturation, color, colour, vibrance, color saturation, colour saturation"
    ),
    "QUANTITY warmth": "warmth, color temperature, colour temperature, temperature",
    "BRIGHTEN": "brighten, brighten up, lighten, light up, lighten up",
    "LIGHTEN": "lighten",
    "DARKEN": "darken, dim",
    "GREYED": (
        "black and white, black & white, b&w, bw, grayscale, greyscale, monochrome, "
        "in black and white, gray scale, grey scale, black n white, colourless, colorless"
    ),
    "COLORS": "colors, colours, color, colour, tones, tone, colors of it, grading, image, look",
    "LOOKCHANGES": (
        "color changes, colour changes, look, color correction, colour correction, filter, "
        "brightness change, adjustments, color adjustments, colour adjustments, grading"
    ),
    "MORE": "more, extra, additional, some more, a bit more of, higher",
    "LESS": "less, lower, fewer, not so much",
    "HIGHER": "higher, up, stronger",
    "LOWER": "lower, down, weaker",
    "UPWARD": (
        "increase, raise, boost, turn up, bump up, lift, pump up, crank up, amp up, up, heighten, "
        "dial up, amplify, strengthen, push up, set up"
    ),
    "DOWNWARD": (
        "decrease, lower, reduce, turn down, bring down, drop, cut down, dial down, tone down, "
        "lessen, weaken, take down"
    ),
    "FADEIN": (
        "fade in, fades in, fading in, fade up, fade it in, in fade, fade in effect, "
        "fade from black"
    ),
    "FADEOUT": (
        "fade out, fades out, fading out, fade to black, fade it out, out fade, fade out effect"
    ),
    "FADEBOTH": "fade in and out, fades, fade in fade out, fade in & out, fade in and fade out",
    "FROMBLACK": "from black, from a black screen, from the dark",
    "TOBLACK": "to black, into black, to a black screen, to dark",
    "MATCH": "match, adapt, fit, blend, relight, adjust",
    "ADAPT": "adapt, adjust, correct, change, alter, tint",
    "LIGHT": "light, lighting, lights, my light, light and colour, light and color",
    "LIGHTMATCH": (
        "light match, light matching, lighting match, matching light, matched light, relighting, "
        "light matched, color matching, colour matching, light adaptation, match of the light"
    ),
    "OFFWORD": "off",
}
