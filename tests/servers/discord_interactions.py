"""Interactions at the fake Discord, as its API has them: for tests.

Owns answering one within three seconds, and what may follow for fifteen minutes with its token.
Must not know HTTP, or what a person does to begin one.
Source: Discord's documentation, "Receiving and Responding to Interactions".
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.servers.discord_components import check_modal
from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import (
    ACKNOWLEDGE_S,
    ALREADY_ACKNOWLEDGED,
    INVALID_TOKEN,
    MAX_FOLLOWUPS_OF_USER_INSTALL,
    TOKEN_S,
    TOO_MANY_FOLLOWUPS,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    check_length,
    invalid,
    no,
)
from tests.servers.discord_parameters import Call
from tests.servers.discord_permissions import may
from tests.servers.discord_sessions import Sessions
from tests.servers.discord_shapes import Shapes
from tests.servers.discord_values import (
    AUTOCOMPLETE,
    COMPONENT,
    EPHEMERAL,
    LOADING,
    MODAL,
    Interaction,
    Message,
    Version,
)
from tests.servers.discord_writing import Writing

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL_ANSWER = 4, 5, 6, 7, 8, 9


class Interactions:
    """Everything under /interactions and /webhooks."""

    def __init__(
        self, ledger: Ledger, shapes: Shapes, sessions: Sessions, writing: Writing
    ) -> None:
        self._ledger = ledger
        self._shapes = shapes
        self._sessions = sessions
        self._writing = writing

    # --- the first answer -------------------------------------------------------------------

    def callback(self, call: Call) -> dict[str, Any] | None:
        """POST /interactions/{interaction_id}/{interaction_token}/callback."""
        with self._ledger.changed:
            told = call.values["interaction_id"]
            found = self._ledger.interactions.get(int(told)) if told.isdigit() else None
            if found is None or not _is_same(found.token, call.values["interaction_token"]):
                raise no(UNKNOWN_INTERACTION)
            if found.answer is not None:
                raise no(ALREADY_ACKNOWLEDGED)
            if self._age_s(found) > ACKNOWLEDGE_S:
                raise no(UNKNOWN_INTERACTION)
            body = call.json()
            kind = body.get("type")
            act = self._answers(found).get(kind if isinstance(kind, int) else 0)
            if act is None:
                raise invalid("type", "BASE_TYPE_CHOICES", "Value is not a valid response type.")
            message = act(call, found, body.get("data") or {})
            found.answer, found.answered_at_s = kind, call.at_s
            self._ledger.changed.notify_all()
            if call.query.get("with_response", "").lower() not in ("1", "true"):
                return None
            return self._response(found, message)

    def _age_s(self, one: Interaction) -> float:
        return self._ledger.clock.now_s() - one.created_s

    def _answers(
        self, one: Interaction
    ) -> dict[int, Callable[[Call, Interaction, dict[str, Any]], Message | None]]:
        """Which answers this kind of interaction takes."""
        answers: dict[int, Callable[[Call, Interaction, dict[str, Any]], Message | None]]
        if one.kind == AUTOCOMPLETE:
            return {CHOICES: self._choose}
        answers = {MESSAGE: self._say, DEFERRED: self._defer}
        if one.kind == COMPONENT or (one.kind == MODAL and one.message is not None):
            answers |= {DEFERRED_UPDATE: self._defer_update, UPDATE: self._update}
        if one.kind != MODAL:
            answers[MODAL_ANSWER] = self._show_modal
        return answers

    def _say(self, call: Call, one: Interaction, data: dict[str, Any]) -> Message:
        version = self._writing.new(call, data, one.room, folder=self._folder(one, data))
        one.is_ephemeral = bool(version.flags & EPHEMERAL)
        message = self._put(one, version)
        one.original = message.id
        return message

    def _defer(self, _: Call, one: Interaction, data: dict[str, Any]) -> Message:
        flags = int(data.get("flags") or 0) & EPHEMERAL
        one.is_ephemeral = bool(flags)
        message = self._put(one, Version(time.monotonic(), flags=flags | LOADING))
        one.original = message.id
        return message

    def _defer_update(self, _: Call, one: Interaction, __: dict[str, Any]) -> None:
        one.original = one.message

    def _update(self, call: Call, one: Interaction, data: dict[str, Any]) -> Message:
        one.original = one.message
        return self._revise(call, one, self._found(one, "@original"), data)

    def _show_modal(self, _: Call, one: Interaction, data: dict[str, Any]) -> None:
        one.modal = check_modal(data)

    def _choose(self, _: Call, one: Interaction, data: dict[str, Any]) -> None:
        check_length("data.choices", data.get("choices") or [], 0, 25)
        one.choices = tuple(data.get("choices") or ())

    def _response(self, one: Interaction, message: Message | None) -> dict[str, Any]:
        about: dict[str, Any] = {"id": str(one.id), "type": one.kind}
        told: dict[str, Any] = {"interaction": about}
        if one.original is not None:
            about["response_message_id"] = str(one.original)
            about["response_message_loading"] = one.answer == DEFERRED
            about["response_message_ephemeral"] = one.is_ephemeral
        if message is not None and one.answer != DEFERRED:
            shape = self._shapes.message(message)
            told["resource"] = {"type": one.answer, "message": shape}
        return told

    # --- what follows -----------------------------------------------------------------------

    def _by_token(self, call: Call) -> Interaction:
        token = call.values["webhook_token"]
        for one in self._ledger.interactions.values():
            if _is_same(one.token, token) and call.values["webhook_id"] == str(self._ledger.bot.id):
                if one.is_expired or self._age_s(one) > TOKEN_S:
                    raise no(INVALID_TOKEN)
                if one.answer is None:
                    raise no(UNKNOWN_WEBHOOK)
                return one
        raise no(INVALID_TOKEN)

    def follow_up(self, call: Call) -> dict[str, Any]:
        """POST /webhooks/{webhook_id}/{webhook_token}."""
        with self._ledger.changed:
            one = self._by_token(call)
            data = call.json()
            original = self._ledger.message(one.original)
            if one.answer == DEFERRED and original is not None and original.now.is_loading:
                # As there: the first one takes the place of the "thinking".
                return self._shapes.message(self._revise(call, one, original, data))
            if one.is_user_install and one.followups >= MAX_FOLLOWUPS_OF_USER_INSTALL:
                raise no(TOO_MANY_FOLLOWUPS)
            version = self._writing.new(call, data, one.room, folder=self._folder(one, data))
            one.followups += 1
            return self._shapes.message(self._put(one, version))

    def get(self, call: Call) -> dict[str, Any]:
        """GET /webhooks/…/messages/{message_id}, or @original."""
        with self._ledger.changed:
            one = self._by_token(call)
            return self._shapes.message(
                self._found(one, call.values.get("message_id", "@original"))
            )

    def edit(self, call: Call) -> dict[str, Any]:
        """PATCH /webhooks/…/messages/{message_id}, or @original."""
        with self._ledger.changed:
            one = self._by_token(call)
            message = self._found(one, call.values.get("message_id", "@original"))
            return self._shapes.message(self._revise(call, one, message, call.json()))

    def delete(self, call: Call) -> None:
        """DELETE /webhooks/…/messages/{message_id}, or @original."""
        with self._ledger.changed:
            one = self._by_token(call)
            message = self._found(one, call.values.get("message_id", "@original"))
            self._ledger.delete(message)

    def _found(self, one: Interaction, told: str) -> Message:
        wanted = one.original if told == "@original" else int(told) if told.isdigit() else None
        message = self._ledger.message(wanted, one.room.id)
        if message is None or (told != "@original" and message.interaction != one.id):
            raise no(UNKNOWN_MESSAGE)
        return message

    def _folder(self, one: Interaction, data: dict[str, Any]) -> str:
        is_ephemeral = bool(int(data.get("flags") or 0) & EPHEMERAL)
        kind = "ephemeral-attachments" if is_ephemeral else "attachments"
        return f"{kind}/{one.room.id}"

    def _put(self, one: Interaction, version: Version) -> Message:
        if one.is_user_install and not may(one.room, "use_external_apps"):
            # As there: where applications of others are not welcome, only their user sees them.
            version = replace(version, flags=version.flags | EPHEMERAL)
        message = self._ledger.put(
            Message(
                id=self._ledger.clock.snowflake(),
                room=one.room.id,
                author=self._ledger.bot,
                versions=(version,),
                seen_by=one.user.id if version.flags & EPHEMERAL else None,
                interaction=one.id,
            )
        )
        if not message.is_ephemeral:
            self._sessions.tell_message("MESSAGE_CREATE", message)
        return message

    def _revise(
        self, call: Call, one: Interaction, message: Message, data: dict[str, Any]
    ) -> Message:
        folder = self._folder(one, {"flags": message.now.flags})
        version = self._writing.changed(call, data, message, one.room, folder)
        if message.is_ephemeral:
            version = replace(version, flags=version.flags | EPHEMERAL)
        else:
            version = replace(version, flags=version.flags & ~EPHEMERAL)
        revised = self._ledger.revise(message, version)
        if not revised.is_ephemeral:
            self._sessions.tell_message("MESSAGE_UPDATE", revised)
        return revised


def _is_same(token: str, told: str) -> bool:
    return hmac.compare_digest(token.encode(), told.encode())
