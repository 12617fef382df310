"""What starts the bot on a server: its settings exist, its files are there, its unit is valid."""

from __future__ import annotations

import fnmatch
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from pydantic import AliasChoices

from bots.exit_codes import WRONG_USE
from bots.settings import Settings, load
from core.timetable import Timetable

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"
EXAMPLE: Final = DEPLOY / "env.example"
UNIT: Final = DEPLOY / "systemd" / "backdrop.service"
DOCKERFILE: Final = DEPLOY / "Dockerfile"
_SETTING: Final = re.compile(r"^#([A-Z][A-Z0-9_]+=.*)$", re.MULTILINE)


def _settings() -> dict[str, str]:
    """The environment's names of all settings, each with its field."""
    named: dict[str, str] = {}
    for field, info in Settings.model_fields.items():
        assert isinstance(info.validation_alias, AliasChoices), f"{field} has no name of its own"
        named |= {str(name): field for name in info.validation_alias.choices if name != field}
    return named


def _uncommented() -> str:
    return "\n".join(_SETTING.findall(EXAMPLE.read_text())) + "\n"


def _unit() -> dict[str, list[str]]:
    """The unit's lines by name; a name may stand more than once."""
    lines: dict[str, list[str]] = {}
    for line in UNIT.read_text().splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            lines.setdefault(name, []).append(value)
    return lines


def _services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    return services


def _instructions(text: str) -> list[tuple[str, str]]:
    """A Dockerfile's instructions, in order."""
    code = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    lines = code.replace("\\\n", " ").splitlines()
    return [
        (name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines) if name
    ]


def _seconds(text: str) -> float:
    assert text.endswith("s"), f"{text} is not in seconds"
    return float(text.removesuffix("s"))


def test_the_example_names_every_setting_once_and_no_other() -> None:
    names = [line.partition("=")[0] for line in _uncommented().splitlines()]
    assert sorted(names) == sorted(_settings())


def test_the_table_of_settings_names_every_setting_once_and_no_other() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text()
    table = page.partition("\n## Settings\n")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
    names = [name for cell in first_cells for name in re.findall(r"`([A-Z_]+)`", cell)]
    assert sorted(names) == sorted(_settings())


def test_the_example_changes_nothing_when_all_of_it_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in _settings():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    without = load()
    (tmp_path / ".env").write_text(_uncommented())
    assert load() == without


def test_a_value_of_the_example_reaches_its_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would pass on a file that nobody reads."""
    for name in _settings():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    changed = re.sub("^(BACKDROP_BIND=).*$", r"\1[::1]:9000", _uncommented(), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(changed)
    assert load().bind == "[::1]:9000"


def test_every_secret_is_marked_and_nothing_else() -> None:
    secret = {
        name
        for name, field in _settings().items()
        if "Secret" in str(Settings.model_fields[field].annotation)
    }
    marked = re.findall(r"^# SECRET\.(?: .*)?\n(?:# .*\n)*#([A-Z_]+)=", EXAMPLE.read_text(), re.M)
    assert set(marked) == secret


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_unit_is_valid(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("backdrop")
    text, exchanged = re.subn(
        r"^ExecStart=\S+", f"ExecStart={command}", UNIT.read_text(), flags=re.MULTILINE
    )
    assert exchanged == 1
    here = tmp_path / UNIT.name
    here.write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(here)], capture_output=True, text=True
    )
    # It warns of a line that it can't read, and succeeds all the same. Other units of this machine
    # are looked at too, and may have faults of their own.
    told = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert (done.returncode, told) == (0, [])


def test_the_unit_waits_for_the_drain_and_does_not_repeat_what_stays_wrong() -> None:
    unit = _unit()
    assert _seconds(unit["TimeoutStopSec"][0]) > 2 * Timetable.cloud().drain_limit_s
    assert unit["KillMode"] == ["mixed"]
    assert unit["RestartPreventExitStatus"] == [str(WRONG_USE)]
    assert unit["ExecStart"] == ["/opt/backdrop/.venv/bin/backdrop run"]


def test_unit_and_image_name_only_settings_that_exist() -> None:
    named = [line.partition("=")[0] for line in _unit()["Environment"]]
    of_the_image = [
        name
        for instruction, rest in _instructions(DOCKERFILE.read_text())
        if instruction == "ENV"
        for name in re.findall(r"(BACKDROP_\w+)=", rest)
    ]
    assert named and of_the_image
    assert {*named, *of_the_image} <= set(_settings())


def test_compose_names_only_settings_and_files_that_exist() -> None:
    bot = _services()["bot"]
    assert bot["environment"] and set(bot["environment"]) <= set(_settings())
    for name, value in bot["environment"].items():
        field = _settings()[name]
        assert str(getattr(load(**{field: value}), field)) == value
    build = bot["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    assert _seconds(bot["stop_grace_period"]) > 2 * Timetable.cloud().drain_limit_s


def test_the_bot_reads_the_bot_api_servers_files_under_the_same_path_and_no_more_is_shared() -> (
    None
):
    services = _services()
    mounted = {
        service: dict(volume.split(":")[:2] for volume in services[service]["volumes"])
        for service in ("bot", "telegram-bot-api")
    }
    assert mounted["telegram-bot-api"] == {"telegram": "/var/lib/telegram-bot-api"}
    assert mounted["bot"]["telegram"] == mounted["telegram-bot-api"]["telegram"]
    assert mounted["bot"]["data"] == services["bot"]["environment"]["BACKDROP_DATA_DIR"]


def test_what_the_comments_of_compose_tell_to_set_is_a_setting() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    told: dict[str, str] = {}
    for block in re.findall(r"^#     \.env .+(?:\n#      {10,}.+)*", text, re.MULTILINE):
        told |= dict(re.findall(r"([A-Z_]+)=(\S+)", block))
    assert told and set(told) <= set(_settings())
    load(**{_settings()[name]: value for name, value in told.items()})


def test_everything_that_the_image_copies_is_there_and_not_ignored() -> None:
    kept = [
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    sources = [
        source
        for instruction, rest in _instructions(DOCKERFILE.read_text())
        if instruction == "COPY" and not rest.startswith("--from=")
        for source in rest.split()[:-1]
    ]
    assert len(sources) > 5
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(fnmatch.fnmatch(source, pattern) for pattern in kept), f"{source} is ignored"


def test_the_image_runs_the_bot_as_nobody_special_and_is_stopped_as_it_should() -> None:
    last = dict(_instructions(DOCKERFILE.read_text()))
    assert last["CMD"] == '["backdrop", "run"]'
    assert last["STOPSIGNAL"] == "SIGTERM"
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last["USER"])


def test_no_secret_is_committed_or_copied_into_the_image() -> None:
    ignored = (DEPLOY / ".gitignore").read_text().splitlines()
    compose = (DEPLOY / "compose.yaml").read_text()
    files = set(re.findall(r"(?<!\S)([a-z-]*\.env)\b", compose))
    assert files == {".env", "local-api.env", "postgres.env"}
    for name in files:
        assert any(fnmatch.fnmatch(name, pattern) for pattern in ignored), name
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"
    for line in _uncommented().splitlines():
        assert not re.match(r"\w*(TOKEN|KEY|SECRET|DATABASE_URL)=.", line)
