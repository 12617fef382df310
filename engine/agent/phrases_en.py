"""The agent's sentences in English: plain, short, without buttons, panels, ids or codes."""

from engine.agent.phrase_table import PhraseTable

_SENTENCES: dict[str, str] = {
    # Background
    "background_set": (
        "The background is {after} now, over the whole video ({length}); it was {before}."
    ),
    "background_removed": (
        "The original background is gone: over the whole video ({length}) there is plain white"
        " now, as an MP4 can't be see-through. Name a scene, a colour or “green screen” if you'd"
        " rather have that."
    ),
    "background_restored": "The original background is back; before it was {before}.",
    "background_is_so": "The background already is {now}, so nothing has changed.",
    "background_is_original": "The original background is still there, so nothing has changed.",
    "background_stays": "The background stays as it is: {now}.",
    "ask_which_background": "What should be behind you? For example:",
    "ask_remove_which": (
        "The background is {now} now. Should the original one come back, or should there be"
        " something else? For example:"
    ),
    "ask_restore_which": "Which one do you mean: the original background or an earlier one? Say:",
    "ask_green_original": (
        "Your video has its original background. What should take its place? For example:"
    ),
    "ask_blur_what": "Do you mean the background? Then say so, for example:",
    "ask_not_there": "The background isn't {scene} now. What should it become? For example:",
    "ask_send_picture": (
        "Send me the picture first, then say: “use this picture as the background”."
    ),
    "ask_no_such_picture": "I have no picture called {name} here. Send it to me first.",
    "not_a_picture": "{name} is no picture; only a picture can be the background.",
    "no_transparency": "An MP4 can't be see-through. A green screen can be keyed out later.",
    # Trim
    "trim_kept": "I kept {start} to {end}: the video was {before} long and is {after} now.",
    "trim_cut": "I cut out {start} to {end}: the video was {before} long and is {after} now.",
    "trim_cut_two": (
        "I cut out {start} to {end} and {start2} to {end2}: the video was {before} long and is"
        " {after} now."
    ),
    "trim_nothing": "The video is only {length} long, so there was nothing to cut.",
    "trim_all": "That would leave nothing: the video is {length} long.",
    "trim_longer": "The video is {length} long and I can't make it longer.",
    "trim_tiny": "That would leave less than a tenth of a second.",
    "trim_overlap": "Those two parts overlap, so I can't cut out both.",
    "time_outside": "{at} is outside the video, which is {length} long.",
    "time_order": "{start} does not come before {end}.",
    "ask_keep_or_cut": "Should {start} to {end} stay or go? For example:",
    "ask_which_part": "The video is {length} long. Which part should stay? For example:",
    "clip_alone": "Only {name} is on the timeline now, {length} long.",
    "clip_alone_already": "{name} is alone on the timeline already.",
    "ask_no_such_clip": "I have no clip called {name} here. Send it to me first.",
    "not_a_clip": "{name} is no video.",
    # Title
    "title_added": "I added the title {text} from {start} to {end}, {position}.",
    "title_cut_short": "It can't stay longer, because the video is {length} long.",
    "title_removed": "The title {text} is gone.",
    "title_lost": "The title {text} was in the part that went, so it is gone too.",
    "title_none": "There is no title, so nothing has changed.",
    "title_changed": "The title said {before} and says {after} now.",
    "title_is_so": "The title already says {text}.",
    "title_moved": "The title {text} was {before} and is {after} now.",
    "title_is_there": "The title {text} already is {after}.",
    "title_times": "Those times of the title don't go together.",
    "ask_title_text": "What should the title say? Put its words in quotation marks, for example:",
    "ask_quote_title": (
        "Should the title say {text}? Put its words in quotation marks, so that I know where they"
        " end, for example:"
    ),
    "ask_title_there": (
        "The title {text} is there {position} at that time already. Change it, or put the new one"
        " elsewhere:"
    ),
    "ask_no_such_title": "There is no such title. There is: {texts}.",
    "ask_which_title": "There is more than one title: {texts}. Name the one that you mean.",
    # Talk
    "undone": "I took the last change back.",
    "undo_nothing": "There is nothing to take back yet.",
    "reset": "Everything is as you sent it: {length} with the original background, no titles.",
    "reset_nothing": "Everything still is as you sent it.",
    "help": (
        "I put you before another background (a scene, a plain colour, a blur, green screen or your"
        " own picture), trim the video and add titles. For example:"
    ),
    "praise": "You're welcome.",
    "ready": "I'm ready. Tell me what to do with your clip, for example:",
    "greeting": "Hello! Tell me what to do with your clip, for example:",
    "greeting_no_clip": "Hello! Send me a clip and tell me what to do with it, for example:",
    "nothing_changes": "All right, everything stays as it is.",
    "left_background": "I leave the background as it is.",
    "left_trim": "I leave the length as it is.",
    "left_title": "I leave the titles as they are.",
    "left_clip": "I leave the clips as they are.",
    "left_talk": "I leave that as it is.",
    # Files
    "cut_short": "The end of {name} is missing; I use the {length} that came through.",
    # Refusals
    "no_clip": "Send me a clip first; I can't make a video from words. Then I can, for example:",
    "cannot_generate": (
        "I can't make a video or a picture from words; I work on the clip that you send."
    ),
    "no_place": "I have no {place} to put behind you.",
    "cannot_sound": "I can't change the sound; it stays as it is.",
    "cannot_speed": "I can't change the speed.",
    "cannot_look": "I can't change the picture's light, colours, size or shape.",
    "cannot_person": "I can't change the person, only what is behind.",
    "cannot_style": "A title has words, a time and a place; I can't change its looks.",
    "cannot_partly": "A background is for the whole video; I can't change it for a part.",
    "cannot_redo": "I can take changes back, but not bring them back again.",
    "cannot": "I don't know how to do that: {clause}.",
    "cannot_part": "I can't do this part: {clause}.",
    "unclear_two_ways": "I could take that in more than one way. Say it another way, for example:",
    "unclear_it": "I'm not sure what {clause} is about. If you mean the background, say:",
    "unclear_order": (
        "I'm not sure how those cuts go together. Please send them one at a time, for example:"
    ),
    "unclear_not": (
        "I'm not sure what all you don't want. Please say it in two messages, for example:"
    ),
    "unclear_backgrounds": "Those are two backgrounds. Which one should it be? For example:",
    "unclear_too_long": "That is too long for me. Tell me in a sentence or two, for example:",
    "nothing_changed": "Nothing has changed.",
    "for_example": "For example:",
    "three_things": "Three things I can do:",
}

