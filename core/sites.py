"""The hosts that people link to: streaming sites by name, share pages by the file behind them.

Owns the tables of hosts and the forms of share links. Must not know how links are found in a text
or what is said about them. No I/O: nothing is asked of any host.

Sources of the share links' forms: Google Drive's own download page (a form whose target is
``drive.usercontent.google.com/download`` with ``id``, ``confirm=t`` and, for older files,
``resourcekey``); Dropbox's staff in its forum ("in both cases you must retain the rlkey
parameter"); for Microsoft's ``download=1`` only common practice, no promise of the vendor.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

MEDIA_EXTENSIONS: Final = frozenset(
    {"mp4", "m4v", "mov", "avi", "webm", "mkv"}
    | {"jpg", "jpeg", "png", "gif", "webp"}
    | {"mp3", "wav", "m4a", "aac"}
)
"""Endings of files that can be clips, pictures or sounds; without their dot."""

_STREAMING: Final = """
YouTube: youtube.com youtu.be youtube-nocookie.com
TikTok: tiktok.com
Instagram: instagram.com instagr.am
Vimeo: vimeo.com
Facebook: facebook.com fb.com fb.watch
X: x.com twitter.com
Twitch: twitch.tv
Bilibili: bilibili.com bilibili.tv b23.tv bili2233.cn
Douyin: douyin.com iesdouyin.com
Kuaishou: kuaishou.com gifshow.com chenzhongtech.com
Kwai: kwai.com
Xiaohongshu: xiaohongshu.com xhslink.com rednote.com
Xigua: ixigua.com
WeChat Channels: channels.weixin.qq.com
Netflix: netflix.com
Dailymotion: dailymotion.com dai.ly
Snapchat: snapchat.com
Reddit: reddit.com redd.it
LinkedIn: linkedin.com
VK: vk.com vk.ru vkvideo.ru
OK: ok.ru
Rutube: rutube.ru
Niconico: nicovideo.jp nico.ms
Weibo: weibo.com weibo.cn
Youku: youku.com
iQIYI: iqiyi.com iq.com
Tencent Video: v.qq.com
Mango TV: mgtv.com
AcFun: acfun.cn
Threads: threads.net threads.com
Pinterest: pinterest.com pinterest.co.uk pinterest.de pinterest.fr pinterest.jp pin.it
Rumble: rumble.com
Kick: kick.com
Odysee: odysee.com
Streamable: streamable.com
Bluesky: bsky.app
Disney+: disneyplus.com
Prime Video: primevideo.com
Hulu: hulu.com
Loom: loom.com
"""
_SITES: Final = {
    host: name
    for name, _, hosts in (line.partition(": ") for line in _STREAMING.strip().splitlines())
    for host in hosts.split()
}

_GOOGLE: Final = frozenset({"drive.google.com", "docs.google.com"})
_DROPBOX: Final = frozenset({"dropbox.com", "www.dropbox.com"})
_MICROSOFT: Final = ("sharepoint.com", "sharepoint.cn", "sharepoint.us")

_DRIVE_FILE: Final = re.compile(r"/(?:a/[^/]+/)?(?:u/\d+/)?file/(?:u/\d+/)?d/([\w-]+)(?:/.*)?")
_DRIVE_BY_ID: Final = re.compile(r"/(?:a/[^/]+/)?(?:u/\d+/)?(?:open|uc)/?")
_DRIVE_ID: Final = re.compile(r"[\w-]+", re.ASCII)
_DRIVE_FOLDER: Final = re.compile(r"/(?:a/[^/]+/)?(?:u/\d+/)?(?:drive|folderview)(?:/.*)?")
_DROPBOX_FILE: Final = re.compile(r"/s/[^/]+(?:/[^/]*)?|/scl/fi/[^/]+(?:/[^/]*)?")
_DROPBOX_FOLDER: Final = re.compile(r"/(?:sh|scl/fo)(?:/.*)?|/home(?:/.*)?")
_DROPBOX_FILE_IN_FOLDER: Final = re.compile(r"/(?:sh|scl/fo)/[^/]+/[^/]+/.*\.(\w{2,4})", re.ASCII)
_SHAREPOINT: Final = re.compile(r"/:(\w):/.+")
_ONEDRIVE_PAGE: Final = re.compile(r"/(?:embed|redir)")


@dataclass(frozen=True, slots=True)
class Target:
    """What a web address leads to: its path and query (without ``?``) on a host.

    ``is_folder``: a share page of many files, which can't be fetched as one.
    """

    host: str
    path: str
    query: str
    is_folder: bool = False


def streaming_site(host: str, path: str) -> str | None:
    """The name of the streaming site whose page this is; None for other hosts and for files."""
    if extension(path) in MEDIA_EXTENSIONS:
        return None
    return next((_SITES[name] for name in _suffixes(host) if name in _SITES), None)


def is_known(host: str) -> bool:
    """Whether people may leave out the scheme before this host: it shares files or streams."""
    named = any(name in _SITES or name in _MICROSOFT for name in _suffixes(host))
    return named or host in _GOOGLE | _DROPBOX | {"1drv.ms", "onedrive.live.com"}


def extension(path: str) -> str:
    """The ending of the path's last part, lower case and without its dot; may be empty."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def direct(target: Target) -> Target:
    """Where the file behind a share page is downloaded; other targets as they are."""
    if target.host in _GOOGLE:
        return _google_drive(target)
    if target.host in _DROPBOX:
        return _dropbox(target)
    if target.host in ("1drv.ms", "onedrive.live.com"):
        return _onedrive(target)
    if any(name in _MICROSOFT for name in _suffixes(target.host)):
        share = _SHAREPOINT.fullmatch(target.path)
        return _as_download(target, is_folder=share[1] == "f") if share else target
    return target


