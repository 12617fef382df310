"""Interface talk: the agent believes that its reader sits before an editor; ours sits in a chat.

Owns the judgement of which sentence, or which clause of one, instructs about buttons and panels,
and what is offered in its place. Must not know platforms or phrases. Descriptions of content stay
("a click sound when the door opens"): only an instruction in the imperative, about a thing of an
interface, goes. Source: the backend's contract, "Interface translation".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final


class Offer(StrEnum):
    """What the bot offers in place of an interface that the person doesn't have."""

    EXPORT = "export"
    STATUS = "status"
    CREDITS = "credits"


@dataclass(frozen=True, slots=True)
class Translated:
    """What is left of a text, and what its interface talk was about."""

    text: str
    offers: frozenset[Offer]


_SENTENCE: Final = re.compile(
    r"[^.!?。！？\n]*(?:[.!?]+(?=[\s\"'”’)]|$)|[。！？]+|\.(?=\S)|\n|$)[\"'”’)]*"
)

_LEAD_EN: Final = (
    r"(?:(?:and|or|then|now|so|also|next|finally|please|simply|just|"
    r"when(?:ever)? (?:you are|you're) (?:ready|done|happy)|if you (?:like|want|wish)|to [\w\s'-]{1,40}?|once [\w\s'-]{1,40}?|"
    r"from (?:there|here)|you (?:can|may|should|could|need to|have to|must|"
    r"will need to|'ll need to)"
    r"|feel free to|don't forget to|be sure to|make sure to|remember to|all you need to do is|"
    r"try to|go ahead and)[\s,:]+)*"
)
_ACT_EN: Final = (
    r"(?:(?:right-|double-|left-)?click(?:ing)?|tap(?:ping)?|press(?:ing)?|hit|push|select|choose|"
    r"open(?: up)?|drag(?: and drop)?|drop|hover|scroll|navigate|go|head|switch|use|check|visit|"
    r"see|view|preview|watch|look|find|adjust|review|play|expand|close|enable|toggle|refresh)\b"
)
_THING_EN: Final = (
    r"(?:buttons?|panels?|tabs?|menus?|icons?|toolbars?|sidebars?|side bars?|drop-?downs?|"
    r"(?:top|upper|bottom|lower)[ -](?:right|left)|(?:right|left)-hand (?:side|corner)|dashboard|"
    r"(?:your|the) account|billing|settings page|workspace|editor window|preview window|"
    r"preview pane|preview player|(?:in|on|to|onto|from|into) (?:the|your) timeline|"
    r"media library|inspector|property panel|properties|play icon|checkbox|slider|web ?page|"
    r"browser|screen above|page)\b"
)
# Names that are buttons when something is clicked or pressed: "click Export".
_NAMED_EN: Final = (
    r"(?:click(?:ing)?|tap(?:ping)?|press(?:ing)?|hit|push)(?: on)?(?: the)? "
    r"[\"'“‘*`]*(?:export|download|render|save|preview|play|generate|apply|upload|share|publish|"
    r"undo|redo|ok|done|confirm|continue|next)\b"
)
_INSTRUCTS_EN: Final = re.compile(
    rf"^\W*{_LEAD_EN}(?:{_NAMED_EN}|{_ACT_EN}.*?\b{_THING_EN}|drag\b|{_ACT_EN}\s+here\b)",
    re.IGNORECASE,
)
_CLAUSE_EN: Final = re.compile(
    r"(?:,|;|:| –| —| -)?\s+(?=(?:and|or|then|so|just|please|simply|you can|you may|you should)\b)"
    r"|[,;]\s+|\s+(?:–|—)\s+",
    re.IGNORECASE,
)
_INSTRUCTS_ZH: Final = re.compile(
    r"^\W*(?:(?:请|您|你|可以|只需要?|需要|然后|接着|再|并且?|现在|也|或者?|直接|记得|如果?需要|"
    r"想要?[^，]{0,12}|要[^，]{0,12}?|即可|就能|在[^，]{0,14}?[里中上内]?)\W*)*?"
    r"(?:点击|单击|双击|点一下|点选|轻点|点按|点“|点「|按下|按住|拖拽|拖动|拖放|拖到|"
    r"(?:打开|切换到|前往|进入|查看|选择|勾选|使用|点|到|去)[^，。]{0,16}?"
    r"(?:按钮|面板|菜单|标签页|选项卡|侧边栏|工具栏|图标|右上角|左上角|右下角|左下角|控制台|账户|账号|"
    r"账单|页面|窗口|设置页|时间线|时间轴|素材库)"
    r"|在[^，。]{0,10}(?:时间线|时间轴|面板|窗口)[^，。]{0,4}(?:预览|查看|点击|找到))"
)
_DANGLING: Final = re.compile(r"[\s,;]+(?:and|or|then|so|but)[\s,;]*$", re.IGNORECASE)
_CLAUSE_ZH: Final = re.compile(r"(?<=[，；,;])")

