"""Every waiting time of the program, by backend, in one value.

Owns: how long is waited for what, how often is looked, when is given up.
Must not know: who waits. Tests shrink this and nothing else.
"""

from dataclasses import dataclass, replace
from typing import Self

_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Waiting times in seconds and counts of attempts; the values are the cloud's.

    Source of the numbers: the backend's contract (polling, recovery, heartbeats, rate limit);
    those marked "ours" are chosen here.
    """

    queue_poll_s: float = 0.1
    """How often the queue of jobs is looked at, and whether a job has ended (ours): half a second
    until an edit starts is seen, and a look costs a hundredth of a core."""

    # Connections (ours).
    connect_limit_s: float = 15.0
    """A connection, TLS included, must stand after this long."""
    answer_limit_s: float = 60.0
    """Longest silence while the answer to a short call is awaited or read."""
    upload_stall_s: float = 120.0
    """An upload of which no byte moves for so long is given up."""
    upload_silence_limit_s: float = 300.0
    """Longest silence after the last byte of an upload: the backend inspects the clip."""
    download_silence_limit_s: float = 60.0
    """Longest silence between two pieces of a download."""

    # Reads that are repeated after a failure (ours).
    read_attempts: int = 5
    read_backoff_initial_s: float = 0.5
    read_backoff_max_s: float = 10.0

    rate_limit_wait_s: float = 30.0
    """Wait after a 429 that names no time; a 429 is waited for once."""
    rate_limit_wait_max_s: float = 120.0
    """A `Retry-After` above this is not waited for, but told (ours)."""

    # A message stream.
    stream_limit_s: float = 15 * _MINUTE_S
    stream_tick_s: float = 5.0
    """Longest time between two events that a message stream gives to its reader (ours)."""
    still_working_s: float = 2 * _MINUTE_S
    """No text for this long: the person hears that work goes on; then again each time."""
    stage_look_s: float = 15.0
    """During a generation, how often the state is looked at for its first stage (ours)."""
    heartbeat_only_limit_s: float = 10 * _MINUTE_S
    """Nothing but heartbeats for this long: the stream counts as lost."""

    # Recovery by the state, after a lost stream.
    recovery_first_look_s: float = 30.0
    recovery_look_s: float = 60.0
    recovery_looks: int = 5

    # The backend is down (ours).
    down_first_look_s: float = 10.0
    down_look_max_s: float = 300.0
    """The pause between two looks doubles from the first to this, for all chats together."""
    down_limit_s: float = 24 * 60 * _MINUTE_S
    """Down for so long: the jobs that wait for it are given up, and their people told."""

    # A render.
    render_poll_fast_s: float = 10.0
    render_poll_fast_period_s: float = _MINUTE_S
    render_poll_slow_s: float = 30.0
    render_stall_s: float = 15 * _MINUTE_S
    """No progress for this long: given up, said so, cancelled."""

    # Deliveries (ours).
    delivery_attempts: int = 5
    delivery_backoff_initial_s: float = 1.0
    delivery_backoff_max_s: float = 60.0
    delivery_down_limit_s: float = 24 * 60 * _MINUTE_S
    """A platform that can't be reached for so long: what was to be said there is given up."""
    delivery_wait_max_s: float = 6 * 60 * _MINUTE_S
    """A platform that asks for a longer wait than this has refused; bans of four hours were seen,
    and a finished video is worth them."""

    # Messages that belong together (ours; platforms.md: albums arrive seconds apart at worst).
    album_quiet_s: float = 2.0
    """No further part of an album for so long: it is complete. Clips in a row count alike."""

    queue_notice_s: float = 1.0
    """A job that still waits for others of its chat after this is told its place (ours)."""

    # The process itself (ours).
    alive_beat_s: float = 5.0
    """How often the database learns that this process lives."""
    restart_notice_s: float = 30.0
    """Whoever waited longer than this because of a restart hears of it."""
    drain_limit_s: float = 5.0
    """Time for steps in hand after SIGTERM; the process is gone within 10 s."""

    # An anonymous account.
    token_renewal_margin_s: float = _MINUTE_S
    """A token this near to its end counts as expired (ours)."""
    token_warning_s: float = 24 * 60 * _MINUTE_S
    """Before an anonymous token's last day, chats with an unfinished project hear of it."""

    @classmethod
    def cloud(cls) -> Self:
        """The cloud's policy: remote, metered, minutes per edit."""
        return cls()

    @classmethod
    def embedded(cls) -> Self:
        """The embedded engine's policy: on loopback, asked twice a second."""
        return cls(
            connect_limit_s=5.0,
            read_backoff_initial_s=0.2,
            read_backoff_max_s=2.0,
            rate_limit_wait_s=5.0,
            stream_tick_s=1.0,
            recovery_first_look_s=1.0,
            recovery_look_s=3.0,
            down_first_look_s=1.0,
            down_look_max_s=10.0,
            render_poll_fast_s=0.5,
            render_poll_slow_s=0.5,
        )

    def shrunk(self, factor: float) -> Self:
        """The same timetable with every waiting time (not the counts) times `factor`.

        But the queue is looked at as often as ever: a look costs processor time, of which idle bots
        at a tenth of all waits took a fifth of a core, and a tenth of a second holds up no test.
        """
        waits = {name for name in self.__dataclass_fields__ if name.endswith("_s")}
        names = waits - {"queue_poll_s"}
        return replace(self, **{name: getattr(self, name) * factor for name in names})

    def render_poll_s(self, waited_s: float) -> float:
        """Pause before the next look at a render that was begun `waited_s` ago."""
        is_fast = waited_s < self.render_poll_fast_period_s
        return self.render_poll_fast_s if is_fast else self.render_poll_slow_s