_BACKDROPS: dict[str, str] = {
    "original": "the original one",
    "blur light": "lightly blurred",
    "blur normal": "blurred",
    "blur strong": "strongly blurred",
    "color": "plain {name}",
    "green": "green screen",
    "image": "your picture {name}",
}

_SPOTS: dict[str, str] = {
    "top": "at the top",
    "middle": "in the middle",
    "bottom": "at the bottom",
}

_SUGGESTIONS: dict[str, str] = {
    "scene": "put me in {scene}",
    "color": "make the background blue",
    "picture": "use this picture as the background",
    "blur": "blur the background",
    "restore": "restore the original background",
    "keep": "keep only the first {seconds}",
    "cut": "cut off the last {seconds}",
    "range": "keep 0:00 to {end}",
    "title": "add the title “Monday news” for {seconds} at the bottom",
    "title_top": "add the title “Monday news” at the top",
    "retitle": "change the title to “Tuesday news”",
    "untitle": "remove all titles",
    "green": "green screen",
}

TABLE = PhraseTable(
    sentences=_SENTENCES,
    backdrops=_BACKDROPS,
    spots=_SPOTS,
    suggestions=_SUGGESTIONS,
    after_a_picture="{suggestion} (once you have sent me one)",
    second="{amount} second",
    seconds="{amount} seconds",
    minutes="{minutes} min",
    minutes_seconds="{minutes} min {amount} s",
    quotation="“{text}”",
    joint=" ",
)
