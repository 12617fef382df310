"""Interface talk: the agent believes that its reader sits before an editor; ours sits in a chat.

Owns what is left of a text without instructions about buttons and panels, and what is offered in
their place. Descriptions of content stay ("a click sound when the door opens"). Must not know
platforms or phrases; what an instruction is, each language judges in a file of its own. Source:
the backend's contract, "Interface translation".
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.narration import chinese, english
from core.narration.sentences import Line, clauses, lines, masked


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


_TOPICS: Final = {
    Offer.EXPORT: re.compile(
        r"export|download|\brender|\bsave\b|导出|下载|匯出|導出|下載|渲染", re.IGNORECASE
    ),
    Offer.CREDITS: re.compile(
        r"\baccount|billing|dashboard|credit|balance|upgrade"
        r"|账户|账号|账单|积分|控制台|充值|余额",
        re.IGNORECASE,
    ),
    Offer.STATUS: re.compile(
        r"timeline|preview|panel|\bplay\b|media library"
        r"|时间线|时间轴|预览|面板|播放|素材库|侧边栏",
        re.IGNORECASE,
    ),
}
_CAN_EXPORT: Final = re.compile(
    r"\b(?:you can (?:now )?|ready (?:to|for) |shall i |(?:like|want) me to )(?:be )?"
    r"(?:export|download)|可以(?:直接)?(?:导出|下载)了|要不要.{0,6}(?:导出|下载)|需要.{0,6}导出吗",
    re.IGNORECASE,
)
_REPORT: Final = re.compile(r"^\W*(?:(?:and|but|so) )?(?:i|i've|i have|we|we've|我|我们)\b", re.I)
_LOOSE: Final = " 	,;:，；：–—-"
_CONNECTIVES: Final = ("and", "or", "then", "so", "but")
_STOPS: Final = ".!?。！？…"
_CLOSING: Final = "\"'”’) 	"


def translate(text: str) -> Translated:
    """The text without its instructions about an interface."""
    offers: set[Offer] = set()
    kept: list[str] = []
    # Headings wait until something is kept under them; after an item that went, so do the
    # imperatives of the same list ("2. Choose 1080p").
    headings: list[str] = []
    has_lost_item = False
    for line in lines(text):
        if not line.sentences:
            (headings if headings else kept).append("")
            continue
        has_lost_item = has_lost_item and line.is_item
        remains, told = _line(line, has_lost_item)
        offers |= told
        if not remains:
            has_lost_item = line.is_item
            continue
        if line.is_heading:
            headings.append(remains)
            continue
        kept += [*headings, remains]
        headings = []
    if not offers:
        kept += headings
    return Translated(_tidy("\n".join(kept)), frozenset(offers))


def _line(line: Line, is_in_lost_list: bool) -> tuple[str, set[Offer]]:
    offers: set[Offer] = set()
    remains = ""
    for sentence in line.sentences:
        if is_in_lost_list and (english.is_command(sentence) or chinese.is_command(sentence)):
            continue
        left, told = _sentence(sentence)
        remains += left
        offers |= told
    remains = remains.rstrip()
    return (line.marker + remains if remains else ""), offers


def _sentence(sentence: str) -> tuple[str, set[Offer]]:
    if english.sends_reader(sentence):
        return "", _topics(sentence)
    pieces = clauses(sentence)
    first = next((i for i, piece in enumerate(pieces) if _instructs(piece)), None)
    if first is None:
        return sentence, {Offer.EXPORT} if _CAN_EXPORT.search(masked(sentence)) else set()
    while first and _is_prelude(pieces[first - 1]):
        first -= 1
    reports = [piece for piece in pieces[first:] if _REPORT.search(piece)]
    gone = "".join(piece for piece in pieces[first:] if piece not in reports)
    head = _loosened("".join(pieces[:first]))
    for report in reports:
        head += ("," if head else "") + report.rstrip(" .,;")
    return (head + _stop(sentence) if head.strip() else ""), _topics(gone)


def _loosened(head: str) -> str:
    """A clause without the comma and the "and" that led to the next."""
    head = head.rstrip(_LOOSE)
    before, blank, last = head.rpartition(" ")
    return before.rstrip(_LOOSE) if blank and last.lower() in _CONNECTIVES else head


def _stop(sentence: str) -> str:
    """The full stop of a sentence, with the blanks behind it."""
    return sentence[len(sentence.rstrip(_STOPS + _CLOSING)) :]


def _instructs(clause: str) -> bool:
    return english.instructs(clause) or chinese.instructs(clause)


def _is_prelude(clause: str) -> bool:
    return (
        english.is_prelude(clause) if re.search("[a-zA-Z]", clause) else chinese.is_prelude(clause)
    )


def _topics(gone: str) -> set[Offer]:
    return {offer for offer, pattern in _TOPICS.items() if pattern.search(gone)}


def _tidy(text: str) -> str:
    text = re.sub(r"\*\*([^*\n]+)\*\*", r"\1", text)
    text = re.sub(r"(?m)^#{1,6} +", "", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    text = re.sub(r"(?<=\S)[ \t]{2,}(?=\S)", " ", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
