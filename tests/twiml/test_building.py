"""Documents as users build them, and the text that they become."""

from __future__ import annotations

import copy
import subprocess
import sys
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

import pytest
from yarl import URL

from twilio_async.twiml import GenericNode, MessagingResponse, TwiML, VoiceResponse
from twilio_async.twiml.messaging_response import Body, Media
from twilio_async.twiml.voice_response import Dial, Gather, Say

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
MENU = (
    '<Response><Gather action="/menu" numDigits="1"><Say voice="alice">Press 1</Say></Gather>'
    "<Hangup /></Response>"
)


class Voice(StrEnum):
    ALICE = "alice"


class Tries(Enum):
    FEW = 3


def body(element: TwiML) -> str:
    return element.to_xml(xml_declaration=False)


def test_a_menu_by_methods() -> None:
    response = VoiceResponse()
    gather = response.gather(num_digits=1, action="/menu")
    gather.say("Press 1", voice="alice")
    response.hangup()

    assert str(response) == DECLARATION + MENU
    assert body(response) == MENU


def test_a_menu_by_with() -> None:
    with VoiceResponse() as response:
        with response.gather(num_digits=1, action="/menu") as gather:
            gather.say("Press 1", "alice")
        response.hangup()

    assert body(response) == MENU


def test_a_menu_by_append_and_nest() -> None:
    response = VoiceResponse()
    gather = response.nest(Gather(num_digits=1, action="/menu"))
    gather.append(Say("Press 1", voice="alice"))
    response.append(VoiceResponse().hangup())

    assert body(response) == MENU


def test_one_element_may_stand_in_several_documents_and_change_in_all() -> None:
    say = Say("Hi")
    responses = [VoiceResponse().append(say), VoiceResponse().append(say).append(say)]
    say.break_(time="1s")

    assert [body(each).count('<Say>Hi<break time="1s" /></Say>') for each in responses] == [1, 2]


def test_values() -> None:
    response = VoiceResponse()
    response.dial(
        15005550006,
        timeout=5,
        record=True,
        sequential=False,
        time_limit=None,
        events=["initiated", "ringing"],
        action=URL("https://example.com/a?b=ü"),
        ring_tone=Voice.ALICE,
        refer_url=Decimal("1.50"),
        trim=(Tries.FEW, 2.5),
    )

    assert body(response) == (
        '<Response><Dial action="https://example.com/a?b=%C3%BC" events="initiated ringing" record="true" '
        'referUrl="1.50" ringTone="alice" sequential="false" timeout="5" trim="3 2.5">15005550006'
        "</Dial></Response>"
    )


def test_names_that_python_cannot_have_or_that_xml_writes_otherwise() -> None:
    response = VoiceResponse()
    response.sms("Hi", to="+15558675310", from_="+15005550006")
    response.pay().prompt(for_="security-code")
    say = response.say()
    say.lang("Salut", xml_lang="fr-FR")
    say.say_as("12", interpret_as="cardinal")
    say.break_()
    response.dial().whats_app("+15558675310")

    assert body(response) == (
        '<Response><Sms from="+15005550006" to="+15558675310">Hi</Sms>'
        '<Pay><Prompt for="security-code" /></Pay>'
        '<Say><lang xml:lang="fr-FR">Salut</lang><say-as interpret-as="cardinal">12</say-as><break /></Say>'
        "<Dial><WhatsApp>+15558675310</WhatsApp></Dial></Response>"
    )


def test_attributes_by_their_names_in_xml() -> None:
    """The official package has a few in camelCase only, and takes all of them."""
    response: Any = VoiceResponse()
    response.connect().conversation_relay(backgroundNoiseReduction="x", speechTimeout=None, events="a")

    assert '<ConversationRelay backgroundNoiseReduction="x" events="a" />' in str(response)


def test_mixed_content_loses_nothing() -> None:
    say = Say("one ")
    say.append("two ").emphasis("three", level="strong")
    say.add_text(" four").append(" five ").break_()
    say.append("six")

    assert body(say) == '<Say>one two <emphasis level="strong">three</emphasis> four five <break />six</Say>'


