"""What the official package writes wrongly or not at all is an error that says what is wrong, and where."""

from __future__ import annotations

import re
from typing import Any

import pytest

from twilio_async import twiml
from twilio_async.twiml import GenericNode, MessagingResponse, TwiML, TwiMLException, VoiceResponse
from twilio_async.twiml.messaging_response import Message
from twilio_async.twiml.voice_response import Dial, Gather, Say

# As programs use them that no type checker reads.
voice: Any = VoiceResponse()
say_class: Any = Say
gather_class: Any = Gather

WRONG_ARGUMENTS = {
    "typing error": (
        lambda: voice.gather(num_digit=1),
        "<Gather> has no attribute num_digit. Did you mean num_digits?",
    ),
    "unknown": (
        lambda: voice.gather(zzz=1),
        "<Gather> has no attribute zzz. add_child('Gather', ...) takes any.",
    ),
    "unknown and without value": (lambda: voice.gather(zzz=None), "<Gather> has no attribute zzz."),
    "of no name": (lambda: voice.say(**{"": "x"}), "<Say> has no attribute"),
    "twice": (lambda: voice.say("x", message="y"), "message of <Say> is given twice."),
    "twice by position": (lambda: voice.say("x", "a", voice="b"), "voice of <Say> is given twice."),
    "in two spellings": (
        lambda: voice.gather(num_digits=1, numDigits=2),
        "num_digits of <Gather> is given twice.",
    ),
    "no address": (voice.redirect, "Redirect() needs url."),
    "too many": (lambda: voice.say("x", "a", 1, "de", 5), "<Say> takes 4 arguments by position, not 5."),
    "none taken": (lambda: voice.hangup("x"), "<Hangup> takes 0 arguments by position, not 1."),
    "attribute by position": (lambda: say_class("x", "a"), "Say() takes its message by position"),
    "nothing by position": (lambda: gather_class("dtmf"), "Gather() takes nothing by position"),
    "object": (lambda: voice.say("x", voice=object()), "voice of <Say> takes texts"),
    "function": (lambda: voice.say("x", voice=len), "not builtin_function_or_method."),
    "bytes": (lambda: voice.say(b"x"), "The text of <Say> takes texts"),
    "mapping": (lambda: voice.say("x", voice={}), "voice of <Say> takes texts"),
    "list of what has no text": (lambda: voice.dial(events=["a", None]), "events of <Dial> takes texts"),
}


@pytest.mark.parametrize("name", WRONG_ARGUMENTS)
def test_wrong_arguments(name: str) -> None:
    call, message = WRONG_ARGUMENTS[name]
    before = str(voice)
    with pytest.raises(TypeError, match=re.escape(message)):
        call()

    assert str(voice) == before


def test_nesting_is_that_of_the_table() -> None:
    dial = Dial()
    with pytest.raises(
        TwiMLException, match=r"<Dial> takes no Say. It takes Client, .*; add_child\('Say'\) adds any"
    ):
        dial.append(Say("Hi"))
    with pytest.raises(TwiMLException, match=r"<Pause> takes no Say\. It takes no elements"):
        VoiceResponse().pause().nest(Say("Hi"))
    with pytest.raises(TwiMLException, match="<Response> takes no Message"):
        VoiceResponse().append(Message("Hi"))
    gather = Gather()
    with pytest.raises(TwiMLException, match="<Gather> takes no Gather"):
        gather.append(gather)

    assert dial.append(GenericNode("Say", "Hi")).to_xml(xml_declaration=False) == "<Dial><Say>Hi</Say></Dial>"


@pytest.mark.parametrize("verb", [12345, None, b"x", ["x"], {}])
def test_only_elements_and_texts_are_nested(verb: Any) -> None:
    with pytest.raises(TwiMLException, match="<Response> takes TwiML and texts"):
        MessagingResponse().append(verb)
    with pytest.raises(TwiMLException):
        TwiML().nest(verb)


FORBIDDEN = ("\0", "\x01", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff")


@pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
def test_characters_that_xml_forbids(character: str) -> None:
    text = f"ü\n{character}"
    where = f"U+{ord(character):04X} at 2, which XML forbids"
    node = GenericNode("x")
    for call, place in (
        (lambda: voice.say(text), "The text of <Say> has"),
        (lambda: voice.say("x", voice=text), "voice of <Say> has"),
        (lambda: voice.append(text), "The text of <Response> has"),
        (lambda: voice.dial(events=["a", text]), "events of <Dial> has"),
        (lambda: GenericNode("y", text), "The text of <y> has"),
        (lambda: GenericNode("y", some_name=text), "someName of <y> has"),
        (lambda: setattr(node, "value", text), "The text of <x> has"),
    ):
        with pytest.raises(TwiMLException, match=place):
            call()
    with pytest.raises(TwiMLException, match=re.escape(where)):
        voice.add_text(f"ü\n{character}")
    with pytest.raises(TwiMLException, match=re.escape(where)):
        voice.comment(f"ü\n{character}")


@pytest.mark.parametrize("name", ["", "a b", "1a", "-", "a:b", "<", "\0", "a/", "\ud800"], ids=ascii)
def test_names_that_xml_forbids(name: str) -> None:
    with pytest.raises(TwiMLException, match="is no name in XML"):
        voice.add_child(name)
    with pytest.raises(TwiMLException, match="is no name in XML"):
        voice.add_child("x", **{name: "y"})


@pytest.mark.parametrize("text", ["a--b", "-", "a-", "--"])
def test_comments_that_xml_forbids(text: str) -> None:
    with pytest.raises(TwiMLException, match="no two hyphens"):
        voice.comment(text)
    with pytest.raises(TwiMLException, match="no two hyphens"):
        voice.comment_before(text)


def test_an_element_in_itself() -> None:
    node = GenericNode("x")
    node.append(node)
    with pytest.raises(TwiMLException, match="<x> is in itself"):
        str(node)


def test_names_of_the_package() -> None:
    assert hasattr(twiml, "parse")
    assert not hasattr(twiml, "pars")
