"""The ids of messages: told apart, put in order, short enough for a button."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.buttons import Tap, chosen, data, offered
from core.model import (
    ChatRef,
    handle_of,
    is_named_here,
    message_id,
    order_of,
    part_of,
    update_of,
)
from core.options import MOST
from tests.contract.store_rig import ANNA, incoming

ODD = ChatRef("chat", "a/b", "c:d/e%", "f/")
PART = "door-019c3f5e2d1-0123abcd"


@pytest.mark.parametrize("chat", [ANNA, ODD, replace(ODD, thread="")])
def test_an_id_is_read_as_it_was_written(chat: ChatRef) -> None:
    for update in (0, 9, 2**63):
        for part in ("", PART):
            written = message_id(chat, update, part)
            assert (update_of(written), part_of(written)) == (update, part)
            assert handle_of(written) == (f"{update}/{part}" if part else str(update))


def test_what_came_through_a_door_comes_right_after_what_was_there() -> None:
    ids = [
        message_id(ODD, 9),
        message_id(ANNA, 9, "door-1"),
        message_id(ODD, 9, "door-2"),
        message_id(ANNA, 10),
    ]
    shuffled = [ids[2], ids[0], ids[3], ids[1]]
    assert sorted(shuffled, key=order_of) == ids


def test_a_button_takes_the_longest_handle() -> None:
    handle = handle_of(message_id(ANNA, 10**20 - 1, PART))
    assert max(len(data(tap, handle)) for tap in (Tap.AGAIN, Tap.CANCEL_ONE)) <= 64
    assert len(data(Tap.OPTION, offered(99, MOST - 1, handle))) <= 64


def test_an_option_is_read_as_it_was_written() -> None:
    handle = handle_of(message_id(ANNA, 7, PART))
    assert chosen(offered(3, 11, handle)) == (3, 11, handle)
    assert [chosen(odd) for odd in ("", "1", "1.2", "1.2.", "a.b.c", "-1.2.3")] == [None] * 6


def test_a_message_through_a_door_is_named_here_until_the_chat_moves() -> None:
    through = replace(incoming(1), id=message_id(ANNA, 1, PART))
    assert is_named_here(through)
    assert is_named_here(incoming(1))
    for message in (through, incoming(1)):
        assert not is_named_here(replace(message, chat=ODD))
