"""The functions that the catalogues call, by the conventions of each language (CLDR).

Owns how a duration, a size and a language are written. Must not know any sentence.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_timedelta
from babel.numbers import format_decimal
from babel.units import format_unit

_MINUTE_S: Final = 60
_EXACT_BELOW_S: Final = 10
"""Shorter durations keep one decimal."""
_UNSPACED: Final = frozenset({"zh", "ja"})


def functions(language: str) -> dict[str, Callable[[Any], Any]]:
    """DURATION(seconds), MEGABYTES(megabytes), LANGUAGES(tags), AGO(seconds) for one language."""
    locale = Locale.parse(language, sep="-")

    def duration(seconds: float) -> str:
        """`4.2 sec`, `12 sec`, `1 min 20 sec`."""
        exact = max(0.0, float(seconds))
        if exact < _EXACT_BELOW_S:
            return format_unit(round(exact, 1), "duration-second", "short", locale=locale)
        whole = round(exact)
        parts = [(whole // _MINUTE_S, "duration-minute"), (whole % _MINUTE_S, "duration-second")]
        told = [format_unit(n, unit, "short", locale=locale) for n, unit in parts if n]
        return ("" if locale.language in _UNSPACED else " ").join(told)

    def megabytes(size: float) -> str:
        """`0.4 MB`, `17 MB`: one decimal below ten."""
        exact = max(0.0, float(size))
        shown = round(exact, 1) if exact < _EXACT_BELOW_S else round(exact)
        return f"{format_decimal(shown, locale=locale, group_separator=False)} MB"

    def languages(tags: str) -> str:
        """Languages by the names that they give themselves: `English, 中文`."""
        return ", ".join(_own_name(tag.strip()) for tag in str(tags).split(","))

    def ago(seconds: float) -> str:
        """`2 hours ago`; the seconds are negative for the past."""
        return format_timedelta(
            timedelta(seconds=float(seconds)), add_direction=True, locale=locale
        )

    return {"DURATION": duration, "MEGABYTES": megabytes, "LANGUAGES": languages, "AGO": ago}


def _own_name(tag: str) -> str:
    try:
        language = Locale.parse(tag, sep="-").language
        return Locale.parse(language).get_display_name() or tag
    except (ValueError, UnknownLocaleError):
        return tag
