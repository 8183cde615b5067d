"""What a handler may return, and what Twilio gets for it."""

import importlib
from typing import Any

import pytest

from twilio_async.webhooks import answer_of

OFFICIAL: Any = importlib.import_module("twilio.twiml.messaging_response")


def test_twiml_is_xml() -> None:
    response = OFFICIAL.MessagingResponse()
    response.message("Grüße & more")
    answer = answer_of(response)

    assert (answer.status, answer.content_type) == (200, "text/xml")
    assert answer.text.endswith("<Response><Message>Grüße &amp; more</Message></Response>")


@pytest.mark.parametrize("text", ["<Response/>", " \n<?xml version='1.0'?><Response/>"])
def test_the_text_of_a_document_is_xml(text: str) -> None:
    assert (answer_of(text).text, answer_of(text).content_type) == (text, "text/xml")


@pytest.mark.parametrize("text", ["Hi", "", "1 < 2"])
def test_another_text_is_plain(text: str) -> None:
    assert (answer_of(text).text, answer_of(text).content_type) == (text, "text/plain")


def test_nothing_asks_for_nothing() -> None:
    assert answer_of(None).text == '<?xml version="1.0" encoding="UTF-8"?><Response/>'
    assert answer_of(None).content_type == "text/xml"


@pytest.mark.parametrize("returned", [1, b"<Response/>", {"a": 1}])
def test_nothing_else_is_an_answer(returned: Any) -> None:
    with pytest.raises(TypeError, match="a handler returns TwiML, text or None"):
        answer_of(returned)
