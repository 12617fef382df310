"""The agent's sentences in English about background, parts, titles and talk: plain, short, without
buttons, panels, ids or codes. `phrases_en_edits` has the others, and the table of all.
"""

SENTENCES: dict[str, str] = {
    # Background
    "background_set": (
        "The background is {after} now, over the whole video ({length}); it was {before}."
    ),
    "background_removed": (
        "The original background is gone: over the whole video ({length}) there is plain white"
        " now. Name a scene or a colour, or say “transparent background”, if you'd rather have"
        " that."
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
    "background_transparent": (
        "The background is see-through now; it was {before}. The result will be a WebM file, sent"
        " as a file: an MP4 can't be see-through."
    ),
    "blur_limits": "A blur is between 1% and 100%.",
    "ask_clip_behind": (
        "{name} is the only clip, so it can't be behind itself. What should be there? For example:"
    ),
    "scenes": "These are the backgrounds that I have. Say one, or send me a picture of your own:",
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
    "title_colored": "The title {text} is {color} now.",
    "title_sized": "The title {text} is {size} now.",
    "title_fades": "The title {text} fades in and out now.",
    "title_looks_so": "The title {text} looks like that already.",
    "title_timed": "The title {text} shows from {start} to {end} now.",
    "title_timed_so": "The title {text} already shows from {start} to {end}.",
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
        "I put you before another background (a scene, a colour, a blur, your own picture or clip),"
        " cut, speed up and reverse, make it vertical or square, change volume, light and colours,"
        " and add titles, captions, music and a logo. For example:"
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
    "left_time": "I leave the speed as it is.",
    "left_frame": "I leave the frame as it is.",
    "left_person": "I leave your place as it is.",
    "left_sound": "I leave the sound as it is.",
    "left_music": "I leave the music as it is.",
    "left_look": "I leave light and colours as they are.",
    "left_fade": "I leave the fades as they are.",
    "left_logo": "I leave the logo as it is.",
    "left_captions": "I leave the captions as they are.",
    # Files
    "cut_short": "The end of {name} is missing; I use the {length} that came through.",
    # Refusals
    "no_clip": "Send me a clip first; I can't make a video from words. Then I can, for example:",
    "cannot_generate": (
        "I can't make a video or a picture from words; I work on the clip that you send."
    ),
    "no_place": "I have no {place} to put behind you.",
    "cannot_noise": (
        "I can't clean up or replace what was recorded; I can mute it, change its volume and put"
        " music under it."
    ),
    "cannot_language": (
        "I can't listen or translate; but send me captions as an SRT file, or as lines like"
        " “0:01 Hello”, and I put them in."
    ),
    "cannot_effect": (
        "I have no such effect. What I can change is light, colours, contrast, shape, speed and"
        " fades."
    ),
    "cannot_person": (
        "I can't change how somebody looks; I can change what is behind, where somebody stands and"
        " how large."
    ),
    "cannot_style": (
        "A title has a place, a time, a colour, a size and a fade; I can't change more."
    ),
    "cannot_partly": "A background is for the whole video; I can't change it for a part.",
    "cannot_sound_partly": "The volume is that of the whole video; I can't change it for a part.",
    "cannot": "I don't know how to do that: {clause}.",
    "cannot_part": "I can't do this part: {clause}.",
    "unclear_two_ways": "I could take that in more than one way. Say it another way, for example:",
    "unclear_it": "I'm not sure what {clause} is about. Say it with the thing's name, for example:",
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
