"""Documents read back into the classes that would have made them."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest

from twilio_async.twiml import GenericNode, MessagingResponse, TwiML, TwiMLException, VoiceResponse, parse
from twilio_async.twiml.messaging_response import Body, Message
from twilio_async.twiml.table import Group, table
from twilio_async.twiml.voice_response import Dial, Gather, Redirect, ReferSip, Say, Sip

ROWS = [(group, row) for group, rows in table().items() for row in rows.values()]


def made(group: Group, name: str) -> TwiML:
    """An element of the table with all that it may have, and each of its children."""
    module = import_module(f"twilio_async.twiml.{group}_response")
    row = table()[group][name]

    def one(each: str) -> Any:
        of = table()[group][each]
        text = [] if of.text is None else ["text & <more>"]
        return getattr(module, each)(*text, **dict.fromkeys(of.attributes, 'a "b"'))

    element = one(name)
    for child in (*row.children, *row.tolerated):
        element.append(one(child)).append(" text ").comment("comment")
    found: TwiML = element
    return found


def classes(element: TwiML) -> list[type]:
    return [type(element), *(type(each) for each in element.verbs)]


@pytest.mark.parametrize(("group", "row"), ROWS, ids=lambda each: getattr(each, "name", None))
def test_each_element_of_the_table(group: Group, row: Any) -> None:
    element = made(group, row.name)
    read = parse(str(element), type(element))

    assert read == element
    assert classes(read) == classes(element)
    assert read.attrs == element.attrs
    assert parse(str(element)) == element


def test_a_response_is_known_by_what_is_in_it() -> None:
    assert type(parse("<Response/>")) is VoiceResponse
    assert type(parse("<Response><Redirect>/a</Redirect></Response>")) is VoiceResponse
    assert type(parse("<Response><Redirect>/a</Redirect><Message/></Response>")) is MessagingResponse
    assert type(parse("<Response><Say/><Other/></Response>")) is VoiceResponse
    assert type(parse("<Response/>", MessagingResponse)) is MessagingResponse


def test_what_is_read_goes_on_being_built() -> None:
    response = parse('<Response><Gather numDigits="1"><Say>Hi</Say></Gather></Response>', VoiceResponse)
    (gather,) = response.verbs
    assert isinstance(gather, Gather)
    gather.say("Press 1")
    response.hangup()

    assert response.to_xml(xml_declaration=False) == (
        '<Response><Gather numDigits="1"><Say>Hi</Say><Say>Press 1</Say></Gather><Hangup /></Response>'
    )


def test_the_parent_tells_the_class() -> None:
    response = parse("<Response><Dial><Sip>a</Sip></Dial><Refer><Sip>b</Sip></Refer></Response>")

    assert [type(each.verbs[0]) for each in response.verbs if isinstance(each, TwiML)] == [Sip, ReferSip]
    assert type(parse("<Sip>a</Sip>")) is Sip


def test_what_the_table_does_not_have_becomes_generic() -> None:
    response = parse('<Response><Dial new="x"><Say>Hi</Say></Dial><New a="1"><Say>Ho</Say></New></Response>')
    dial, new = response.verbs

    assert isinstance(dial, Dial)
    assert dial.attrs == {"new": "x"}
    assert type(dial.verbs[0]) is GenericNode
    assert isinstance(new, GenericNode)
    assert type(new.verbs[0]) is Say
    assert type(parse("<Other/>")) is GenericNode
    assert type(parse("<Body>Hi</Body>")) is Body
    assert type(parse("<Message>Hi</Message>", Message)) is Message
    assert type(parse("<Redirect>/a</Redirect>", Redirect)) is Redirect


def test_declarations_marks_and_encodings() -> None:
    document = (
        '<?xml version="1.0" encoding="iso-8859-1"?>\n<!-- a --><?pi x?><Response><Say>ü</Say></Response>\n'
    )
    expected = VoiceResponse()
    expected.say("ü")
    expected.comment_before(" a ")

    assert parse(document) == expected
    assert parse(document.encode()) == expected
    assert parse(b"\xef\xbb\xbf" + document.encode()) == expected
    assert parse(f"\ufeff{document}") == expected
    assert parse("<Say><![CDATA[a < b]]></Say>").value == "a < b"


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "This is no XML"),
    "text": ("Hi", "This is no XML"),
    "open": ("<Response><Say></Response>", "This is no XML: Opening and ending tag mismatch"),
    "two roots": ("<Response/><Response/>", "This is no XML"),
    "no UTF-8": (b"<Say>\xff</Say>", "This is no text in UTF-8"),
    "surrogate": ("<Say>\ud800</Say>", "This is no text in UTF-8"),
    "forbidden": ("<Say>&#1;</Say>", "This is no XML"),
    "unknown entity": ("<Say>&me;</Say>", "This is no XML: Entity 'me' not defined"),
    "document type": ("<!DOCTYPE Say><Say/>", "leave <!DOCTYPE out"),
    "entity": ('<!DOCTYPE Say [<!ENTITY me "x">]><Say>&me;</Say>', "leave <!DOCTYPE out"),
    "hidden document type": (
        '<?xml version="1.0"?> <!-- > --> <?pi ?>\n<!DOCTYPE Say SYSTEM "file:///etc/hostname"><Say/>',
        "leave <!DOCTYPE out",
    ),
    "too deep": ("<Say>" * 5000, "This is no XML"),
    "very long beginning": ("<!--" + " -->  <!-- " * 20000, "This is no XML"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_twiml(name: str) -> None:
    document, message = REFUSED[name]
    with pytest.raises(TwiMLException, match=re.escape(message)):
        parse(document)


def test_the_root_must_be_the_one_that_is_asked_for() -> None:
    with pytest.raises(TwiMLException, match="The root is <Gather>, not <Response>"):
        parse("<Gather/>", VoiceResponse)


def test_a_document_type_that_is_none() -> None:
    response = VoiceResponse().append("<!DOCTYPE x>").comment("<!DOCTYPE x>").comment_before("<!DOCTYPE x>")

    assert parse(str(response)) == response
