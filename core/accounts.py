"""Whose account a chat works with: the one of all chats, or one that its person brought along.

Owns the choice, the change, and what may be said of an account to whom. Must not know how tokens
are stored or sent.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from dataclasses import dataclass

from core.chat_names import ChatNames
from core.errors import BackdropError, OutOfCredits, ScopeMissing, TokenRejected
from core.model import ChatRef
from core.nemo.client import NemoClient, bind_link
from core.secrecy import Secret
from core.store import ChatTokens


@dataclass(frozen=True, slots=True)
class ChatAccount:
    """The account of one chat. ``is_own``: its person brought it; nobody else uses it."""

    nemo: NemoClient
    is_own: bool
    register_url: str

    def explained(self, error: BackdropError, *, is_operators: bool) -> BackdropError:
        """The error in the words that are right for this chat.

        Whoever follows a bind link owns the account with all its projects, so it is shown only to
        the operator; every other chat shares the account (the contract, code 2001).
        """
        told = copy.copy(error)
        match error:
            case OutOfCredits() if self.is_own or (is_operators and not error.is_anonymous):
                told.phrase = "error-out-of-credits-registered"
            case OutOfCredits() if is_operators and self.nemo.account.user_id:
                told.phrase = "error-out-of-credits-anonymous"
                link = bind_link(self.nemo.account.user_id, self.register_url)
                told.facts = {"link": link}
            case OutOfCredits():
                told.phrase = "error-out-of-credits-shared"
            case TokenRejected() if self.is_own:
                told.phrase = "error-token-rejected-own"
            case TokenRejected() if error.is_anonymous:
                told.phrase = "error-token-unavailable"
            case ScopeMissing() if self.is_own:
                told.phrase = "error-scope-missing-own"
        return told


class Accounts:
    """The accounts of all chats. Close it in the end; the shared client is its maker's."""

    def __init__(
        self,
        shared: NemoClient,
        tokens: ChatTokens,
        make: Callable[[Secret], NemoClient],
        register_url: str,
    ) -> None:
        """``make`` gives a client for a person's own token."""
        self.shared = shared
        self._tokens = tokens
        self._make = make
        self._register_url = register_url
        self._names = ChatNames()
        self._own: dict[str, ChatAccount | None] = {}
        self._retired: list[ChatAccount] = []
        self._lock = asyncio.Lock()

    async def of(self, chat: ChatRef) -> ChatAccount:
        """The account that this chat works with."""
        chat = self._names.now(chat)
        if chat.key not in self._own:
            async with self._lock:
                chat = self._names.now(chat)
                if chat.key not in self._own:
                    token = await self._tokens.load(chat)
                    self._own[chat.key] = None if token is None else self._account(token)
        return self._own[chat.key] or ChatAccount(self.shared, False, self._register_url)

    async def log_in(self, chat: ChatRef, token: Secret) -> None:
        """Let the chat work with its own account from now on.

        Raises ``NemoError`` where the backend does not take the token; then nothing has changed.
        """
        account = self._account(token)
        try:
            await account.nemo.credits()
        except BaseException:
            await account.nemo.close()
            raise
        async with self._lock:
            chat = self._names.now(chat)
            await self._tokens.save(chat, token)
            self._put(chat, account)

    async def log_out(self, chat: ChatRef) -> None:
        """Let the chat work with the account of all again."""
        async with self._lock:
            chat = self._names.now(chat)
            await self._tokens.remove(chat)
            self._put(chat, None)

    async def move(self, before: ChatRef, chat: ChatRef) -> None:
        """The chat goes by another name, under which its token is kept now.

        Whoever still says ``before`` in this process gets the same account. It is read when
        somebody asks for it: a token that can't be read must not hold up the move.
        """
        async with self._lock:
            known = [self._own.pop(one.key, None) for one in (before, chat)]
            self._retired += [account for account in known if account is not None]
            self._names.move(before, chat)

    async def close(self) -> None:
        """Close the connections of persons' own accounts."""
        for account in (*self._own.values(), *self._retired):
            if account is not None:
                await account.nemo.close()
        self._own.clear()
        self._retired.clear()

    def _put(self, chat: ChatRef, account: ChatAccount | None) -> None:
        old = self._own.get(chat.key)
        if old is not None:
            # Jobs may still work with it, so it is closed with all the others.
            self._retired.append(old)
        self._own[chat.key] = account

    def _account(self, token: Secret) -> ChatAccount:
        return ChatAccount(self._make(token), True, self._register_url)
