"""What you answer when Twilio calls: TwiML, the XML in which a program tells Twilio what to do.

response = VoiceResponse()
with response.gather(num_digits=1, action="/menu") as gather:
    gather.say("Press 1")
response.hangup()
str(response)

Names are those of the official package, so that a program moves over by changing the import. What it would
write wrongly is an error here: an attribute or a nesting that TwiML does not have, and what XML forbids.

Source: https://www.twilio.com/docs/voice/twiml and https://www.twilio.com/docs/messaging/twiml
"""

from typing import TYPE_CHECKING

from twilio_async.lazy import lazy_names
from twilio_async.twiml.element import Comment as Comment, GenericNode as GenericNode, TwiML as TwiML
from twilio_async.twiml.messaging_response import MessagingResponse as MessagingResponse
from twilio_async.twiml.names import (
    TwiMLException as TwiMLException,
    format_language as format_language,
    lower_camel as lower_camel,
)
from twilio_async.twiml.voice_response import VoiceResponse as VoiceResponse

if TYPE_CHECKING:
    from twilio_async.twiml.parsing import parse as parse
else:
    __all__, __getattr__, __dir__ = lazy_names(
        globals(),
        {"parsing": "parse"},  # It brings lxml, which an import can do without.
        "Comment",
        "GenericNode",
        "MessagingResponse",
        "TwiML",
        "TwiMLException",
        "VoiceResponse",
        "format_language",
        "lower_camel",
    )
