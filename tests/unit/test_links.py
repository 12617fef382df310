"""Links in a message: where they begin and end, what is fetched, which sites are none to fetch."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.links import MAX_LINK_CHARS, MAX_LINKS, Link, read

CLIP = "https://files.example.org/a/clip.mp4"


def only(text: str) -> Link:
    links = read(text).links
    assert len(links) == 1, links
    return links[0]


@pytest.mark.parametrize(
    ("text", "words", "urls"),
    [
        ("put me in an office", "put me in an office", []),
        ("", "", []),
        (CLIP, "", [CLIP]),
        (f"{CLIP} put me on a beach", "put me on a beach", [CLIP]),
        (f"put me on a beach: {CLIP}", "put me on a beach:", [CLIP]),
        (f"  put {CLIP}   on\n\n\n\n a beach ", "put on\n\na beach", [CLIP]),
        (f"把{CLIP}的背景换成办公室", "把 的背景换成办公室", [CLIP]),
        (f"{CLIP}，换背景。", "，换背景。", [CLIP]),
        (f"换背景：{CLIP}。", "换背景： 。", [CLIP]),
        (f"换背景{CLIP}！谢谢", "换背景 ！谢谢", [CLIP]),
        (f"Is it {CLIP}?", "Is it ?", [CLIP]),
        (f"Use {CLIP}, please.", "Use , please.", [CLIP]),
        (f"Use {CLIP}...", "Use ...", [CLIP]),
        (f"Use ({CLIP}) please", "Use please", [CLIP]),
        (f"Use <{CLIP}> please", "Use please", [CLIP]),
        (f"用（{CLIP}）吧", "用 吧", [CLIP]),
        (f"用【{CLIP}】吧", "用 吧", [CLIP]),
        (f"Use this (see {CLIP}) now", "Use this (see ) now", [CLIP]),
        (f"**{CLIP}**", "** **", [CLIP]),
        ("https://e.org/a_(1).mp4", "", ["https://e.org/a_(1).mp4"]),
        ("(https://e.org/a_(1).mp4)", "", ["https://e.org/a_(1).mp4"]),
        ("https://e.org/a[1].mp4 x", "x", ["https://e.org/a[1].mp4"]),
        ("https://e.org/it's.mp4 x", "x", ["https://e.org/it's.mp4"]),
        ("https://e.org/a?b=c&d=e#f g", "g", ["https://e.org/a?b=c&d=e#f"]),
        ("HTTPS://E.Org:8443/A.MP4 x", "x", ["https://e.org:8443/A.MP4"]),
        ("http://127.0.0.1:81/a.mp4", "", ["http://127.0.0.1:81/a.mp4"]),
        (f"{CLIP}{CLIP}", "", [CLIP, CLIP]),
        (f"{CLIP},{CLIP}", ",", [CLIP, CLIP]),
        (f"{CLIP}\n{CLIP} office", "office", [CLIP, CLIP]),
        (
            "https://web.example.org/2020/https://e.org/a.mp4",
            "",
            ["https://web.example.org/2020/https://e.org/a.mp4"],
        ),
        ("https://e.org/视频.mp4 换背景", "换背景", ["https://e.org/%E8%A7%86%E9%A2%91.mp4"]),
        ("https://e.org/视频.mp4换背景", "换背景", ["https://e.org/%E8%A7%86%E9%A2%91.mp4"]),
        ("https://e.org/vidéo x", "x", ["https://e.org/vid%C3%A9o"]),
        ("https://e.org/share/打开看看", "打开看看", ["https://e.org/share/"]),
        ("https://bücher.example/a.mp4", "", ["https://xn--bcher-kva.example/a.mp4"]),
    ],
)
def test_links_are_taken_out_of_the_words(text: str, words: str, urls: list[str]) -> None:
    linked = read(text)
    assert linked.words == words
    assert [link.url for link in linked.links] == urls


@pytest.mark.parametrize(
    "text",
    [
        'add the title "more at https://e.org/a" please',
        "add the title 'more at https://e.org/a' please",
        "add the title “https://e.org/a” please",
        "add the title ‘https://e.org/a’ please",
        "le titre « https://e.org/a » svp",
        "Titel „https://e.org/a“ bitte",
        "加标题「https://e.org/a」谢谢",
        "加标题『见https://e.org/a』谢谢",
        "加标题“youtu.be/abc”谢谢",
    ],
)
def test_a_link_in_quotation_marks_is_a_titles_text(text: str) -> None:
    assert read(text).links == ()
    assert read(text).words == text
    assert [link.url for link in read(f"{text} {CLIP}").links] == [CLIP]


def test_quotation_marks_round_the_whole_message_are_no_title() -> None:
    assert only(f'"{CLIP}"').url == CLIP
    assert read(f"“{CLIP}”").words == ""


@pytest.mark.parametrize("text", [f"it's {CLIP} and it's fine", f'5" wide {CLIP}', f"’t is {CLIP}"])
def test_an_apostrophe_opens_no_title(text: str) -> None:
    assert only(text).url == CLIP


@pytest.mark.parametrize(
    "text",
    [
        "https://",
        "http://.",
        "https://:80/a",
        "https://e.org:port/a.mp4",
        "https://e.org:99999/a.mp4",
        "https://anna:secret@e.org/a.mp4",
        "https://anna@e.org/a.mp4",
        "ftp://e.org/a.mp4",
        "file:///a.mp4",
        "www.example.org/a.mp4",
        "example.org/a.mp4",
        "drive.google.com",
        "youtube.com/",
        "notyoutu.be/abc",
        "my.drive.google.com.example.org/a",
        "anna@dropbox.com/s/a/b.mp4",
        "/home/anna/www.dropbox.com/s/a/b.mp4",
        "16:9 and/or 9:16",
        f"https://e.org/{'a' * MAX_LINK_CHARS}",
    ],
)
def test_what_is_no_link_stays_in_the_words(text: str) -> None:
    assert read(text).links == ()
    assert read(text).words == text


def test_more_links_than_we_take_stay_in_the_words() -> None:
    urls = [f"https://e.org/{n}.mp4" for n in range(MAX_LINKS + 2)]
    linked = read(" ".join(urls))
    assert [link.url for link in linked.links] == urls[:MAX_LINKS]
    assert linked.words == " ".join(urls[MAX_LINKS:])


ID = "1aBc-D_eFgHiJkLmNoPqRsTuVwXyZ01234"
DIRECT = f"https://drive.usercontent.google.com/download?id={ID}&export=download&confirm=t"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        (f"https://drive.google.com/file/d/{ID}/view?usp=sharing", DIRECT),
        (f"https://drive.google.com/file/d/{ID}/view?usp=drive_link", DIRECT),
        (f"https://drive.google.com/file/d/{ID}/preview", DIRECT),
        (f"https://drive.google.com/file/d/{ID}", DIRECT),
        (f"https://drive.google.com/file/u/1/d/{ID}/edit", DIRECT),
        (f"https://drive.google.com/a/e.org/file/d/{ID}/view", DIRECT),
        (f"https://drive.google.com/u/0/uc?id={ID}&export=download", DIRECT),
        (f"https://docs.google.com/uc?export=download&id={ID}", DIRECT),
        (f"http://drive.google.com/open?id={ID}", DIRECT),
        (f"drive.google.com/open?id={ID}", DIRECT),
        (f"https://DRIVE.google.com./open?id={ID}", DIRECT),
        (
            f"https://drive.google.com/file/d/{ID}/view?resourcekey=0-aB_c&usp=sharing",
            f"{DIRECT}&resourcekey=0-aB_c",
        ),
        (f"{DIRECT}&uuid=1-2", f"{DIRECT}&uuid=1-2"),
        ("https://drive.google.com/uc?id=a%26b", "https://drive.google.com/uc?id=a%26b"),
        ("https://docs.google.com/document/d/a/edit", "https://docs.google.com/document/d/a/edit"),
        (
            "https://www.dropbox.com/s/abc123/My%20clip.mp4?dl=0",
            "https://www.dropbox.com/s/abc123/My%20clip.mp4?dl=1",
        ),
        (
            "https://www.dropbox.com/scl/fi/abc/clip.mp4?rlkey=k1&st=x9&dl=0",
            "https://www.dropbox.com/scl/fi/abc/clip.mp4?rlkey=k1&st=x9&dl=1",
        ),
        (
            "www.dropbox.com/scl/fi/abc/clip.mp4?rlkey=k1&raw=1",
            "https://www.dropbox.com/scl/fi/abc/clip.mp4?rlkey=k1&dl=1",
        ),
        ("dropbox.com/s/abc/a.mp4", "https://dropbox.com/s/abc/a.mp4?dl=1"),
        (
            "https://www.dropbox.com/scl/fo/abc/AB-c/clip.mov?rlkey=k&dl=0",
            "https://www.dropbox.com/scl/fo/abc/AB-c/clip.mov?rlkey=k&dl=1",
        ),
        (
            "https://dl.dropboxusercontent.com/s/abc/a.mp4",
            "https://dl.dropboxusercontent.com/s/abc/a.mp4",
        ),
        (
            "https://acme-my.sharepoint.com/:v:/g/personal/anna/EaBc?e=4%3aX1",
            "https://acme-my.sharepoint.com/:v:/g/personal/anna/EaBc?e=4%3aX1&download=1",
        ),
        ("https://1drv.ms/v/c/12ab/EaBc?e=x1", "https://1drv.ms/v/c/12ab/EaBc?e=x1&download=1"),
        (
            "https://onedrive.live.com/embed?resid=A%211&authkey=b",
            "https://onedrive.live.com/download?resid=A%211&authkey=b",
        ),
    ],
)
def test_share_links_lead_to_the_file(written: str, url: str) -> None:
    link = only(f"office background {written} please")
    assert link.url == url
    assert link.written == written
    assert not link.is_folder
    assert link.site is None


@pytest.mark.parametrize(
    "written",
    [
        f"https://drive.google.com/drive/folders/{ID}?usp=sharing",
        f"https://drive.google.com/drive/u/0/folders/{ID}",
        f"https://drive.google.com/folderview?id={ID}",
        "https://drive.google.com/drive/my-drive",
        "https://www.dropbox.com/sh/abc/AADef?dl=0",
        "https://www.dropbox.com/sh/abc/AADef/Vids%20%281%29?dl=0",
        "https://www.dropbox.com/scl/fo/abc/AB-c?rlkey=k&dl=0",
        "https://www.dropbox.com/home/clips",
        "https://acme.sharepoint.com/:f:/s/team/EaBc?e=X1",
        "https://1drv.ms/f/s!AbC",
    ],
)
def test_a_shared_folder_is_told_from_a_file(written: str) -> None:
    link = only(written)
    assert link.is_folder
    assert link.url == written


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("https://www.youtube.com/watch?v=abc", "YouTube"),
        ("https://m.youtube.com/shorts/abc", "YouTube"),
        ("https://youtu.be/abc?t=3", "YouTube"),
        ("youtu.be/abc", "YouTube"),
        ("www.youtube.com/watch?v=abc", "YouTube"),
        ("https://YouTube.COM./watch?v=1", "YouTube"),
        ("http://youtube.com:443/watch?v=1", "YouTube"),
        ("https://vm.tiktok.com/ZM1/", "TikTok"),
        ("https://www.instagram.com/reel/abc/", "Instagram"),
        ("https://vimeo.com/1", "Vimeo"),
        ("https://fb.watch/abc/", "Facebook"),
        ("https://x.com/a/status/1", "X"),
        ("https://mobile.twitter.com/a/status/1", "X"),
        ("https://clips.twitch.tv/abc", "Twitch"),
        ("https://b23.tv/abc", "Bilibili"),
        ("https://v.douyin.com/abc/", "Douyin"),
        ("https://v.kuaishou.com/abc", "Kuaishou"),
        ("http://xhslink.com/a/b", "Xiaohongshu"),
        ("https://v.qq.com/x/cover/a.html", "Tencent Video"),
        ("https://www.netflix.com/watch/1", "Netflix"),
        ("https://www.disneyplus.com/video/1", "Disney+"),
        ("https://www.nicovideo.jp/watch/sm9", "Niconico"),
        ("https://vk.com/video-1_2", "VK"),
        ("https://www.loom.com/share/a", "Loom"),
        ("https://v.redd.it/abc", "Reddit"),
        ("https://v.redd.it/abc/DASH_720.mp4", None),
        ("https://cdn.loom.com/sessions/a.mp4?Signature=b", None),
        ("https://video.twimg.com/a.mp4", None),
        ("https://notyoutube.com/watch?v=1", None),
        ("https://youtube.com.example.org/watch?v=1", None),
        ("https://example.org/youtube.com/watch", None),
        ("https://y\u043eutube.com/watch?v=1", None),  # a Cyrillic letter
        ("https://xn--yutube-wqf.com/watch?v=1", None),
        ("https://t.co/abc", None),
        ("https://qq.com/abc", None),
        ("https://netflix.example/abc", None),
    ],
)
def test_streaming_sites_are_named_by_their_host(written: str, site: str | None) -> None:
    link = only(f"看 {written} office")
    assert link.site == site
    assert link.written == written


def test_the_words_of_a_shared_chinese_page_stay() -> None:
    text = "3.58 复制打开抖音，看看【小明的作品】https://v.douyin.com/iRNBho6/换成办公室背景"
    assert only(text).site == "Douyin"
    assert read(text).words == "3.58 复制打开抖音，看看【小明的作品】 换成办公室背景"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (CLIP, "clip.mp4"),
        ("https://e.org/My%20clip%20%E8%A7%86.MP4?x=1", "My clip 视.MP4"),
        ("https://e.org/a/..%2F..%2Fetc%2Fpasswd.mp4", "etcpasswd.mp4"),
        ("https://e.org/%00%0Aa.mp4", "a.mp4"),
        ("https://e.org/%FF.mp4", "clip"),
        ("https://e.org/.mp4", "clip"),
        ("https://e.org/v1.25", "clip"),
        ("https://e.org/watch", "clip"),
        ("https://e.org", "clip"),
        ("https://e.org/index.html", "clip"),
        ("https://e.org/get.php?f=a.mp4", "clip"),
        ("https://www.dropbox.com/s/abc/My%20clip.mp4?dl=0", "My clip.mp4"),
        (f"https://drive.google.com/file/d/{ID}/view", "clip"),
        ("https://v.qq.com/x/cover.shtml", "clip"),
    ],
)
def test_a_name_comes_out_of_the_path(written: str, name: str) -> None:
    assert only(written).name == name


PIECES = st.sampled_from(
    [
        CLIP,
        "https://",
        "HTTP://e.org/",
        "youtu.be/abc",
        "www.dropbox.com/s/a/b.mp4?dl=0",
        "drive.google.com/file/d/",
        "https://a:b@c/",
        "http://[::1]/",
        "http://[",
        "https://e.org/视频.mp4",
        "https://é.ﬀ/",
        "https://K.ſ/",
        "%ff%zz",
        "\ud83c",
        "\0",
        "换背景",
        *"\"'“”‘’«»「」()[]<>`（）.,!? \n，。/:@#?&=%\\",
    ]
)
MESSAGES = st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join)


def solid(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@given(text=MESSAGES)
@settings(max_examples=500)
def test_no_message_raises_and_none_loses_more_than_blanks(text: str) -> None:
    linked = read(text)
    assert solid(linked.words) + solid("".join(a.written for a in linked.links)) == solid(text)
    rest = iter("".join(text.split()))
    assert all(letter in rest for letter in "".join(linked.words.split()))  # in their order
    at = 0
    for link in linked.links:
        at = text.index(link.written, at) + len(link.written)
        assert link.url.isascii()
        assert link.url.startswith(("http://", "https://"))
        assert link.name.strip()
        link.name.encode()


@given(text=MESSAGES)
def test_words_without_links_have_none_left_to_take(text: str) -> None:
    linked = read(text)
    if not linked.links:
        assert linked.words == read(linked.words).words


@pytest.mark.parametrize(
    "nasty",
    ["a.", "https://", "(", "“", "'", " 'a", "https://e.org/)", "youtu.be/", "a@", "[", "/视"],
)
def test_a_hostile_message_costs_no_more_than_its_length(nasty: str) -> None:
    read("https://e.org/" + nasty * 20_000)  # quadratic, it would reach the time limit
    read(nasty * 50_000)
