"""A voice menu: a caller hears what there is, presses a key or says a word, and is answered.

    export TWILIO_AUTH_TOKEN=... PUBLIC_URL=https://menu.example.com
    python voice_menu.py

Twilio reaches it at PUBLIC_URL, and asks it at https://menu.example.com/voice, once that is the address for
calls of one of your numbers.
"""

import os

from aiohttp import web

from twilio_async.webhooks import Receiver, VoiceRequest
from twilio_async.webhooks.on_aiohttp import webhook

MENU = """<Response>
    <Gather action="/choice" input="dtmf speech" numDigits="1" hints="opening hours, operator">
        <Say>For our opening hours, press 1. To talk to somebody, press 2.</Say>
    </Gather>
    <Redirect>/voice</Redirect>
</Response>"""
HOURS = "<Response><Say>We are there from nine to five.</Say><Hangup/></Response>"
OPERATOR = "<Response><Dial>+15550100000</Dial></Response>"


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
    async def voice(_: web.Request, __: VoiceRequest) -> str:
        return MENU

    @webhook(receiver, VoiceRequest)
    async def choice(_: web.Request, call: VoiceRequest) -> str:
        return {"1": HOURS, "2": OPERATOR}.get(choice_of(call), MENU)

    app = web.Application()
    app.router.add_post("/voice", voice)
    app.router.add_post("/choice", choice)
    return app


if __name__ == "__main__":
    web.run_app(create_app(), host="127.0.0.1", port=8080)
