"""Fifty instructions written before the grammar existed, and never changed since.

Each row: the project it is said to, the words, and what the person means by them. `nothing` stands
for a wish that cannot or must not be guessed at: a question or a refusal is the right answer to it.
The effects are written as `tests.unit.agent_cases.effects` reads them. What became of each row is
recorded in `unforeseen_record.py`, not here.
"""

ROWS: tuple[tuple[str, str, str], ...] = (
    ("plain", "put me in front of a beach", "nothing"),
    ("plain", "loose the room behind me", "bg=color:#ffffff"),
    ("plain", "I'd rather be sitting in an office, can you do that?", "bg=scene:office"),
    (
        "plain",
        "get rid of whatever is behind me and stick me in a nice office",
        "bg=scene:office",
    ),
    ("plain", "my room is a mess, hide it please", "nothing"),
    ("plain", "make it look as if I recorded this at work", "bg=scene:office"),
    ("plain", "swap the wall for an office", "bg=scene:office"),
    ("plain", "can the backdrop be navy blue?", "bg=color:#000080"),
    ("plain", "I need a plain white backdrop for my passport video", "bg=color:#ffffff"),
    ("plain", "make everything but me blurry", "bg=blur:0.6"),
    ("plain", "give it that portrait mode look", "bg=blur:0.6"),
    ("plain", "fuzz out the background a tiny bit", "bg=blur:0.3"),
    ("plain", "heavy blur behind me pls", "bg=blur:1.0"),
    ("plain", "chroma key green behind me", "bg=color:#00b140"),
    ("plain", "stick the photo I sent behind me", "bg=image:pic"),
    ("plain", "use my pic as wallpaper", "bg=image:pic"),
    ("dressed", "bring back my real room", "bg=none"),
    ("dressed", "I liked it better before, go back", "undone"),
    ("dressed", "oops, revert that", "undone"),
    ("plain", "only the opening ten seconds please", "clips=0-10000"),
    ("plain", "lop off the last two seconds", "clips=0-118000"),
    ("plain", "the first half minute is boring, drop it", "clips=30000-120000"),
    ("plain", "start at 0:12 and stop at 0:40", "clips=12000-40000"),
    ("plain", "I just need the bit between 20 and 35 seconds", "clips=20000-35000"),
    ("plain", "chop everything after the one minute mark", "clips=0-60000"),
    ("plain", "shorten it to 15 secs", "clips=0-15000"),
    (
        "plain",
        "throw away 5 seconds from the beginning and put me in an office",
        "clips=5000-120000; bg=scene:office",
    ),
    (
        "plain",
        'caption it "Welcome back" at the top for the first 3 seconds',
        "titles=Welcome back@0-3000 top",
    ),
    ("plain", "write 'Q3 results' across the bottom", "titles=Q3 results@0-3000 bottom"),
    (
        "plain",
        'show the words "Part one" in the middle from 0:05 to 0:08',
        "titles=Part one@5000-8000 middle",
    ),
    ("dressed", "ditch the title", "titles="),
    (
        "dressed",
        'change the caption so it reads "Tuesday news"',
        "titles=Tuesday news@0-4000 bottom",
    ),
    (
        "plain",
        'Put "Hello!" on screen for five seconds, then blur the room',
        "titles=Hello!@0-5000 bottom; bg=blur:0.6",
    ),
    (
        "plain",
        'remove the background, replace it by an offcie and add a title "Hi" for 2s',
        "bg=scene:office; titles=Hi@0-2000 bottom",
    ),
    ("plain", "what is it that you do?", "nothing"),
    ("plain", "背景换成办公室", "bg=scene:office"),
    ("plain", "我想看起来像在办公室上班", "bg=scene:office"),
    ("plain", "后面太乱了，帮我虚化一下", "bg=blur:0.6"),
    ("plain", "把我身后的东西都去掉", "bg=color:#ffffff"),
    ("plain", "背景弄成纯白的", "bg=color:#ffffff"),
    ("plain", "用我刚发的那张照片当背景", "bg=image:pic"),
    ("dressed", "还是要原来的背景吧", "bg=none"),
    ("plain", "只要开头十秒", "clips=0-10000"),
    ("plain", "结尾两秒不要了", "clips=0-118000"),
    ("plain", "从第5秒播到第20秒", "clips=5000-20000"),
    ("plain", "中间10秒到20秒那段删了", "clips=0-10000,20000-120000"),
    ("plain", "在画面下方写上“大家好”，显示4秒", "titles=大家好@0-4000 bottom"),
    ("dressed", "字幕不要了", "titles="),
    ("dressed", "上一步撤回", "undone"),
    ("plain", "抠图换个蓝底，再剪到前15秒", "bg=color:#0000ff; clips=0-15000"),
)
