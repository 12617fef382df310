"""Answers in every shape, and the numbers of a draft."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import (
    BackdropError,
    NemoError,
    OutOfCredits,
    ProtocolError,
    RateLimited,
    RequestRefused,
    ScopeMissing,
    SessionLost,
)
from core.model import RenderState
from core.nemo import answers
from core.nemo.attribution import Attribution, attribution, installed_version, platform
from core.nemo.client import bind_link
from core.timetable import Timetable


def test_envelope_and_bare_object() -> None:
    assert answers.unwrapped(200, {"code": 0, "message": "", "data": {"a": 1}}) == {"a": 1}
    assert answers.unwrapped(200, {"code": "0", "data": {"a": 1}}) == {"a": 1}
    assert answers.unwrapped(200, {"success": True, "data": {"a": 1}}) == {"a": 1}
    assert answers.unwrapped(200, {"a": 1}) == {"a": 1}
    assert answers.unwrapped(200, {"code": 0, "data": None}) == {}


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, {"code": 1002, "message": "x"}, SessionLost),
        (200, {"code": "2001", "message": "x"}, OutOfCredits),
        (200, {"code": 429, "message": "x"}, RateLimited),
        (200, {"success": False, "error": "x"}, RequestRefused),
        (404, {"detail": "Session not found: 12"}, SessionLost),
        (404, {"detail": "Not Found"}, RequestRefused),
        (
            403,
            {"code": 403, "message": "you can't read", "data": {"scope": "render"}},
            ScopeMissing,
        ),
        (400, ["odd"], RequestRefused),
        (200, ["odd"], ProtocolError),
        (200, "odd", ProtocolError),
    ],
)
def test_refusals(status: int, body: object, kind: type[NemoError]) -> None:
    with pytest.raises(kind) as caught:
        answers.unwrapped(status, body)
    assert type(caught.value) is kind
    if isinstance(caught.value, ScopeMissing):
        assert caught.value.scope == "render"


@pytest.mark.parametrize(
    "text", ["", "{", "<html>", "1e999", "NaN", '{"a": -Infinity}', "[" * 10**5]
)
def test_what_is_no_json_is_a_protocol_error(text: str) -> None:
    with pytest.raises(ProtocolError):
        answers.parse(text.encode())


NUMBERS = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
DRAFTS = st.recursive(
    NUMBERS | st.none() | st.booleans() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=10,
)


@given(DRAFTS)
def test_a_draft_goes_back_as_it_came(draft: object) -> None:
    came = json.dumps({"state": {"draft": draft}}).encode()
    kept = answers.state(answers.parse(came)).draft
    assert json.dumps(kept) == json.dumps(draft)
    assert answers.serialize(kept) == json.dumps(draft).encode()


def test_numbers_keep_their_kind_and_odd_text_survives() -> None:
    came = b'{"d": 10000, "x": 1.0, "y": 12345678901234567890, "z": "\\ud83c", "w": 0.1}'
    assert answers.serialize(answers.parse(came)) == came


@pytest.mark.parametrize("wraps", [True, False])
def test_the_state(wraps: bool) -> None:
    inner = {
        "draft": {"t": []},
        "video_infos": [{"filename": "a.mp4", "hash": "h", "duration": 2.5, "width": 320}, 7],
        "canvas_config": None,
        "generated_media": [{"url": "/b.jpg"}, "https://x/c.png?sig=1", {"url": "/d.mp4"}, None],
    }
    state = answers.state({"state": inner} if wraps else inner)
    assert state.draft == {"t": []}
    assert [(f.name, f.hash, f.duration_s, f.width_px, f.height_px) for f in state.files] == [
        ("a.mp4", "h", 2.5, 320, None)
    ]
    assert state.pictures == ("/b.jpg", "https://x/c.png?sig=1")


def test_pictures_are_ordered_by_their_times() -> None:
    media = {
        "1": {"url": "/new", "media_type": "image", "created_at": "2026-01-02T00:00:00Z"},
        "2": {"url": "/old", "media_type": "image/png", "created_at": "2026-01-01T00:00:00+00:00"},
        "3": {"url": "/clip", "media_type": "video", "created_at": "2026-01-03T00:00:00Z"},
    }
    assert answers.pictures(media) == ("/old", "/new")
    assert answers.pictures("odd") == answers.pictures(None) == ()


@pytest.mark.parametrize(
    ("data", "state", "progress", "url"),
    [
        ({"status": "pending"}, RenderState.PENDING, None, None),
        ({"status": "processing", "progress": 0.42}, RenderState.PROCESSING, 0.42, None),
        ({"status": "PROCESSING", "progress": 42}, RenderState.PROCESSING, 0.42, None),
        ({"status": "processing", "progress": "42"}, RenderState.PROCESSING, 0.42, None),
        ({"status": "processing", "progress": 1}, RenderState.PROCESSING, None, None),
        ({"status": "processing", "progress": 140}, RenderState.PROCESSING, 1.0, None),
        ({"status": "processing", "progress": -3}, RenderState.PROCESSING, None, None),
        ({"status": "completed", "output": {"url": "u"}}, RenderState.COMPLETED, 1.0, "u"),
        ({"status": "completed", "outputUrl": "u"}, RenderState.COMPLETED, 1.0, "u"),
        ({"status": "completed", "output": None}, RenderState.COMPLETED, 1.0, None),
        ({"status": "completed", "output": {"url": 7}}, RenderState.COMPLETED, 1.0, None),
        ({"status": "failed", "error": {"message": "no"}}, RenderState.FAILED, None, None),
        ({"status": "canceled"}, RenderState.CANCELLED, None, None),
    ],
)
def test_render_status(
    data: dict[str, object], state: RenderState, progress: float | None, url: str | None
) -> None:
    status = answers.render_status(data)
    assert (status.state, status.progress, status.output_url) == (state, progress, url)


@pytest.mark.parametrize(
    ("data", "is_nobody_seen"),
    [
        ({"status": "failed", "errorCode": "no_person"}, True),
        ({"status": "failed", "errorCode": "crashed"}, False),
        ({"status": "failed", "errorCode": ["no_person"]}, False),
        ({"status": "completed", "errorCode": "no_person"}, False),
        ({"status": "failed", "error": "no_person"}, False),
    ],
)
def test_only_the_engines_own_word_says_that_nobody_is_seen(
    data: dict[str, object], is_nobody_seen: bool
) -> None:
    assert answers.render_status(data).is_nobody_seen is is_nobody_seen


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "code",
                    "data",
                    "state",
                    "status",
                    "token",
                    "expires_at",
                    "files",
                    "available",
                    "session_id",
                    "output",
                    "progress",
                    "generated_media",
                    "url",
                    "error",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(st.sampled_from([200, 302, 400, 404]), JSON)
def test_hostile_answers_give_values_or_typed_errors(status: int, body: object) -> None:
    readers = [answers.token, answers.session, answers.claim_token, answers.uploaded]
    readers += [answers.state, answers.credits, answers.render_status]
    try:
        data = answers.unwrapped(status, body)
    except BackdropError:
        return
    for read in readers:
        try:
            read(data)
        except BackdropError as error:
            assert "\n" not in str(error)


def test_a_token_that_could_not_be_sent_is_refused() -> None:
    for odd in ("", "  ", "nmv_usr_\r\nX: y", "nmv_usr_ü", None, ["x"]):
        with pytest.raises(ProtocolError):
            answers.token({"token": odd})


def test_moments() -> None:
    assert answers.moment("2026-01-02T03:04:05Z") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert answers.moment("2026-01-02") == datetime(2026, 1, 2, tzinfo=UTC)
    assert answers.moment(0) == datetime(1970, 1, 1, tzinfo=UTC)
    for odd in ("soon", None, True, 1e300, [1]):
        assert answers.moment(odd) is None


def test_links() -> None:
    assert bind_link("anon_1&x=2") == "https://nemovideo.com/?bind=anon_1%26x%3D2"


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (".clawhub/skills/backdrop/core/x.py", "clawhub"),
        (".cursor/skills/backdrop/core/x.py", "cursor"),
        (".cursor/other/core/x.py", "unknown"),
        ("work/core/x.py", "unknown"),
        (".clawhubs/core/x.py", "unknown"),
    ],
)
def test_the_platform_by_the_install_path(tmp_path: Path, place: str, name: str) -> None:
    assert platform(tmp_path / place, tmp_path) == name


def test_the_platform_of_a_linked_install(tmp_path: Path) -> None:
    real = tmp_path / "code" / "core"
    real.mkdir(parents=True)
    (tmp_path / ".clawhub").mkdir()
    (tmp_path / ".clawhub" / "backdrop").symlink_to(tmp_path / "code")
    assert platform(tmp_path / ".clawhub" / "backdrop" / "core" / "x.py", tmp_path) == "clawhub"
    assert platform(real / "x.py", tmp_path) == "unknown"


def test_attribution_and_its_overrides() -> None:
    assert attribution("9.9", "myhub") == Attribution("9.9", "myhub")
    assert attribution("a\r\nEvil: 1", None).version == "aEvil: 1"
    headers = attribution().headers()
    assert headers["X-Skill-Source"] == "tomoviee-video-background"
    assert headers["X-Skill-Version"] == installed_version()
    assert set(headers) == {"X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"}


def test_the_timetable_is_the_contracts() -> None:
    cloud = Timetable.cloud()
    assert [cloud.render_poll_s(at) for at in (0, 59, 60, 600)] == [10, 10, 30, 30]
    assert (cloud.recovery_first_look_s, cloud.recovery_look_s, cloud.recovery_looks) == (30, 60, 5)
    assert (cloud.still_working_s, cloud.heartbeat_only_limit_s) == (120, 600)
    assert (cloud.stream_limit_s, cloud.render_stall_s, cloud.rate_limit_wait_s) == (900, 900, 30)
    assert Timetable.embedded().render_poll_s(0) == Timetable.embedded().render_poll_s(500) == 0.5
    shrunk = cloud.shrunk(0.001)
    assert shrunk.render_stall_s == pytest.approx(0.9)
    assert shrunk.recovery_looks == cloud.recovery_looks
