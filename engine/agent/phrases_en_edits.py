"""The agent's sentences in English about time, frame, sound and light, and the table of all."""

from engine.agent.phrase_table import PhraseTable
from engine.agent.phrases_en import SENTENCES

_EDITS: dict[str, str] = {
    # Time
    "speed_changed": (
        "It runs {times} as fast as before: it was {before} long and is {after} now."
    ),
    "speed_changed_part": (
        "{start} to {end} runs {times} as fast as before: the video was {before} long and is"
        " {after} now."
    ),
    "speed_normal": "It runs at its own speed again: it was {before} long and is {after} now.",
    "speed_normal_part": (
        "{start} to {end} runs at its own speed again: the video was {before} long and is {after}"
        " now."
    ),
    "speed_is_so": "It already runs at that speed, so nothing has changed.",
    "speed_limits": "A clip can run between {least} and {most} its own speed.",
    "reversed": "{start} to {end} runs backwards now.",
    "reversed_back": "{start} to {end} runs forwards again.",
    "frozen": "The picture stands still at {at} for {length}; the video is {after} long now.",
    "film_limits": "A video can be up to {most} long, and this would make it {after}.",
    "still_length": "A picture can stand still for up to ten minutes.",
    "still_added": "The picture {name} stands at the end for {length}.",
    "still_added_first": "The picture {name} stands at the start for {length}.",
    "ask_send_still": "Send me the picture first, then say where and how long. Or, for example:",
    "not_a_still": "{name} is no picture; only a picture can stand still.",
    "clip_removed": "The clip {name} is gone; the video is {length} long now.",
    "ordered": "The clips come in this order now: {names}.",
    "order_is_so": "The clips already come in this order: {names}.",
    "clips_are_joined": "The clips are one video already, in this order: {names}.",
    "ask_one_clip": "There is only one clip here. Send me another one first.",
    "ask_which_order": "I'm not sure in which order the clips should come. Name all of them.",
    "ask_clip_number": "There is no such clip. There is: {names}.",
    # Frame
    "canvas_set": (
        "The video is {shape} now ({width}×{height} pixels), filled, with you kept in the picture."
    ),
    "canvas_is_so": "The video is {shape} already, so nothing has changed.",
    "turned": "I turned the picture by {degrees} degrees clockwise.",
    "turn_quarters": "I can turn the picture by 90, 180 or 270 degrees.",
    "ask_turn": "Which way should I turn it? For example:",
    "mirrored": "Left and right are exchanged now.",
    "mirrored_back": "Left and right are as they were recorded again.",
    "flopped": "Top and bottom are exchanged now.",
    "person_placed": "You are {side}, at {size} of your size.",
    "person_is_so": "You already are {side}, at {size} of your size.",
    "person_limits": "You can be between {least} and {most} of your size.",
    "ask_person_cut_out": (
        "I can only move you or change your size before another background. For example:"
    ),
    # Sound
    "volume_changed": "The volume was {before} and is {after} now.",
    "volume_is_so": "The volume already is {now}.",
    "volume_limits": "A volume can be up to {most}.",
    "muted": "The video's own sound is off.",
    "muted_already": "The video's own sound is off already.",
    "normalised": "The sound is brought to an even loudness of {lufs}.",
    "normalised_already": "The sound is brought to {lufs} already.",
    "loudness_limits": "A loudness can be between {least} and {most}.",
    "music_added": (
        "{name} plays under the whole video at a volume of {volume}, softer while somebody speaks."
    ),
    "music_added_flat": "{name} plays under the whole video at a volume of {volume}.",
    "music_is_so": "{name} already plays under the video like that.",
    "music_volume": "The music's volume was {before} and is {after} now.",
    "music_volume_is_so": "The music's volume already is {now}.",
    "music_removed": "The music {name} is gone.",
    "music_faded": "The music fades over {length} now.",
    "music_fades_so": "The music already fades over {length}.",
    "music_ducked": "The music is softer while somebody speaks.",
    "music_level": "The music stays as loud while somebody speaks.",
    "ask_send_music": "Send me the music first, then say: “use this song as background music”.",
    "ask_no_such_sound": "I have no sound called {name} here. Send it to me first.",
    "not_a_sound": "{name} is a picture; I need a sound for that.",
    "ask_sound_of_clip": (
        "{name} is your clip itself. Send me the music as a file of its own first."
    ),
    "ask_no_music": (
        "There is no music of mine in the video, and what was recorded is all one sound. What"
        " should I do? For example:"
    ),
    # Light and colours
    "look_changed": "{quantity} was {before} and is {after} now.",
    "look_at_limit": "{quantity} can't go further than {before}.",
    "look_reset": "Light and colours are as they were recorded again.",
    "look_is_original": "Light and colours are as they were recorded, so nothing has changed.",
    "faded_in": "The video comes out of black over {length}.",
    "faded_out": "The video goes into black over {length}.",
    "faded_both": "The video comes out of black and goes into it again, {length} each.",
    "fades_are_so": "The video already fades over {length}.",
    "fade_limits": "A fade can be up to {most} long here.",
    "fade_removed": "That fade is gone.",
    "fade_none": "There is no such fade, so nothing has changed.",
    "light_on": "Your light and colours follow the background.",
    "light_off": "Your light and colours stay as they were recorded.",
    "ask_light_of_what": "There is no other background whose light you could have. For example:",
    # Logo and captions
    "logo_added": "{name} is the logo {corner} now, at {size} of the picture's shorter side.",
    "logo_changed": "The logo {name} is {corner} now, at {size} of the picture's shorter side.",
    "logo_is_so": "The logo {name} already is {corner}, at {size} of the picture's shorter side.",
    "logo_removed": "The logo is gone.",
    "logo_limits": "A logo can be between {least} and {most} of the picture's shorter side.",
    "not_a_logo": "{name} is no picture; only a picture can be a logo.",
    "ask_send_logo": "Send me the logo as a picture first, then say where it should be. Or:",
    "ask_no_logo": "There is no logo of mine in the video. What should I do? For example:",
    "captions_added": "I put in {count} captions, from {start} to {end}.",
    "captions_removed": "The captions are gone.",
    "captions_are_so": "Those captions are there already.",
    "captions_unreadable": (
        "I can't read those captions. I take an SRT file, or lines like “0:01 Hello”, up to 2000."
    ),
    "cannot_change_captions": (
        "Captions look as they do; I can take them away, or put in others that you send me."
    ),
    "captions_outside": (
        "All those captions are after the end of the video, which is {length} long."
    ),
    "ask_captions": (
        "I can't listen, so send me the captions: an SRT file, or lines like “0:01 Hello” after the"
        " word “captions:”. Or do you mean a title? For example:"
    ),
    # What was done
    "redone": "I brought the change back.",
    "redo_nothing": "There is nothing to bring back.",
    "story_nothing": "Nothing yet: the video is {length} long, as you sent it.",
    "story_length": "So far: the video is {length} long.",
    "story_background": "The background is {now}.",
    "story_speed": "It runs at {times} its own speed.",
    "story_speed_partly": "A part of it runs at {times} its own speed.",
    "story_reverse": "Something runs backwards.",
    "story_freeze": "Somewhere the picture stands still.",
    "story_mirror": "Left and right are exchanged.",
    "story_turn": "The picture is turned.",
    "story_canvas": "It is {shape}.",
    "story_volume": "The volume is {now}.",
    "story_loudness": "The loudness is even.",
    "story_music": "{name} plays under it at {volume}.",
    "story_look": "{quantity} is {now}.",
    "story_title": "There is the title {text}.",
    "story_captions": "There are {count} captions.",
    "story_logo": "{name} is the logo.",
}