def test_comments() -> None:
    response = VoiceResponse()
    response.comment_before("first").comment_before("second />")
    response.comment("inside <a/>").append("text")
    response.say("Hi").comment_before("before it")
    response.comment("behind")

    assert str(response) == (
        f"{DECLARATION}<!--first--><!--second />--><Response><!--inside <a/>-->text"
        "<!--before it--><Say>Hi</Say><!--behind--></Response>"
    )


def test_elements_of_any_name_stand_anywhere_and_take_anything() -> None:
    dial = Dial()
    node = dial.add_child("Beacon", "x", some_level=3, enabled=True, from_="a", xml_lang="de")
    node.append(Say("Hi")).add_child("more")

    assert isinstance(node, GenericNode)
    assert body(dial) == (
        '<Dial><Beacon enabled="true" from="a" someLevel="3" xml:lang="de">x<Say>Hi</Say><more /></Beacon>'
        "</Dial>"
    )


def test_classes_of_a_program() -> None:
    class Beacon(TwiML):
        """An element that the program made for itself."""

    class Greeting(Say):
        """An element of the table with a text of its own."""

        def __init__(self) -> None:
            super().__init__("Hello", language="en-GB")

    response = VoiceResponse()
    response.append(Beacon(some_level=1)).append(Greeting())

    assert body(response) == (
        '<Response><Beacon someLevel="1" /><Say language="en-GB">Hello</Say></Response>'
    )


def test_what_an_element_tells_of_itself() -> None:
    gather = Gather(num_digits=1)
    say = gather.say("Press 1")
    gather.append("text").comment("unseen")

    assert (gather.name, gather.value, gather.attrs) == ("Gather", None, {"numDigits": "1"})
    assert gather.verbs == (say, "text")
    assert (say.name, say.value) == ("Say", "Press 1")
    say.value = "Press 2"
    assert body(say) == "<Say>Press 2</Say>"
    assert "text" not in repr(gather)
    assert say.xml().text == "Press 2"


def test_equal_is_what_is_the_same_xml() -> None:
    assert Say("Hi", voice="a", loop=1) == Say("Hi", loop="1", voice="a")
    assert Say("Hi") == Say().append("H").append("i")
    assert Say("Hi") == GenericNode("Say", "Hi")
    assert Say("Hi") != Say("Ho")
    assert Say("Hi") != "<Say>Hi</Say>"
    with pytest.raises(TypeError, match="no hash"):
        hash(Say("Hi"))


def test_messages() -> None:
    response = MessagingResponse()
    message = response.message(to="+15558675310")
    message.body("Hi & bye")
    message.media("https://example.com/a.png")
    response.redirect("/next", method="GET")

    assert body(response) == (
        '<Response><Message to="+15558675310"><Body>Hi &amp; bye</Body><Media>https://example.com/a.png</Media>'
        '</Message><Redirect method="GET">/next</Redirect></Response>'
    )


def test_what_the_official_package_nests_though_it_has_no_method_for_it() -> None:
    response = MessagingResponse()
    response.append(Body("Hi")).append(Media("https://example.com/a.png"))

    assert body(response) == "<Response><Body>Hi</Body><Media>https://example.com/a.png</Media></Response>"
    assert not hasattr(response, "media")


def test_copies() -> None:
    response = VoiceResponse()
    response.gather(num_digits=1).say("Press 1")
    response.add_child("Other", "x").comment("y")
    twin = copy.deepcopy(response)
    assert twin == response
    response.hangup()

    assert twin != response


def test_help_names_the_arguments() -> None:
    assert "num_digits" in str(VoiceResponse.gather.__doc__)
    assert str(Gather.__doc__).startswith("Collects digits or speech")


def test_an_import_brings_neither_lxml_nor_aiohttp() -> None:
    program = (
        "import sys, twilio_async.twiml;"
        "print([name for name in ('lxml', 'aiohttp', 'attrs', 'msgspec') if name in sys.modules]);"
        "print(twilio_async.twiml.VoiceResponse())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == f"[]\n{DECLARATION}<Response />\n"
