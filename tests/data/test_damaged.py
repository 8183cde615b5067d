"""Whatever a body holds: a model or one error of ours, and nothing else."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given, settings, strategies as st

from tests.support.clients import FROM, MESSAGE, TO, client_for
from tests.support.damage import altered_bodies, damaged_bodies
from tests.support.server import ScriptedServer, answer
from twilio_async import Message, Model, Retry, TwilioError
from twilio_async.core.codec.answers import structure, structure_list
from twilio_async.core.codec.tree import parse
from twilio_async.core.codec.unreadable import Unreadable

BODIES = damaged_bodies() | altered_bodies() | st.binary(max_size=60)


def models(body: bytes) -> list[Any]:
    """What the codec makes of a body, as a record and as a page; an exception but Unreadable gets out."""
    made: list[Any] = []
    try:
        tree = parse(body)
    except Unreadable:
        return made
    with suppress(Unreadable):
        made.append(structure(Message, tree, "Message"))
    with suppress(Unreadable):
        made += structure_list(Message, parse(body), "messages")
    return made


@settings(max_examples=200)
@given(BODIES)
def test_a_damaged_body_is_a_model_or_unreadable(body: bytes) -> None:
    for made in models(body):
        assert isinstance(made, Message)
        orjson.dumps(made.to_dict())
        assert "Message(" in repr(made)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b"<a>", b'<a b="c">'])
def test_deep_nesting_is_unreadable(opening: bytes) -> None:
    with pytest.raises(Unreadable):
        parse(opening * 200_000)


@pytest.mark.parametrize("depth", [1, 10, 63])
def test_a_field_may_be_nested_and_is_kept(depth: int) -> None:
    nested = b"[" * depth + b"]" * depth
    body = b'{"sid":"SM1","status":"sent","body":' + nested + b"}"
    message = structure(Message, parse(body), "Message")

    assert message.body is None
    assert orjson.dumps(message.to_dict()["body"]) == nested


@pytest.mark.parametrize("depth", [64, 250, 1000, 100_000])
def test_what_is_nested_beyond_any_answer_of_twilio_s_is_unreadable(depth: int) -> None:
    with pytest.raises(Unreadable, match="64 deep"):
        parse(b'{"sid":"SM1","status":"sent","body":' + b"[" * depth + b"]" * depth + b"}")


@settings(max_examples=25)
@given(st.lists(BODIES, min_size=8, max_size=8), st.sampled_from([200, 201, 400, 404, 500]))
async def test_a_damaged_answer_is_a_model_or_an_error_of_ours(contents: list[bytes], status: int) -> None:
    async with ScriptedServer() as server, client_for(server.url, retry=Retry(attempts=1)) as client:
        for content in contents:
            server.always(answer(status, content))
            for ask in (
                client.messages(MESSAGE).fetch,
                lambda: client.messages.create(to=TO, from_=FROM, body="Hi"),
                lambda: client.messages.list(limit=2, page_size=1),
                lambda: client.v2008.sms.messages.list(limit=2, page_size=1),
            ):
                try:
                    made = await ask()
                except TwilioError as error:
                    _ = str(error)
                else:
                    assert isinstance(made, Model | list)
