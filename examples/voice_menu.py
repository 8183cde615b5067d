"""A voice menu: a caller hears what there is, presses a key or says a word, and is answered.

    export TWILIO_AUTH_TOKEN=... PUBLIC_URL=https://menu.example.com
    python voice_menu.py

Twilio reaches it at PUBLIC_URL, and asks it at https://menu.example.com/voice, once that is the address for
calls of one of your numbers.
"""

import os

from aiohttp import web

from twilio_async.twiml import VoiceResponse
from twilio_async.webhooks import Receiver, VoiceRequest
from twilio_async.webhooks.on_aiohttp import webhook

OPERATOR = "+15550100000"


def menu() -> VoiceResponse:
    """What there is to choose from, again and again."""
    response = VoiceResponse()
    with response.gather(
        action="/choice", input="dtmf speech", num_digits=1, hints="opening hours, operator"
    ) as gather:
        gather.say("For our opening hours, press 1. To talk to somebody, press 2.")
    response.redirect("/voice")
    return response


def hours() -> VoiceResponse:
    """The opening hours, and the end."""
    response = VoiceResponse()
    response.say("We are there from nine to five.")
    response.hangup()
    return response


def operator() -> VoiceResponse:
    """A call to somebody who is there."""
    response = VoiceResponse()
    response.dial(OPERATOR)
    return response


CHOICES = {"1": hours, "2": operator}


def choice_of(call: VoiceRequest) -> str:
    """The key that a caller chose, by pressing it or by saying what it stands for."""
    words = (call.speech_result or "").lower()
    if "hours" in words:
        return "1"
    return "2" if "operator" in words else call.digits or ""


def create_app() -> web.Application:
    """The menu; requests that are not Twilio's get no further than to its receiver."""
    receiver = Receiver(public_url=os.environ.get("PUBLIC_URL"))

    @webhook(receiver, VoiceRequest)
    async def voice(_: web.Request, __: VoiceRequest) -> VoiceResponse:
        return menu()

    @webhook(receiver, VoiceRequest)
    async def choice(_: web.Request, call: VoiceRequest) -> VoiceResponse:
        return CHOICES.get(choice_of(call), menu)()

    app = web.Application()
    app.router.add_post("/voice", voice)
    app.router.add_post("/choice", choice)
    return app


if __name__ == "__main__":
    web.run_app(create_app(), host="127.0.0.1", port=8080)
