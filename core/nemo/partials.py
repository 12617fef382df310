"""Text that comes twice: in partial chunks, and once more as a whole.

The agent server sends chunks marked partial and then one event without the mark that repeats
them all. Owns: what of such a whole is new. Must not know: JSON, events.
"""

from typing import Final

MAX_KEPT_CHARS: Final = 512 * 1024
"""Partial text kept per speaker; of a longer one only its length is known beyond this."""
MAX_SPEAKERS: Final = 64
"""Speakers (invocation and author) whose partial text is kept at a time; the oldest goes first."""

Speaker = tuple[str, str]


class PartialText:
    """Remembers what partial chunks gave, and takes it out of the whole that repeats it."""

    def __init__(self) -> None:
        self._given: dict[Speaker, str] = {}
        self._unkept_chars: dict[Speaker, int] = {}

    def add(self, speaker: Speaker, text: str) -> None:
        """Note a partial chunk; the caller has passed it on."""
        given = self._given.pop(speaker, "")
        room = MAX_KEPT_CHARS - len(given)
        self._given[speaker] = given + text[:room]
        if len(text) > room:
            self._unkept_chars[speaker] = self._unkept_chars.get(speaker, 0) + len(text) - room
        while len(self._given) > MAX_SPEAKERS:
            oldest = next(iter(self._given))
            self._given.pop(oldest)
            self._unkept_chars.pop(oldest, None)

    def unsaid(self, speaker: Speaker, texts: list[str]) -> list[str]:
        """Of a whole, given as its parts, the pieces that no partial chunk gave before.

        Ends what is remembered of the speaker: the next chunk begins a new text.
        """
        given = self._given.pop(speaker, "")
        unkept_chars = self._unkept_chars.pop(speaker, 0)
        if not given:
            return [text for text in texts if text]
        given = join_surrogates(given)
        whole = "".join(texts)
        if unkept_chars and whole.startswith(given):
            return _non_empty(whole[len(given) + unkept_chars :])
        rest = without(whole, given)
        if rest is not None:
            return _non_empty(rest)
        # The parts of the whole need not be neighbours in what was given: take each by itself.
        pieces: list[str] = []
        for text in texts:
            if text in given:
                given = given.replace(text, "", 1)
                continue
            rest = without(text, given) if given else None
            if rest is None:
                pieces.append(text)
            else:
                pieces.append(rest)
                given = ""
        return [piece for piece in pieces if piece]


def without(whole: str, given: str) -> str | None:
    """`whole` less `given`, where that stands in it: in one piece, or round one gap.

    Blanks at the ends don't count. Text that belongs before some of what was given comes too
    late: it begins on a new line. None where `given` is no part of `whole`.
    """
    if not given.strip():
        return whole.removeprefix(given)
    if given in whole:
        before, _, after = whole.partition(given)
        return f"\n{before}{after}" if before.strip() else after
    if whole.strip() in given:
        return ""
    # What was given may lack a piece in the middle (a chunk that could not be read): what the
    # two have in common at the front and at the back must then be all of it.
    given = given.strip()
    trimmed = whole.strip()
    front = _common(trimmed, given)
    back = min(_common(trimmed[::-1], given[::-1]), len(given) - front)
    if front + back < len(given):
        return None
    middle = trimmed[front : len(trimmed) - back]
    return f"\n{middle}" if back else middle


def join_surrogates(text: str) -> str:
    """Text without surrogates: pairs become their character, single ones U+FFFD.

    JSON may escape a character as a pair of surrogates, and a server that cuts its text by
    UTF-16 units sends the two in different chunks.
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _common(one: str, other: str) -> int:
    """How many characters the two have in common at the front."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


def _non_empty(text: str) -> list[str]:
    return [text] if text else []