_BACKDROPS: dict[str, str] = {
    "original": "the original one",
    "blur light": "lightly blurred",
    "blur normal": "blurred",
    "blur strong": "strongly blurred",
    "color": "plain {name}",
    "green": "green screen",
    "gradient": "a gradient in {name}",
    "transparent": "see-through",
    "image": "your picture {name}",
    "video": "your clip {name}",
}

_SPOTS: dict[str, str] = {
    "top": "at the top",
    "middle": "in the middle",
    "bottom": "at the bottom",
    "top left": "at the top left",
    "top right": "at the top right",
    "middle left": "in the middle on the left",
    "middle right": "in the middle on the right",
    "bottom left": "at the bottom left",
    "bottom right": "at the bottom right",
}

_TERMS: dict[str, str] = {
    "16:9": "landscape (16:9)",
    "9:16": "vertical (9:16)",
    "1:1": "square (1:1)",
    "4:5": "upright (4:5)",
    "at left": "on the left",
    "at right": "on the right",
    "at middle": "in the middle",
    "brightness": "Brightness",
    "contrast": "Contrast",
    "warmth": "Warmth",
    "saturation": "Saturation",
    "size small": "small",
    "size normal": "of normal size",
    "size large": "large",
}

_SUGGESTIONS: dict[str, str] = {
    "scene": "put me {scene}",
    "scene_left": "put me {scene} and move me to the left",
    "scene_right": "put me {scene} and move me to the right",
    "scene_unlit": "put me {scene} and keep my own colours",
    "gradient": "use a navy gradient as the background",
    "color": "make the background blue",
    "picture": "use this picture as the background",
    "blur": "blur the background",
    "restore": "restore the original background",
    "keep": "keep only the first {seconds}",
    "cut": "cut off the last {seconds}",
    "range": "keep 0:00 to {end}",
    "fast": "make the video twice as fast",
    "backwards": "play the video backwards",
    "freeze": "freeze the picture at {at} for 2 seconds",
    "vertical": "make the video vertical",
    "square": "make the video square",
    "mirror": "mirror the video",
    "turn_right": "rotate the video to the right",
    "turn_left": "rotate the video to the left",
    "left": "move me to the left",
    "right": "move me to the right",
    "smaller": "make me smaller",
    "louder": "make the sound louder",
    "softer": "make the sound quieter",
    "mute": "mute the sound",
    "normalise": "normalise the sound",
    "music": "use this song as background music",
    "music_softer": "make the music quieter",
    "music_gone": "remove the music",
    "brighter": "make the picture brighter",
    "darker": "make the picture darker",
    "warmer": "make the picture warmer",
    "contrast": "more contrast",
    "fade_both": "fade in and out",
    "fade_out": "fade out at the end",
    "title": "add the title “Monday news” for {seconds} at the bottom",
    "title_top": "add the title “Monday news” at the top",
    "retitle": "change the title to “Tuesday news”",
    "untitle": "remove all titles",
    "logo": "put my logo in the top right corner",
    "logo_left": "put my logo in the top left corner",
}

TABLE = PhraseTable(
    sentences=SENTENCES | _EDITS,
    backdrops=_BACKDROPS,
    spots=_SPOTS,
    terms=_TERMS,
    suggestions=_SUGGESTIONS,
    after_a_file={
        "picture": "{suggestion} (once you have sent me one)",
        "sound": "{suggestion} (once you have sent me one)",
    },
    second="{amount} second",
    seconds="{amount} seconds",
    minutes="{minutes} min",
    minutes_seconds="{minutes} min {amount} s",
    times="{amount}×",
    quotation="“{text}”",
    joint=" ",
)
