"""Success is success: an answer without what its record must have is none, and the error says what came."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from tests.support.every_type import FULL, AllRequired
from tests.support.pages import page_body
from twilio_async.core.codec.answers import decode_page, decode_record
from twilio_async.core.codec.unreadable import Unreadable

ERROR = {"code": 21211, "message": "Invalid 'To' Phone Number: +15558675310", "status": 400}
PROBLEM = {
    "type": "about:x",
    "title": "Bad Request",
    "status": 400,
    "code": "20001",
    "detail": "+15558675310",
}
MISFITS: dict[str, Any] = {
    "text": ["x"],
    "from": {"a": 1},
    "enabled": "perhaps",
    "count": 1.5,
    "ratio": "NaN",
    "price": "free",
    "day": "yesterday",
    "at": "noon",
    "until": [],
    "colour": ["red"],
    "level": "high",
    "marks": "new",
    "uris": ["x"],
    "things": "x",
    "part": {"voice": True},
    "parts": [{"name": "p"}, {"voice": True}],
    "words": "red",
}
"""What does not fit each of the fields."""


def error_of(body: bytes) -> str:
    """The error that a record's body makes, whether or not records of the model were met before."""
    texts: set[str] = set()
    for _ in range(2):
        with pytest.raises(Unreadable) as caught:
            decode_record(AllRequired, body)
        texts.add(str(caught.value))
        decode_record(AllRequired, orjson.dumps(FULL))
    (text,) = texts
    return text


@pytest.mark.parametrize("name", FULL)
def test_a_required_field_is_there_and_fits(name: str) -> None:
    without = {key: value for key, value in FULL.items() if key != name}
    lacks = [
        (without, "missing"),
        (without | {name: None}, "nothing"),
        (without | {name: ""}, "an empty text"),
    ]
    if name in MISFITS:
        lacks.append((without | {name: MISFITS[name]}, ""))
    for record, came in lacks:
        assert error_of(orjson.dumps(record)).startswith(f"AllRequired.{name}: required, but {came}")
        for _ in range(2):
            page = page_body("json", "records", [FULL, FULL, FULL, record, FULL])
            with pytest.raises(Unreadable, match=rf"^records\[3\]\.{name}: required, but {came}"):
                decode_page(AllRequired, "records", page)


@pytest.mark.parametrize(
    ("body", "came"),
    [
        (b"", "an object is expected, but this is nothing"),
        (b"null", "an object is expected, but this is nothing"),
        (b"[]", "an object is expected, but this is an empty list"),
        (b'["x"]', "an object is expected, but this is a list"),
        (b'"OK"', "an object is expected, but this is a text"),
        (b"17", "an object is expected, but this is a number"),
        (b"true", "an object is expected, but this is a truth value"),
        (b"{}", "required, but missing; this is an empty object"),
        (orjson.dumps(ERROR), "this is an error of Twilio's (code 21211, status 400)"),
        (orjson.dumps(PROBLEM), "this is an error of Twilio's (code 20001, status 400)"),
        (b'{"message": "x", "code": {"a": 1}}', "this is an error of Twilio's (without a code)"),
        (b'{"a": 1, "b": 2}', "this is an object with the keys a, b"),
    ],
)
def test_what_came_instead_is_told(body: bytes, came: str) -> None:
    assert came in error_of(body)
    if body != b'["x"]':
        assert came.rpartition("this is ")[2] in page_error_of(body)
    assert "5310" not in error_of(body)


def page_error_of(body: bytes) -> str:
    with pytest.raises(Unreadable, match=r"^records: ") as caught:
        decode_page(AllRequired, "records", body)
    with pytest.raises(Unreadable, match=r"^meta\.key: "):
        decode_page(None, None, body)
    return str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        b"<TwilioResponse><Message/></TwilioResponse>",
        b"<TwilioResponse><RestException><Code>20404</Code><Status>404</Status></RestException></TwilioResponse>",
        b"<?xml version='1.0'?><Response><Message>Hi</Message></Response>",
        b"<Response/>",
        b"<html><body>Please sign in</body></html>",
        b"<!DOCTYPE html><html><body>Please sign in</body></html>",
    ],
)
def test_xml_that_is_no_record_is_unreadable(body: bytes) -> None:
    assert error_of(body)
    with pytest.raises(Unreadable):
        decode_page(AllRequired, "records", body)


@pytest.mark.parametrize("item", [None, 17, "text", [], {}])
def test_an_item_that_is_no_record_is_told_by_its_place(item: object) -> None:
    page = page_body("json", "records", [FULL, item])

    with pytest.raises(Unreadable, match=r"^records\[1\][.:]"):
        decode_page(AllRequired, "records", page)
    if item != {}:
        with pytest.raises(Unreadable, match=r"^records\[1\]: an object is expected"):
            decode_page(None, "records", page)


def test_an_answer_of_many_keys_is_told_briefly() -> None:
    text = error_of(orjson.dumps({f"{number:0100}": "" for number in range(1000)}))

    assert "and 992 more" in text
    assert len(text) < 500
