"""From a placed picture to a finished one: the person's mask, the background, the titles.

Owns the order in which the layers are laid and when a title is seen. `worker_render` runs it in
threads and `worker_preview` on one picture. Must not know encoders or threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from engine.media.failures import JobFailed
from engine.media.planes import Floats, Planes
from engine.media.rate import frame_number
from engine.picture.background import Background, Blur, still_color, still_picture
from engine.picture.placement import Placement, part_of
from engine.picture.shrink import Small, shrink
from engine.picture.titles import Overlay, draw_title
from engine.worker_draft import Backdrop, Timeline, Title

NO_PERSON = (
    "I can't find a person in this clip, so there is nobody to put before a new background. "
    "Please send a clip that shows the person clearly."
)


@dataclass(frozen=True)
class Placed:
    """A picture at its size on the canvas, shown from frame `index` on for `count` frames."""

    picture: Planes
    placement: Placement
    index: int
    count: int


@dataclass(frozen=True)
class Masked:
    """A placed picture and, where a person is cut out, its halves and the mask (None: nobody)."""

    placed: Placed
    small: Small | None = None
    mask: Floats | None = None


class Composer:
    """Finishes the pictures of one timeline. `find` and `fill` may run in two threads."""

    def __init__(self, timeline: Timeline, rate: Fraction) -> None:
        self.has_seen_person = False
        self._canvas_px = timeline.canvas_px
        self._backdrop = timeline.backdrop
        self._background: tuple[Placement, Background] | None = None
        self._titles = [
            (title, frame_number(title.start_ms, rate), frame_number(title.end_ms, rate))
            for title in timeline.titles
        ]
        self._drawn: dict[Title, Overlay | None] = {}

    def find(self, items: Iterable[Placed]) -> Iterator[Masked]:
        """The same pictures in the same order, with masks when a person is cut out."""
        if self._backdrop is None:
            for placed in items:
                yield Masked(placed)
            return
        from engine.picture.follow import follow
        from engine.picture.person import Finder

        pictures = ((placed, shrink(placed.picture)) for placed in items)
        for followed in follow(pictures, Finder()):
            yield Masked(followed.item, followed.small, followed.mask)

    def spans(self, placed: Placed) -> Iterator[tuple[int, int]]:
        """(first frame, number of frames) of the showings of a picture between which no title
        comes or goes."""
        end = placed.index + placed.count
        changes = {at for _, *times in self._titles for at in times if placed.index < at < end}
        begin = placed.index
        for at in [*sorted(changes), end]:
            yield begin, at - begin
            begin = at

    def fill(self, target: Planes, masked: Masked, index: int) -> None:
        """Make frame `index` of the result out of a picture, in `target`, a whole canvas."""
        picture, placement = masked.placed.picture, masked.placed.placement
        if self._backdrop is None or masked.small is None:
            target.copy_from(picture)
        else:
            background = self._background_for(self._backdrop, placement)
            background.lay(target, masked.small, masked.mask)
            if masked.mask is not None:
                from engine.picture.compose import lay_over, matte_of

                self.has_seen_person = True
                lay_over(picture, matte_of(masked.small, masked.mask), part_of(target, placement))
        for title, begin, end in self._titles:
            if begin <= index < end:
                overlay = self._overlay(title)
                if overlay is not None:
                    overlay.draw(target)

    def _overlay(self, title: Title) -> Overlay | None:
        if title not in self._drawn:
            # A draft may hold many titles; those seen at the same time are few.
            self._drawn = {
                key: value for key, value in self._drawn.items() if key.end_ms > title.start_ms
            }
            self._drawn[title] = draw_title(title.text, title.position, *self._canvas_px)
        return self._drawn[title]

    def _background_for(self, backdrop: Backdrop, placement: Placement) -> Background:
        if self._background is None or (
            backdrop.kind == "blur" and self._background[0] != placement
        ):
            self._background = (placement, self._made(backdrop, placement))
        return self._background[1]

    def _made(self, backdrop: Backdrop, placement: Placement) -> Background:
        if backdrop.kind == "blur":
            return Blur(backdrop.strength, placement, self._canvas_px)
        if backdrop.kind == "color":
            try:
                return still_color(backdrop.value, self._canvas_px)
            except ValueError as error:
                raise JobFailed(
                    "unsupported", "I don't know that colour. Please name another one."
                ) from error
        path = backdrop.path
        if backdrop.kind == "scene":
            from engine.scenes.catalog import picture_path

            try:
                path = picture_path(backdrop.value, *self._canvas_px)
            except KeyError as error:
                raise JobFailed(
                    "unsupported", "I don't have that scene. Please choose another one."
                ) from error
        if path is None:
            raise ValueError("a picture background without a file")
        return still_picture(path, self._canvas_px)
