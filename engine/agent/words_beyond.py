"""The words of what the agent cannot do, English and Chinese, by the sentence that says so.

They are looked at only after the grammar has refused, and change nothing; so they may be broad.
"""

WORDS: dict[str, str] = {
    "cannot_noise": (
        "noise, hum, echo, voiceover, narration, background noise, hiss, reverb, wind, denoise, "
        "dub, autotune, voice over, voices, beep, bleep, ums, uhs, ahs, filler words, silences, "
        "silence, pauses, breaths, 噪音, 噪声, 杂音, 配音, 音效, 旁白, 回声, 口头禅, 停顿, 降噪, "
        "sound effect, sound effects, applause, microphone, pitch, 变声"
    ),
    "cannot_language": (
        "translate, translation, transcribe, transcript, transcription, subtitle everything, "
        "speech to text, auto captions, automatic captions, automatic subtitles, lip sync, "
        "in spanish, in french, in german, in chinese, 翻译, 自动字幕, 识别字幕, 语音识别, 转文字"
    ),
    "cannot_person": (
        "face, shirt, hair, eyes, eye, teeth, skin, body, clothes, jacket, tie, suit, glasses, "
        "hat, hand, hands, makeup, smile, thinner, younger, head, beard, dress, nose, mouth, "
        "remove me, remove the person, remove person, delete me, remove him, remove her, slimmer, "
        "taller, older, wrinkles, 脸, 衣服, 头发, 衬衫, 眼睛, 皮肤, 牙齿, 西装, 眼镜, 帽子, 手, "
        "美颜, 瘦脸, 瘦, 口红, 胡子, 磨皮, 鼻子, 年轻"
    ),
    "cannot_effect": (
        "filter, zoom, sharper, sharpen, grade, hdr, stabilize, stabilise, shaky, resolution, 4k, "
        "sepia, vintage, vignette, transition, transitions, animation, effect, effects, sparkles, "
        "slideshow, sticker, stickers, emoji, border, frame rate, fps, hue, tint, white balance, "
        "steady, stabilization, 8k, upscale, glitch, particles, fireworks, split screen, "
        "picture in picture, loop, black bars, 滤镜, 白平衡, 锐化, 清晰, 防抖, 分辨率, 复古, "
        "转场, 特效, 贴纸, 边框, 动画, 表情, 画中画, 分屏, 循环, 抖动, 稳定"
    ),
    "cannot_generate": (
        "generate, make a video, make me a video, create a video, create a clip, make a clip, "
        "produce a video, draw, make a movie, create a movie, make a film, write a story, "
        "make an animation, generate a video, film me, invent, 生成, 做一个视频, 做个视频, "
        "制作视频, 制作一个视频, 画一, 拍一, 做一段视频, 制作一段"
    ),
}