def _google_drive(target: Target) -> Target:
    given = parse_qs(target.query)
    found = _DRIVE_FILE.fullmatch(target.path)
    file_id = found[1] if found else ""
    if _DRIVE_BY_ID.fullmatch(target.path):
        file_id = given.get("id", [""])[0]
    if not _DRIVE_ID.fullmatch(file_id):
        is_folder = target.host == "drive.google.com" and _DRIVE_FOLDER.fullmatch(target.path)
        return Target(target.host, target.path, target.query, is_folder=bool(is_folder))
    key = given.get("resourcekey", [""])[0]
    kept = f"&resourcekey={key}" if _DRIVE_ID.fullmatch(key) else ""
    query = f"id={file_id}&export=download&confirm=t{kept}"
    return Target("drive.usercontent.google.com", "/download", query)


def _dropbox(target: Target) -> Target:
    inside = _DROPBOX_FILE_IN_FOLDER.fullmatch(target.path)
    is_file = inside is not None and inside[1].lower() in MEDIA_EXTENSIONS
    if is_file or _DROPBOX_FILE.fullmatch(target.path):
        query = _with(target.query, "dl=1", instead_of=("dl", "raw"))
        return Target(target.host, target.path, query)
    is_folder = _DROPBOX_FOLDER.fullmatch(target.path) is not None
    return Target(target.host, target.path, target.query, is_folder=is_folder)


def _onedrive(target: Target) -> Target:
    if target.host == "1drv.ms":
        return _as_download(target, is_folder=target.path.startswith("/f/"))
    if _ONEDRIVE_PAGE.fullmatch(target.path):
        return Target(target.host, "/download", target.query)
    return target


def _as_download(target: Target, *, is_folder: bool) -> Target:
    if is_folder:
        return Target(target.host, target.path, target.query, is_folder=True)
    query = _with(target.query, "download=1", instead_of=("download", "web"))
    return Target(target.host, target.path, query)


def _with(query: str, parameter: str, *, instead_of: tuple[str, ...]) -> str:
    kept = [piece for piece in query.split("&") if piece.partition("=")[0] not in instead_of]
    return "&".join([*filter(None, kept), parameter])


def _suffixes(host: str) -> list[str]:
    """The host and the domains that it belongs to, from the longest; whole labels only."""
    labels = host.split(".")
    return [".".join(labels[at:]) for at in range(len(labels) - 1)]
