"""What is written down comes back equal, and text from other versions is read with sense."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import (
    Attachment,
    AttachmentKind,
    ChatRef,
    Command,
    Incoming,
    Press,
    Sender,
    Text,
)
from storage.codec import decode_incoming, decode_json, encode_incoming, encode_json, storable
from storage.errors import PayloadUnreadable

words = st.text(st.characters(), max_size=20)
sizes = st.none() | st.integers(0, 2**63)
zones = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))])
bodies = st.builds(Text, words) | st.builds(Command, words, words) | st.builds(Press, words)
attachments = st.builds(
    Attachment,
    words,
    st.sampled_from(AttachmentKind),
    words,
    words,
    sizes,
    sizes,
    st.booleans(),
    st.booleans(),
)
messages = st.builds(
    Incoming,
    id=words,
    chat=st.builds(ChatRef, words, words, words, words),
    sender=st.builds(Sender, words, words, st.booleans(), st.none() | words),
    body=bodies,
    at=st.datetimes(timezones=zones),
    attachments=st.lists(attachments, max_size=3).map(tuple),
    album=st.none() | words,
    platform_id=words,
    quoted=st.lists(attachments, max_size=2).map(tuple),
    reply_to=st.none() | words,
    is_direct=st.booleans(),
    mentions_bot=st.booleans(),
    is_edited=st.booleans(),
    is_unseen=st.booleans(),
)

PLAIN = Incoming(
    "telegram/bot/42/:00000000000000000001",
    ChatRef("telegram", "bot", "42"),
    Sender("7"),
    Text("hi"),
    datetime(2026, 1, 1, tzinfo=UTC),
    (Attachment("ref", AttachmentKind.VIDEO, "a.mp4"),),
)


@settings(max_examples=300, deadline=None)
@given(messages)
def test_a_message_comes_back_equal(message: Incoming) -> None:
    text = encode_incoming(message)
    assert text.isascii()
    assert "\n" not in text
    back = decode_incoming(text)
    assert back == message
    assert back.at.utcoffset() == message.at.utcoffset()
    assert type(back.body) is type(message.body)


def test_lone_surrogates_and_control_characters_survive() -> None:
    odd = replace(PLAIN, body=Text("\ud83d \x00 \u2028 \udcff"))
    assert decode_incoming(encode_incoming(odd)) == odd


def test_words_of_a_column_of_their_own_are_what_every_database_takes() -> None:
    assert storable("我 \x00 \ud83d 😀\n") == "我 \ufffd \ufffd 😀\n"


def test_a_newer_program_s_keys_are_ignored() -> None:
    found = json.loads(encode_incoming(PLAIN))
    found["mood"] = "sunny"
    found["sender"]["pronoun"] = "she"
    found["body"]["format"] = "bold"
    found["attachments"][0]["thumbnail"] = {"ref": 1}
    assert decode_incoming(json.dumps(found)) == PLAIN


def test_an_older_program_s_missing_keys_get_their_defaults() -> None:
    found = json.loads(encode_incoming(PLAIN))
    del found["attachments"][0]["is_link"]
    assert decode_incoming(json.dumps(found)) == PLAIN
    for name in ("attachments", "album", "platform_id", "reply_to", "quoted", "is_direct"):
        del found[name]
    del found["mentions_bot"], found["is_edited"], found["is_unseen"]
    found["sender"] = {"id": "7"}
    assert decode_incoming(json.dumps(found)) == replace(PLAIN, attachments=())


def test_an_unknown_kind_of_attachment_is_other() -> None:
    text = encode_incoming(PLAIN).replace('"kind":"video"', '"kind":"hologram"')
    assert decode_incoming(text).attachments[0].kind is AttachmentKind.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "{}",
        encode_incoming(PLAIN).replace('"is":"text"', '"is":"gesture"'),
        encode_incoming(PLAIN).replace("+00:00", ""),
        encode_incoming(PLAIN).replace('["telegram","bot","42",""]', '["telegram"]'),
    ],
)
def test_what_has_no_meaning_is_one_typed_error(text: str) -> None:
    with pytest.raises(PayloadUnreadable) as caught:
        decode_incoming(text)
    assert len(str(caught.value).splitlines()) == 1


def test_a_time_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="zone"):
        encode_incoming(replace(PLAIN, at=datetime(2026, 1, 1)))  # noqa: DTZ001


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(json_values)
def test_a_draft_comes_back_exactly(draft: object) -> None:
    back = decode_json(encode_json(draft))
    assert back == draft
    assert repr(back) == repr(draft)


def test_a_broken_draft_is_one_typed_error() -> None:
    with pytest.raises(PayloadUnreadable):
        decode_json("{")
