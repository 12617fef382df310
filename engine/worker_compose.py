"""From a placed picture to a finished one: its look, the person's mask, the background, what is
drawn over it, and the fades.

Owns the order in which the layers are laid. `worker_render` runs it in threads and
`worker_preview` on one picture. What a frame becomes depends on its number and its clip and never
on where a stretch of frames began, but for the masks, which remember the pictures before. Must not
know encoders or threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from engine.media.planes import BLACK, Bytes, Floats, Planes
from engine.picture.light import Match
from engine.picture.look import Tone, tone_of
from engine.picture.overlay import fade_away, fade_to_black
from engine.picture.placement import Placement, part_of, part_of_plane
from engine.picture.shrink import Small, shrink
from engine.worker_backdrop import Backgrounds
from engine.worker_draft import Clip, Timeline
from engine.worker_fades import Fades
from engine.worker_overlays import Overlays

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
    clip: Clip


@dataclass(frozen=True)
class Masked:
    """A placed picture and, where a person is cut out, its halves, the mask (None: nobody), and
    what the scene's light does to the person."""

    placed: Placed
    small: Small | None = None
    mask: Floats | None = None
    light: Match | None = None


def backgrounds_of(timeline: Timeline, rate: Fraction) -> Backgrounds | None:
    """What stands behind the clips, None where they stand as they are. Raises JobFailed."""
    if timeline.backdrop is None:
        return None
    return Backgrounds(timeline.backdrop, timeline.canvas_px, rate)


class Composer:
    """Finishes the pictures of one timeline. `find` and `fill` may run in two threads."""

    def __init__(
        self, timeline: Timeline, rate: Fraction, backgrounds: Backgrounds | None = None
    ) -> None:
        """`backgrounds` of the timeline may be there already, for several stretches."""
        self.has_seen_person = False
        self._backgrounds = backgrounds or backgrounds_of(timeline, rate)
        self._overlays = Overlays(timeline, rate)
        self._fades = Fades(timeline, rate)

    def find(self, items: Iterable[Placed]) -> Iterator[Masked]:
        """The same pictures in the same order, with masks when a person is cut out."""
        looked = (_toned(placed, tone_of(placed.clip.look)) for placed in items)
        if self._backgrounds is None:
            yield from map(Masked, looked)
            return
        from engine.picture.evidence import with_known_room
        from engine.picture.follow import follow
        from engine.picture.own_finder import chosen_finder

        finder = chosen_finder()
        pictures = ((placed, shrink(placed.picture)) for placed in looked)
        for followed in with_known_room(follow(pictures, finder)):
            light = self._backgrounds.light_on(followed.item.clip, finder)
            yield Masked(followed.item, followed.small, followed.mask, light)

    def spans(self, placed: Placed) -> Iterator[tuple[int, int]]:
        """(first frame, number of frames) of the showings of a picture that look the same."""
        end = placed.index + placed.count
        moments = {
            *self._overlays.changes(placed.index, end),
            *self._fades.within(placed.index, end),
        }
        if self._backgrounds is not None and self._backgrounds.is_moving:
            moments.update(range(placed.index + 1, end))
        begin = placed.index
        for at in [*sorted(moment for moment in moments if begin < moment < end), end]:
            yield begin, at - begin
            begin = at

    def fill(self, target: Planes, masked: Masked, index: int, alpha: Bytes | None = None) -> None:
        """Make frame `index` of the result out of a picture, in `target`, a whole canvas.

        `alpha`, of the canvas' size, is for a person before nothing: it gets how much is seen of
        each pixel, 0..255.
        """
        picture, placement = masked.placed.picture, masked.placed.placement
        if self._backgrounds is None or masked.small is None:
            target.copy_from(picture)
        else:
            if alpha is None:
                background = self._backgrounds.behind(placement, masked.placed.clip.look)
                background.lay(target, index, masked.small, masked.mask)
            else:
                target.fill(BLACK)
                alpha[:] = 0
            if masked.mask is not None:
                from engine.picture.compose import lay_over, matte_of

                self.has_seen_person = True
                part = part_of(target, placement)
                matte = matte_of(masked.small, masked.mask)
                if alpha is None:
                    light = masked.light.applied if masked.light is not None else None
                    lay_over(picture, matte, part, self._backgrounds.wrap, light)
                else:
                    from engine.picture.cut_out import cut_out

                    cut_out(picture, matte, part, part_of_plane(alpha, placement))
        self._overlays.draw(target, index, alpha)
        share = self._fades.share_of_black(index)
        if share > 0:
            if alpha is None:
                fade_to_black(target, share)
            else:
                fade_away(alpha, share)


def _toned(placed: Placed, tone: Tone | None) -> Placed:
    if tone is None:
        return placed
    return Placed(
        tone.applied(placed.picture), placed.placement, placed.index, placed.count, placed.clip
    )
