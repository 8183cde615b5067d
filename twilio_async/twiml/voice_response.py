"""The elements that answer a call. `voice_response.pyi` shows them to editors and type checkers."""

from twilio_async.twiml.making import classes

globals().update(classes("voice"))
