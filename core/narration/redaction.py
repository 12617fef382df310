"""What must never reach a chat out of the backend's text: secrets, ids, code, addresses.

Owns the patterns, and the closing "temporary issue" that means nothing. Must not know wording or
interfaces. The text is the backend's, so it is trusted with nothing.
"""

import json
import re
from typing import Final

from core.narration.sentences import lines, masked

_FENCE: Final = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_TRACEBACK: Final = re.compile(
    r"^Traceback \(most recent call last\):[^\n]*(?:\n[ \t][^\n]*)*(?:\n[^\n]+)?", re.MULTILINE
)
_BLOB: Final = re.compile(r"(?:[\[{]\s{0,8}){1,6}[\"']")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FILE_NAME: Final = r"(?!\w*\.(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac)\b)"
_SECRETS: Final = re.compile(
    r"\b(?:nmv|clm)_\w+"
    r"|\b(?:anon|render|task|sess|session|seg|segment|asset|inv)_[A-Za-z0-9-]*\d[\w-]*"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    rf"|\b(?=[0-9a-f]*\d)[0-9a-f]{{20,}}\b{_FILE_NAME}"
    rf"|(?<![\d.,+]){_FILE_NAME}\d{{16,}}(?!\d)"
    r"|\b(?:https?|file|wss?)://\S+|\bwww\.\S+"
    r"|\bBearer \S+"
    r"|\b(?:error |status )?code:? ?#?\d{3,5}\b|\bHTTP[ /]?(?:status )?\d{3}\b"
    r"|错误(?:代?码)[:：]? ?\d+",
    re.IGNORECASE,
)
_IDS_OUTSIDE_QUOTES: Final = re.compile(rf"(?<![\d.,+]){_FILE_NAME}\d{{12,}}(?!\d)")
_IN_BRACKETS: Final = re.compile(r"\s{0,3}[(（\[][^()（）\[\]]*[)）\]]")
_TEMPORARY: Final = re.compile(
    r"\b(?:encountered|hit|ran into|experienced|there was|there has been|having) (?:a|an|some)\b"
    r"[^.,]{0,20}\b(?:temporary|transient|brief)\b[^.,]{0,20}\b(?:issue|problem|error|hiccup)s?\b"
    r"|(?:遇到|出现|发生)了?(?:一个|一些|一点)?(?:临时|暂时)性?的?(?:问题|故障|错误)",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(
    r",? (?:so|but) (?:i|it|the|your|we)\b|，(?:所以|但|因此)", re.IGNORECASE
)
_APOLOGY: Final = re.compile(
    r"^\W*(?:(?:i'?m |so )?sorry|apologies|i apologi[sz]e|please|kindly|try again|let me know)\b"
    r"|^\W*(?:抱歉|对不起|请稍后|请再试|请重试|不好意思)",
    re.IGNORECASE,
)


def redact(text: str) -> str:
    """The text without blobs of code, and without the sentences that carry an id or a secret.

    What stands in brackets goes by itself.
    """
    text = _CONTROL.sub("", text.replace("\r\n", "\n"))
    text = _TRACEBACK.sub("", _FENCE.sub("", text))
    text = _without_blobs(text)
    kept: list[str] = []
    for line in lines(text):
        remains = "".join(map(_safe, line.sentences))
        if remains or not line.sentences:
            kept.append(line.marker + remains)
    return "\n".join(kept).strip()


def safe_name(text: str) -> str:
    """A name out of the timeline; "" if it is an id or carries a secret."""
    plain = _CONTROL.sub("", text)
    return "" if _SECRETS.search(plain) or _BLOB.search(plain) else plain


def open_blob(text: str) -> int:
    """Where code that has not ended yet begins; the text's length if there is none."""
    fences = [match.start() for match in re.finditer("```", text)]
    places = fences[-1:] if len(fences) % 2 else []
    at = 0
    for match in _BLOB.finditer(text):
        if match.start() >= at:
            end = _blob_end(text, match.start())
            if end is None:
                places.append(match.start())
                break
            at = end
    trace = text.rfind("Traceback (most recent")
    if trace >= 0 and not re.search(r"\n\S[^\n]*\n", text[trace:]):
        places.append(trace)
    return min(places, default=len(text))


def drop_temporary_issue(text: str) -> str:
    """Without a closing "I encountered a temporary issue", if a normal answer comes before it."""
    told = lines(text)
    flat = [(i, sentence) for i, line in enumerate(told) for sentence in line.sentences]
    count = len(flat)
    while count and _APOLOGY.search(flat[count - 1][1]) and not _is_empty(flat[count - 1][1]):
        count -= 1
    # An apology may hold the issue itself, or stand behind it.
    candidates = [i for i in (count, count - 1) if 0 <= i < len(flat)]
    found = next((i for i in candidates if _is_empty(flat[i][1])), None)
    if not found:
        return text
    kept = [
        line.marker + "".join(s for n, s in flat[:found] if n == i) for i, line in enumerate(told)
    ]
    return "\n".join(kept).rstrip()


def _is_empty(sentence: str) -> bool:
    return bool(_TEMPORARY.search(sentence)) and not _GOES_ON.search(sentence)


def _safe(sentence: str) -> str:
    if _is_safe(sentence):
        return sentence
    shorter = _IN_BRACKETS.sub(
        lambda match: match.group() if _is_safe(match.group()) else "", sentence
    )
    return shorter if _is_safe(shorter) else ""


def _is_safe(text: str) -> bool:
    return not _SECRETS.search(text) and not _IDS_OUTSIDE_QUOTES.search(masked(text))


def _without_blobs(text: str) -> str:
    kept, at = "", 0
    for match in _BLOB.finditer(text):
        if match.start() < at:
            continue
        end = _blob_end(text, match.start())
        kept += text[at : match.start()]
        at = len(text) if end is None else end
    return kept + text[at:]


def _blob_end(text: str, start: int) -> int | None:
    """Where the JSON (or what looks like it) that begins at ``start`` ends; None if nowhere."""
    try:
        return json.JSONDecoder().raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        depth = 0
        for i in range(start, len(text)):
            depth += (text[i] in "[{") - (text[i] in "]}")
            if depth == 0:
                return i + 1
        return None
