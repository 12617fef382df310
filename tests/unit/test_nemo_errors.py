"""The error tree: complete, picklable, and without a secret."""

import pickle
import re

import pytest

import core.errors
from core.errors import BackdropError, FileTooLarge, OutOfCredits, RateLimited, ScopeMissing
from core.nemo.codes import refusal
from core.secrecy import Secret, safe_text

SECRET = "nmv_usr_Zx9-secret"


def tree(kind: type[BackdropError] = BackdropError) -> list[type[BackdropError]]:
    children = [child for child in kind.__subclasses__() if child.__module__[:11] == "core.errors"]
    return [kind, *(deeper for child in children for deeper in tree(child))]


@pytest.mark.parametrize("kind", tree())
def test_every_error_stands_in_the_drawing_and_says_what_it_must(
    kind: type[BackdropError],
) -> None:
    assert re.search(rf"\b{kind.__name__}\b", core.errors.__doc__ or "")
    assert getattr(core.errors, kind.__name__) is kind
    error = kind(f"the backend said {SECRET}\nforged line")
    assert re.fullmatch(r"error(-[a-z]+)+", error.phrase)
    assert "\n" not in str(error)
    assert SECRET not in str(error) + repr(error) + repr(error.args)
    assert error.cause in str(error)
    assert error.remedy in str(error)


@pytest.mark.parametrize("kind", tree())
def test_every_error_survives_a_pickle(kind: type[BackdropError]) -> None:
    error = kind("what happened")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is kind
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_facts_and_fields_survive_a_pickle() -> None:
    for error in (
        RateLimited("slow", 12.0),
        OutOfCredits("none", is_anonymous=True),
        ScopeMissing("no", "render"),
        FileTooLarge("big", 1024 * 1024),
        refusal(77, 418, "teapot"),
    ):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert vars(again) == vars(error)
        assert again.phrase == error.phrase


def test_only_lost_outcomes_are_unknown() -> None:
    unknown = {kind.__name__ for kind in tree() if not kind.is_outcome_known}
    assert unknown == {"OutcomeUnknown", "AgentFailed", "DeliveryUnknown"}


@pytest.mark.parametrize(
    ("code", "status", "name"),
    [
        (1001, 200, "TokenRejected"),
        (1001, 401, "TokenRejected"),
        (None, 401, "TokenRejected"),
        (1002, 404, "SessionLost"),
        (2001, 402, "OutOfCredits"),
        (4001, 400, "UnsupportedFile"),
        (4002, 413, "FileTooLarge"),
        (None, 413, "FileTooLarge"),
        (None, 402, "ExportBlocked"),
        (402, 200, "ExportBlocked"),
        (403, 403, "ScopeMissing"),
        (None, 403, "ScopeMissing"),
        (9999, 400, "RequestRefused"),
        (None, 404, "RequestRefused"),
    ],
)
def test_codes(code: int | None, status: int, name: str) -> None:
    assert type(refusal(code, status, "said")).__name__ == name


def test_the_missing_scope_is_found_in_the_message() -> None:
    error = refusal(403, 403, "token lacks scope: Render")
    assert isinstance(error, ScopeMissing)
    assert error.scope == "render"
    assert error.facts == {"scope": "render"}
    bare = refusal(403, 403, {"odd": 1})
    assert isinstance(bare, ScopeMissing)
    assert bare.scope == ""


def test_a_secret_shows_itself_only_when_asked() -> None:
    secret = Secret(f" {SECRET} ")
    assert secret.reveal() == SECRET
    assert SECRET not in f"{secret} {secret!r} {[secret]}"
    assert secret == Secret(SECRET)
    assert secret != SECRET
    assert len({secret, Secret(SECRET)}) == 1
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(ValueError, match="empty"):
        Secret("  ")


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {SECRET}",
        "Authorization: bearer eyJhbGciOi.secret",
        "https://user:secret@proxy.example:3128/",
        "https://nemo.example/workspace/claim?ct=clm_secret",
        "https://nemo.example/?bind=anon_secret",
        f'{{"token":"{SECRET}"}}',
    ],
)
def test_secrets_are_masked_in_any_text(text: str) -> None:
    assert "secret" not in safe_text(text)
    assert "***" in safe_text(text)


def test_foreign_text_becomes_one_short_printable_line() -> None:
    assert safe_text("a\r\nb\x1b[31mc\u202ed\ud800e") == "a b [31mc d e"
    assert len(safe_text("x" * 10_000)) == 300
    assert safe_text("背景换成办公室 — ok") == "背景换成办公室 — ok"
