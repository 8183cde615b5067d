"""Validators: tokens, and whatever a stranger may send."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from twilio_async import ConfigurationError
from twilio_async.webhooks import Validator, body_hash, signature

from .mutations import accepted_changes

URL = "https://example.com/status?key=42"
FORM = {"AccountSid": "AC1", "MessageSid": "SM1", "MessageStatus": "sent"}
TOKENS = {"AC1": "one", "AC2": "two"}


def signed(token: str) -> str:
    return signature(token, URL, FORM)


@pytest.mark.parametrize("tokens", [["old", "new"], ("old", b"new"), iter(["old", "new"]), {"old", "new"}])
def test_while_a_token_is_replaced_both_are_valid(tokens: Any) -> None:
    validator = Validator(tokens)

    assert validator.is_valid(URL, FORM, signed("old"))
    assert validator.is_valid(URL, FORM, signed("new"))
    assert not validator.is_valid(URL, FORM, signed("other"))


@pytest.mark.parametrize("tokens", ["", b"", [], ["token", ""]])
def test_no_token_is_no_validator(tokens: Any) -> None:
    with pytest.raises(ConfigurationError, match="tokens is empty"):
        Validator(tokens)


async def test_a_resolver_is_asked_for_the_tokens_of_the_account() -> None:
    validator = Validator(TOKENS.get)

    assert validator.is_valid(URL, FORM, signed("one"))
    assert await validator.check(URL, FORM, signed("one"))
    assert not validator.is_valid(URL, FORM, signed("two"))
    assert not validator.is_valid(URL, FORM | {"AccountSid": "AC3"}, signed("one"))


async def test_the_account_of_a_get_is_in_its_query() -> None:
    url = "https://example.com/status?AccountSid=AC2&MessageSid=SM1"

    assert Validator(TOKENS.get).is_valid(url, None, signature("two", url))


async def test_a_resolver_may_have_to_be_awaited() -> None:
    async def resolve(account: str) -> list[str]:
        return [TOKENS[account]] if account in TOKENS else []

    validator = Validator(resolve)

    assert await validator.check(URL, FORM, signed("one"))
    assert not await validator.check(URL, FORM, signed("two"))
    with pytest.raises(ConfigurationError, match=r"await validator\.check"):
        validator.is_valid(URL, FORM, signed("one"))


@pytest.mark.parametrize("found", [None, "", [], [""], b""])
async def test_an_empty_token_of_a_resolver_signs_nothing(found: Any) -> None:
    validator = Validator(lambda _: found)

    assert not validator.is_valid(URL, FORM, signature("", URL, FORM))


async def test_the_trouble_of_a_resolver_is_not_hidden() -> None:
    def resolve(_: str) -> str:
        raise OSError("the database is gone")

    with pytest.raises(OSError, match="the database is gone"):
        await Validator(resolve).check(URL, FORM, signed("one"))


def test_a_validator_shows_no_token() -> None:
    assert "secret" not in repr(Validator("secret"))
    assert "secret" not in repr(Validator(lambda _: "secret"))


@pytest.mark.parametrize("given_signature", [None, "", b"", "x", "é" * 28, b"\xff" * 28, "\udc00", "=" * 28])
def test_no_such_signature_is_valid(given_signature: Any) -> None:
    assert Validator("one").is_valid(URL, FORM, given_signature) is False


@pytest.mark.parametrize(
    "url", ["", "x", "://", "https://[", "https://[::1", "//example.com", "\udfff", b"\xff", None, 3]
)
def test_a_malformed_address_is_not_valid(url: Any) -> None:
    assert Validator("one").is_valid(url, FORM, signed("one")) is False


@pytest.mark.parametrize(
    "params",
    [3, object(), [1], [("a",)], [("a", "b", "c")], {"a": None}, {1: "a"}, [("a", 1)], {"a": "\udfff"}],
)
def test_malformed_parameters_are_not_valid(params: Any) -> None:
    assert Validator("one").is_valid(URL, params, signed("one")) is False


def test_a_body_without_its_hash_is_not_valid() -> None:
    url = "https://example.com/events"
    validator, of_address = Validator("one"), signature("one", url)

    assert validator.is_valid(url, None, of_address)
    assert validator.is_valid(url, b"", of_address)
    assert not validator.is_valid(url, b"{}", of_address)


@pytest.mark.parametrize("params", [None, {}, [], b"", "[]", b"{} "])
def test_the_hash_of_the_address_is_that_of_the_body(params: Any) -> None:
    url = f"https://example.com/events?bodySHA256={body_hash(b'{}')}&a=1"

    assert Validator("one").is_valid(url, b"{}", signature("one", url))
    assert not Validator("one").is_valid(url, params, signature("one", url))


@given(
    url=st.text() | st.binary(),
    params=st.none()
    | st.text()
    | st.binary()
    | st.dictionaries(st.text() | st.binary(), st.text() | st.lists(st.text()) | st.none())
    | st.lists(st.tuples(st.text(), st.text())),
    given_signature=st.none() | st.text() | st.binary(),
)
def test_whatever_comes_is_an_answer(url: Any, params: Any, given_signature: Any) -> None:
    assert Validator("one").is_valid(url, params, given_signature) is False


def test_a_request_with_any_character_changed_is_not_valid() -> None:
    assert accepted_changes(20_000) == []