_TOPICS: Final = (
    (Offer.EXPORT, re.compile(r"export|download|render|save|导出|下载|匯出|導出", re.IGNORECASE)),
    (
        Offer.CREDITS,
        re.compile(r"account|billing|dashboard|credit|账户|账号|账单|积分|控制台", re.IGNORECASE),
    ),
    (
        Offer.STATUS,
        re.compile(r"timeline|preview|panel|open|时间线|时间轴|预览|面板|打开", re.IGNORECASE),
    ),
)
_QUOTED: Final = re.compile(r"“[^”]*”|「[^」]*」|\"[^\"\n]*\"|(?<!\w)'[^'\n]*'(?!\w)")


def translate(text: str) -> Translated:
    """The text without its instructions about an interface."""
    kept: list[str] = []
    offers: set[Offer] = set()
    for sentence in sentences(text):
        remains, told = _sentence(sentence)
        offers |= told
        kept.append(remains)
    return Translated(_tidy("".join(kept)), frozenset(offers))


def sentences(text: str) -> list[str]:
    """The sentences of a text with their ends; joined they are the text again."""
    found = [match.group() for match in _SENTENCE.finditer(text)]
    return [sentence for sentence in found if sentence]


def _sentence(sentence: str) -> tuple[str, set[Offer]]:
    if _instructs(sentence):
        return _line_end(sentence), _topics(sentence)
    pieces = _pieces(sentence)
    for index in range(1, len(pieces)):
        if _instructs(pieces[index]):
            head = _DANGLING.sub("", "".join(pieces[:index])).rstrip(" ,;:，；–—-")
            return head + _stop(sentence), _topics("".join(pieces[index:]))
    return sentence, set()


def _pieces(sentence: str) -> list[str]:
    """The clauses; what is quoted is never cut."""
    masked = _QUOTED.sub(lambda match: "_" * len(match.group()), sentence)
    cuts = sorted(
        {match.start() for match in _CLAUSE_EN.finditer(masked)}
        | {match.start() for match in _CLAUSE_ZH.finditer(masked)}
    )
    edges = [0, *(cut for cut in cuts if 0 < cut < len(sentence)), len(sentence)]
    return [sentence[start:end] for start, end in pairwise(edges)]


def _instructs(clause: str) -> bool:
    return bool(_INSTRUCTS_EN.search(clause) or _INSTRUCTS_ZH.search(clause))


def _topics(clause: str) -> set[Offer]:
    for offer, pattern in _TOPICS:
        if pattern.search(clause):
            return {offer}
    return set()


def _line_end(sentence: str) -> str:
    return "\n" if sentence.endswith("\n") else ""


def _stop(sentence: str) -> str:
    ends = re.search(r"[.!?。！？]*\s*$", sentence)
    return ends.group() if ends else ""


def _tidy(text: str) -> str:
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
