"""English words for what is heard. As in `words_en`."""

WORDS: dict[str, str] = {
    "SOUND": (
        "sound, audio, sounds, audio track, sound track, original sound, original audio, "
        "video sound, sound of the video, clip's sound, all sound, all the sound"
    ),
    "VOLUME": "volume, sound level, audio level, loudness, sound volume, audio volume, level",
    "VOICE": "voice, speech, my voice, speaking, voices, talking, my speech",
    "TURN": "turn, bring, crank, dial, set, put, take",
    "LOUDER": "louder, more loud, more audible, louder please",
    "SOFTER": "quieter, softer, less loud, more quiet, quieter please, more silent",
    "QUIET": "quiet, soft, low, faint, silent, hard to hear",
    "LOUD": "loud, noisy",
    "ASLOUD": "as loud, the volume, its volume, volume",
    "TOO": "too, way too, a bit too, much too, far too, a little too",
    "IS": "is, are, looks, sounds, seems",
    "ITIS": "it's, it is, its, that's, that is, this is, they are, they're",
    "MUTE": "mute, silence, muted, mute out, kill",
    "SILENT": "silent, soundless, without sound, mute, muted",
    "UNMUTE": "unmute, un mute",
    "ONWORD": "on",
    "NORMALISE": (
        "normalise, normalize, even out, level out, equalise, equalize, balance, standardise, "
        "standardize, level, normalising, normalizing"
    ),
    "NORMALISED": "normalised, normalized, even, balanced, consistent, level, equally loud",
    "MUSIC": (
        "music, song, background music, track, soundtrack, tune, bgm, backing track, audio file, "
        "sound file, mp3, background song, background track, music track, jingle, music file, "
        "score, melody"
    ),
    "UNDER": "under, underneath, beneath, behind, below, over, during, to, throughout",
    "SOFTLY": (
        "quietly, softly, quiet, soft, low, faintly, at low volume, at a low volume, "
        "not too loud, very quietly, very softly, in low volume, gently"
    ),
    "OVER": "over, during, for, within, in",
    "AGAIN": "again",
    "FADEV": "fade, fading, let fade",
    "INWARD": "in, up",
    "OUTWARD": "out, away, down",
    "DUCK": "duck, dip",
    "DUCKING": "ducking, auto ducking, audio ducking",
    "DUCKON": (
        "softer when i speak, softer when i talk, softer while i speak, softer while i talk, "
        "quieter when i speak, quieter when i talk, quieter while i speak, quieter while i talk, "
        "softer under my voice, quieter under my voice, ducked under my voice, "
        "duck it when i speak, duck it when i talk, duck it under my voice, "
        "lower it when i speak, lower it when i talk, turn it down when i speak, "
        "turn it down when i talk, softer under speech, quieter under speech"
    ),
    "DUCKOFF": "without ducking, no ducking, not ducked",
}
