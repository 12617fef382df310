"""What is drawn over the finished picture and when: logos and titles.

Owns their moments and the memory of those that are seen now; a draft may hold many, and few at the
same time. Must not know persons or backgrounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from engine.media.planes import Bytes, Planes
from engine.media.rate import frame_number
from engine.picture.logo import draw_logo
from engine.picture.overlay import Overlay
from engine.picture.titles import draw_caption, draw_lower_third, draw_title
from engine.worker_draft import Timeline
from engine.worker_layers import Title


@dataclass(frozen=True)
class _Drawn:
    """A drawing from frame `begin` up to `end`, coming and going within `fade` frames."""

    begin: int
    end: int
    fade: int
    draw: Callable[[], Overlay | None]

    def opacity(self, index: int) -> float:
        if not self.begin <= index < self.end:
            return 0.0
        if not self.fade:
            return 1.0
        return min(1.0, (index - self.begin + 1) / self.fade, (self.end - index) / self.fade)

    def changes(self) -> Iterator[int]:
        yield from (self.begin, self.end)
        yield from range(self.begin, min(self.end, self.begin + self.fade + 1))
        yield from range(max(self.begin, self.end - self.fade), self.end)


class Overlays:
    """The drawings of a timeline, in the order in which they are laid."""

    def __init__(self, timeline: Timeline, rate: Fraction) -> None:
        canvas_px = timeline.canvas_px

        def drawn(
            start_ms: int, end_ms: int, draw: Callable[[], Overlay | None], fade_ms: int = 0
        ) -> _Drawn:
            begin, end = frame_number(start_ms, rate), frame_number(end_ms, rate)
            fade = min(round(fade_ms * float(rate) / 1000), max(0, (end - begin) // 2))
            return _Drawn(begin, end, fade, draw)

        self._drawings = [
            drawn(
                logo.start_ms,
                logo.end_ms,
                partial(draw_logo, logo.path, logo.corner, logo.size_percent, canvas_px),
            )
            for logo in timeline.logos
        ]
        captions = sorted((one.start_ms, one.end_ms) for one in timeline.captions)
        self._drawings += [
            drawn(
                title.start_ms,
                title.end_ms,
                partial(_title, title, canvas_px, is_lifted=_meets(title, captions)),
                title.fade_ms,
            )
            for title in timeline.titles
        ]
        self._drawings += [
            drawn(
                caption.start_ms,
                caption.end_ms,
                partial(draw_caption, caption.text, *canvas_px),
            )
            for caption in timeline.captions
        ]
        self._seen: dict[_Drawn, Overlay | None] = {}

    def changes(self, begin: int, end: int) -> set[int]:
        """The frames between two at which something comes, goes or fades."""
        return {
            at
            for drawing in self._drawings
            if drawing.begin < end and begin <= drawing.end
            for at in drawing.changes()
            if begin < at < end
        }

    def draw(self, target: Planes, index: int, alpha: Bytes | None) -> None:
        """Draw what is seen in frame `index`; frames come in rising order."""
        self._seen = {key: value for key, value in self._seen.items() if key.end > index}
        for drawing in self._drawings:
            opacity = drawing.opacity(index)
            if opacity <= 0:
                continue
            if drawing not in self._seen:
                self._seen[drawing] = drawing.draw()
            overlay = self._seen[drawing]
            if overlay is not None:
                if alpha is None:
                    overlay.draw(target, opacity)
                else:
                    overlay.draw_seen(target, alpha, opacity)


def _title(title: Title, canvas_px: tuple[int, int], *, is_lifted: bool) -> Overlay | None:
    draw = draw_lower_third if title.style == "lower_third" else draw_title
    return draw(
        title.text,
        title.position,
        *canvas_px,
        side=title.side,
        size=title.size,
        color=title.color,
        is_lifted=is_lifted,
    )


def _meets(title: Title, captions: list[tuple[int, int]]) -> bool:
    """Whether captions are seen below a title while it is there."""
    return any(start < title.end_ms and title.start_ms < end for start, end in captions)
