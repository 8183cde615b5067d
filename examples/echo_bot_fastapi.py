"""A bot that answers each message with its own text, and notes what became of the answers, on FastAPI.

    export TWILIO_AUTH_TOKEN=... PUBLIC_URL=https://bot.example.com
    uvicorn --factory echo_bot_fastapi:create_app

Twilio reaches it at PUBLIC_URL, and asks it at https://bot.example.com/sms, once that is the address for
messages of one of your numbers. Needs fastapi and uvicorn beside this library.
"""

import logging
import os
from typing import Annotated

from fastapi import Depends, FastAPI, Response

from twilio_async.twiml import MessagingResponse
from twilio_async.webhooks import IncomingMessage, MessageStatusCallback, Receiver
from twilio_async.webhooks.on_starlette import event_of, twiml_response

logger = logging.getLogger(__name__)


def create_app() -> FastAPI:
    """The bot; requests that are not Twilio's get no further than to its receiver."""
    receiver = Receiver(public_url=os.environ.get("PUBLIC_URL"))
    app = FastAPI(title="Echo")
    incoming = Depends(event_of(receiver, IncomingMessage))
    step = Depends(event_of(receiver, MessageStatusCallback))

    @app.post("/sms")
    async def echo(message: Annotated[IncomingMessage, incoming]) -> Response:
        """Answer a message; Twilio tells at /status what became of the answer."""
        response = MessagingResponse()
        response.message(message.body, action="/status")
        return twiml_response(response)

    @app.post("/status")
    async def note(callback: Annotated[MessageStatusCallback, step]) -> Response:
        """Take note of a step."""
        logger.info("%s is %s", callback.message_sid, callback.message_status)
        return twiml_response(None)

    return app
