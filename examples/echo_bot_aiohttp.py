"""A bot that answers each message with its own text, on aiohttp.

    export TWILIO_AUTH_TOKEN=... PUBLIC_URL=https://bot.example.com
    python echo_bot_aiohttp.py

Twilio reaches it at PUBLIC_URL, through whatever proxy or tunnel leads from there to port 8080, and asks it
at https://bot.example.com/sms, once that is the address for messages of one of your numbers.
"""

import os

from aiohttp import web

from twilio_async.twiml import MessagingResponse
from twilio_async.webhooks import IncomingMessage, Receiver
from twilio_async.webhooks.on_aiohttp import webhook


def create_app() -> web.Application:
    """The bot; requests that are not Twilio's get no further than to its receiver."""
    receiver = Receiver(public_url=os.environ.get("PUBLIC_URL"))

    @webhook(receiver, IncomingMessage)
    async def echo(_: web.Request, message: IncomingMessage) -> MessagingResponse:
        response = MessagingResponse()
        response.message(message.body)
        return response

    app = web.Application()
    app.router.add_post("/sms", echo)
    return app


if __name__ == "__main__":
    web.run_app(create_app(), host="127.0.0.1", port=8080)
