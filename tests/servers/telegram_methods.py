"""The methods of the fake Telegram by their published names: for tests.

Owns that list, polling, logging out and closing, and getFile's answer. Must not know HTTP.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.servers.telegram_editing import Editing
from tests.servers.telegram_files import Files
from tests.servers.telegram_ledger import Ledger
from tests.servers.telegram_limits import Refused, flood
from tests.servers.telegram_parameters import Parameters
from tests.servers.telegram_profile import Profile
from tests.servers.telegram_rooms import Rooms
from tests.servers.telegram_sending import FILE_FIELDS, Sending
from tests.servers.telegram_updates import Listening, Updates
from tests.servers.telegram_values import Kind
from tests.servers.telegram_webhook import Webhook

Method = Callable[[Parameters], Any]

CLOSABLE_AFTER_S = 600.0
"""``close`` is refused for the first ten minutes, says its documentation."""

_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Methods:
    """``by_name`` gives each method; some of them answer with an awaitable.

    ``is_logged_out`` after logOut: the cloud refuses every request then, until a test says that ten
    minutes are over; a server of one's own takes the bot again with the next. ``logins_at_s`` are
    the times at which the bot was logged in, which any request with its token does.
    """

    def __init__(
        self,
        ledger: Ledger,
        rooms: Rooms,
        files: Files,
        profile: Profile,
        updates: Updates,
        webhook: Webhook,
        listening: Listening,
    ) -> None:
        self.is_logged_out = False
        self.logins_at_s: list[float] = []
        self._is_logged_in = False
        self.started_at_s = time.monotonic()
        self._files = files
        self._updates = updates
        self._webhook = webhook
        self._listening = listening
        sending = Sending(ledger, rooms, files)
        editing = Editing(ledger, rooms, sending)
        self.by_name: dict[str, Method] = {
            "getMe": rooms.get_me,
            "getUpdates": self._get_updates,
            "setWebhook": webhook.set,
            "deleteWebhook": webhook.delete,
            "getWebhookInfo": webhook.info,
            "logOut": self._log_out,
            "close": self._close,
            "getFile": self._get_file,
            "sendMessage": sending.send_message,
            "sendMediaGroup": sending.send_media_group,
            "sendChatAction": rooms.send_chat_action,
            "editMessageText": editing.edit_text,
            "editMessageCaption": editing.edit_caption,
            "editMessageReplyMarkup": editing.edit_markup,
            "editMessageMedia": editing.edit_media,
            "deleteMessage": editing.delete_message,
            "deleteMessages": editing.delete_messages,
            "answerCallbackQuery": editing.answer_callback,
            "getChat": rooms.get_chat,
            "getChatMember": rooms.get_chat_member,
            "setMyCommands": profile.set_commands,
            "getMyCommands": profile.get_commands,
            "deleteMyCommands": profile.delete_commands,
        }
        for field, kind in FILE_FIELDS.items():
            self.by_name[f"send{_title(field)}"] = self._sender(sending, kind)
        for what in ("name", "description", "short_description"):
            self.by_name[f"setMy{_title(what)}"] = partial(profile.set_text, what)
            self.by_name[f"getMy{_title(what)}"] = partial(profile.get_text, what)

    @staticmethod
    def _sender(sending: Sending, kind: Kind) -> Method:
        return lambda parameters: sending.send_file(parameters, kind)

    async def _get_updates(self, parameters: Parameters) -> Any:
        if self._webhook.setting.url:
            raise Refused(409, _WEBHOOK_ACTIVE)
        self._updates.allow(parameters.value("allowed_updates"))
        limit = parameters.integer("limit", 100) or 100
        return await self._updates.poll(
            parameters.integer("offset", 0) or 0,
            min(max(limit, 1), 100),
            float(parameters.integer("timeout", 0) or 0),
            self._listening,
        )

    def log_in(self, *, is_local: bool) -> None:
        """A request with the bot's token has come. Raises ``Refused``."""
        if self.is_logged_out and not is_local:
            raise Refused(400, "Logged out")
        self.is_logged_out = False
        if not self._is_logged_in:
            self._is_logged_in = True
            self.logins_at_s.append(time.monotonic())

    def _log_out(self, _: Parameters) -> Any:
        self.is_logged_out = True
        self._is_logged_in = False
        return True

    def _close(self, _: Parameters) -> Any:
        left_s = CLOSABLE_AFTER_S - (time.monotonic() - self.started_at_s)
        if left_s > 0:
            raise flood(math.ceil(left_s))
        return True

    def _get_file(self, parameters: Parameters) -> Any:
        file, path = self._files.path_of(parameters.text("file_id"))
        return {
            "file_id": file.ref,
            "file_unique_id": file.unique_ref,
            "file_size": file.size_bytes,
            "file_path": path,
        }


def _title(name: str) -> str:
    return "".join(word.title() for word in name.split("_"))
