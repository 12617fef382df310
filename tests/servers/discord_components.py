"""Buttons, rows and modals as the fake Discord takes them: for tests.

Owns their limits. Must not know messages.
Source: Discord's documentation, "Component Reference".
"""

from __future__ import annotations

from typing import Any

from tests.servers.discord_limits import MAX_CUSTOM_ID, MAX_LABEL, check_length, invalid
from tests.servers.discord_values import COMPONENTS_V2, walk

ROW, BUTTON, TEXT_INPUT, LABEL, FILE_UPLOAD, TEXT_DISPLAY = 1, 2, 4, 18, 19, 10
_SELECTS = (3, 5, 6, 7, 8)
_IN_MESSAGE = {ROW, BUTTON, *_SELECTS}
_IN_V2 = {*_IN_MESSAGE, 9, TEXT_DISPLAY, 11, 12, 13, 14, 17}
_LINK, _PREMIUM = 5, 6
_MAX_ROWS, _MAX_IN_ROW, _MAX_V2, _MAX_V2_TEXT = 5, 5, 40, 4000


def check_components(components: Any, flags: int) -> tuple[dict[str, Any], ...]:
    """A message's components. Raises ``Refused``."""
    if not components:
        return ()
    is_v2 = bool(flags & COMPONENTS_V2)
    if not is_v2:
        check_length("components", components, 0, _MAX_ROWS)
    everything = list(walk(components))
    if is_v2:
        check_length("components", everything, 0, _MAX_V2)
        words = "".join(one["content"] for one in everything if one["type"] == TEXT_DISPLAY)
        check_length("components", words, 0, _MAX_V2_TEXT)
    for number, one in enumerate(components):
        _check(f"components.{number}", one, _IN_V2 if is_v2 else {ROW})
    ids = [one["custom_id"] for one in everything if one.get("custom_id")]
    if len(set(ids)) < len(ids):
        raise invalid(
            "components",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        )
    return tuple(components)


def _check(path: str, one: dict[str, Any], kinds: set[int]) -> None:
    kind = one.get("type")
    if kind not in kinds:
        raise invalid(
            f"{path}.type",
            "UNION_TYPE_CHOICES",
            f'Value of field "type" must be one of {sorted(kinds)}.',
        )
    if kind == ROW:
        check_length(f"{path}.components", one.get("components") or [], 1, _MAX_IN_ROW)
    if kind == BUTTON:
        _check_button(path, one)
    if kind in _SELECTS:
        check_length(f"{path}.custom_id", one.get("custom_id") or "", 1, MAX_CUSTOM_ID)
    for number, inner in enumerate(one.get("components") or ()):
        within = {BUTTON, *_SELECTS} if kind == ROW else _IN_V2
        _check(f"{path}.components.{number}", inner, within)


def _check_button(path: str, one: dict[str, Any]) -> None:
    style = one.get("style")
    if style not in range(1, 7):
        raise invalid(
            f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6)."
        )
    check_length(f"{path}.label", one.get("label") or "", 0, MAX_LABEL)
    if not one.get("label") and not one.get("emoji") and style != _PREMIUM:
        raise invalid(
            f"{path}.label",
            "BUTTON_COMPONENT_INVALID_LABEL",
            "A button must have either a label or an emoji",
        )
    if style == _LINK:
        check_length(f"{path}.url", one.get("url") or "", 1, 512)
        if not str(one["url"]).startswith(("https://", "http://", "discord://")):
            raise invalid(
                f"{path}.url",
                "URL_TYPE_INVALID_SCHEME",
                "Scheme must be one of ('http', 'https', 'discord').",
            )
    elif style != _PREMIUM:
        check_length(f"{path}.custom_id", one.get("custom_id") or "", 1, MAX_CUSTOM_ID)


def check_modal(data: dict[str, Any]) -> dict[str, Any]:
    """A modal. Raises ``Refused``."""
    check_length("data.custom_id", data.get("custom_id") or "", 1, MAX_CUSTOM_ID)
    check_length("data.title", data.get("title") or "", 1, 45)
    check_length("data.components", data.get("components") or [], 1, 5)
    for number, one in enumerate(data["components"]):
        path = f"data.components.{number}"
        if one.get("type") not in (ROW, LABEL, TEXT_DISPLAY):
            raise invalid(
                f"{path}.type",
                "UNION_TYPE_CHOICES",
                'Value of field "type" must be one of (1, 10, 18).',
            )
        if one["type"] == LABEL:
            check_length(f"{path}.label", one.get("label") or "", 1, 45)
            check_length(f"{path}.description", one.get("description") or "", 0, 100)
    for one in fields(data):
        check_length("data.components.custom_id", one.get("custom_id") or "", 1, MAX_CUSTOM_ID)
        check_length("data.components.placeholder", one.get("placeholder") or "", 0, 100)
        check_length("data.components.value", one.get("value") or "", 0, 4000)
        if one["type"] == TEXT_INPUT and not one.get("label") and "label" not in data:
            _check_named(data, one)
    return data


def _check_named(data: dict[str, Any], wanted: dict[str, Any]) -> None:
    """In a row a text input has its own label; in a label component that one names it."""
    for one in data["components"]:
        if one["type"] == ROW and wanted in one.get("components", ()):
            check_length("data.components.label", wanted.get("label") or "", 1, 45)


def fields(modal: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be filled in."""
    return [one for one in walk(modal["components"]) if one.get("custom_id")]


def label_of(modal: dict[str, Any], wanted: dict[str, Any]) -> str:
    """How a field is called."""
    for one in modal["components"]:
        if one.get("component") == wanted:
            return str(one["label"])
    return str(wanted.get("label") or "")
