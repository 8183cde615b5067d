"""TwiML as users write it: type-checked, never run."""

from typing import assert_type

from yarl import URL

from twilio_async.twiml import GenericNode, MessagingResponse, TwiML, VoiceResponse, parse
from twilio_async.twiml.messaging_response import Media, Message
from twilio_async.twiml.voice_response import Dial, Gather, Number, Say, SsmlBreak


def menu() -> str:
    response = VoiceResponse()
    with response.gather(
        num_digits=1, action=URL("/menu"), barge_in=True, input=["dtmf", "speech"]
    ) as gather:
        assert_type(gather, Gather)
        assert_type(gather.say("Press 1", "alice", language="en-US"), Say)
    assert_type(response.say("Hi").break_(time="1s"), SsmlBreak)
    assert_type(response.nest(Dial(caller_id="+15005550006")), Dial)
    assert_type(response.append("text"), VoiceResponse)
    assert_type(response.dial().number("+15558675310", status_callback_event=["ringing"]), Number)
    assert_type(response.add_child("Other", 5, some_name=True), GenericNode)
    response.enqueue(None, workflow_sid="WW1").task({"skills": ["de"]})
    return response.comment("end").to_xml(xml_declaration=False)


def reply(text: str) -> None:
    response = MessagingResponse()
    message = response.message(text)
    assert_type(message, Message)
    assert_type(message.media("https://example.com/a.png"), Media)
    assert_type(parse(str(response)), TwiML)
    assert_type(parse(str(response), MessagingResponse), MessagingResponse)


def mistakes(response: VoiceResponse) -> None:
    # What is wrong is an error of the type checker, and the comment one where it is not.
    response.gather(num_digit=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    response.gahter()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    response.redirect()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    response.hangup().say("Hi")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    response.say("Hi", voice=object())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    response.append(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Gather("dtmf")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
