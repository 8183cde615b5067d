"""Signatures: the published vectors, and what the official validators accept."""

import importlib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, strategies as st
from multidict import MultiDict
from starlette.datastructures import FormData

from twilio_async.webhooks import Validator, body_hash, signature

OFFICIAL: Any = importlib.import_module("twilio.request_validator")
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675309",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
}
BODY = '{"property": "value", "boolean": true}'
HASHED = f"{URL}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
TWICE = [
    ("Sid", "CA123"),
    ("SidAccount", "AC123"),
    *(("Digits", digits) for digits in ("5678", "1234", "1234")),
]
VECTORS: dict[str, tuple[str, Any]] = {
    "RSOYDt4T1cUTdK1PDd93/VVr8B8=": (URL, FORM),
    "kvajT1Ptam85bY51eRf/AJRuM3w=": (URL.replace(".com", ".com:443"), FORM),
    "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=": (URL.replace("https", "http").replace(".com", ".com:1234"), FORM),
    "0ZXoZLH/DfblKGATFgpif+LLRf4=": (URL.replace("https", "http").replace(".com", ".com:80"), FORM),
    "IK+Dwps556ElfBT0I3Rgjkr1wJU=": (URL, TWICE),
    "a9nBmqA0ju/hNViExpshrM61xv4=": (HASHED, BODY),
    "L/OH5YylLD5NRKLltdqwSvS0BnU=": (
        "https://example.com/myapp.php?foo=1&bar=2",
        FORM | {"From": "+14158675310", "Caller": "+14158675310"},
    ),
}


@pytest.mark.parametrize("signed", VECTORS)
def test_vectors(signed: str) -> None:
    url, params = VECTORS[signed]

    assert signature("12345", url, params) == signed
    assert Validator("12345").is_valid(url, params, signed)
    assert Validator(b"12345").is_valid(url.encode(), params, signed.encode())


def test_the_hash_of_a_body() -> None:
    assert HASHED.endswith(body_hash(BODY))
    assert body_hash(BODY.encode()) == body_hash(BODY)


def test_a_fragment_and_a_user_are_not_signed() -> None:
    plain = signature("t", "https://example.com/sms?a=1", FORM)

    assert signature("t", "https://user:p%40ss@example.com/sms?a=1#rc=2&rp=all", FORM) == plain
    assert Validator("t").is_valid("https://user:p%40ss@example.com/sms?a=1#rc=2", FORM, plain)


def signed_with_user(url: str) -> str:
    computed: str = OFFICIAL.RequestValidator("t").compute_signature(url, {})
    return computed


@pytest.mark.parametrize(
    ("requested", "signed"),
    [
        ("https://example.com/a", "https://example.com:443/a"),
        ("http://example.com/a", "http://example.com:80/a"),
        ("https://example.com:8443/a", "https://example.com/a"),
        ("wss://example.com/a", "wss://example.com:443/a"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]:443/a"),
        ("https://[2001:db8::1]:8443/a", "https://[2001:db8::1]/a"),
        ("https://user:secret@example.com/a", "https://user:secret@example.com:443/a"),
        ("https://user:secret@example.com:8443/a", "https://user:secret@example.com/a"),
        ("https://user:secret@example.com/a", "https://example.com:443/a"),
        ("https://example.com/a?name=O%27Brien&b=%2F", "https://example.com/a?name=O'Brien&b=%2F"),
        ("https://example.com/a?b=c+d", "https://example.com/a?b=c%20d"),
        ("https://example.com/a?b=c=d", "https://example.com/a?b=c%3Dd"),
        ("https://example.com/a?b=[1]&ü=é", "https://example.com/a?b=%5B1%5D&%C3%BC=%C3%A9"),
        ("https://example.com:8443/a?b=%21", "https://example.com/a?b=!"),
        ("https://example.com/a?b=%21", "https://example.com:443/a?b=!"),
    ],
)
def test_the_forms_of_an_address(requested: str, signed: str) -> None:
    valid = signed_with_user(signed)

    assert Validator("t").is_valid(requested, None, valid)
    assert not Validator("t").is_valid(requested + "x", None, valid)


@pytest.mark.parametrize("url", ["wss://example.com/socket", "wss://example.com/socket?a=1&b=x%20y&c="])
def test_the_query_of_a_socket_is_found_in_both_places(url: str) -> None:
    address, _, query = url.partition("?")
    params = {"a": "1", "b": "x y", "c": ""} if query else {}

    assert Validator("t").is_valid(url, None, signature("t", url))
    assert Validator("t").is_valid(url, None, signature("t", address, params))
    assert Validator("t").is_valid(url, None, signature("t", url.replace("socket", "socket/")))
    assert not Validator("t").is_valid(url, None, signature("t", url.replace("wss", "https")))


def test_the_query_of_a_request_is_found_in_the_address_alone() -> None:
    url = "https://example.com/sms?a=1"

    assert not Validator("t").is_valid(url, None, signature("t", "https://example.com/sms", {"a": "1"}))


class Lists(dict[str, str]):
    """As Django's and Werkzeug's mappings have several values of a name."""

    def lists(self) -> list[tuple[str, list[str]]]:
        return [("A", ["2", "1", "2"]), ("B", [""])]


@pytest.mark.parametrize(
    "params",
    [
        {"A": ["2", "1", "2"], "B": ""},
        {"B": "", "A": ("1", "2")},
        {b"A": [b"1", "2"], "B": b""},
        [("A", "1"), ("B", ""), ("A", "2")],
        iter([("A", "1"), ("B", ""), ("A", "2"), (b"A", b"1")]),
        MultiDict([("A", "1"), ("A", "2"), ("B", "")]),
        FormData([("A", "1"), ("A", "2"), ("B", "")]),
        Lists(A="2"),
    ],
)
def test_all_values_of_a_name_are_signed(params: Any) -> None:
    assert Validator("t").is_valid(URL, params, signature("t", URL + "A1A2B"))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VISIBLE = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#?"), max_size=12)


@given(
    scheme=st.sampled_from(["http", "https"]),
    host=st.sampled_from(["example.com", "example.com:443", "example.com:80", "example.com:5000"]),
    path=VISIBLE,
    query=VISIBLE,
    params=st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS, min_size=1), max_size=5),
)
def test_what_the_official_library_signs_is_valid(
    scheme: str, host: str, path: str, query: str, params: Mapping[str, Any]
) -> None:
    class Form(dict[str, Any]):
        def getall(self, name: str) -> list[str]:
            held: Any = self[name]
            return [held] if isinstance(held, str) else held

    url = f"{scheme}://{host}/{path}?x={query}"
    official = OFFICIAL.RequestValidator("t").compute_signature(url, Form(params))

    assert signature("t", url, params) == official
    assert Validator("t").is_valid(url, params, official)
