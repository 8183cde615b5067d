"""A web service that sends SMS and shows them, with one client for as long as it runs.

    export TWILIO_ACCOUNT_SID=AC... TWILIO_AUTH_TOKEN=... SMS_SENDER=+15017122661
    uvicorn fastapi_service:app

    curl localhost:8000/messages --json '{"to": "+15558675310", "body": "Hi"}'
    curl localhost:8000/messages/SM...
    curl 'localhost:8000/messages?limit=5'

Needs fastapi and uvicorn beside this library. It asks nobody who they are: let only your own programs in.
"""

import logging
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated, Literal

from fastapi import Depends, FastAPI, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from twilio_async import (
    ApiError,
    AuthenticationError,
    Client,
    InvalidArgument,
    Message,
    PermissionDenied,
    TwilioError,
)

logger = logging.getLogger(__name__)


class Draft(BaseModel):
    """A message to send: to a number in E.164 form, with a text."""

    to: str = Field(pattern=r"^\+[1-9][0-9]{6,14}$", examples=["+15558675310"])
    body: str = Field(min_length=1, max_length=1600, examples=["Hi"])


class Problem(BaseModel):
    """What went wrong.

    Attributes:
        detail: The reason, in words.
        code: Twilio's error code, where it gave one: https://www.twilio.com/docs/api/errors.
        executed: "no" where nothing was done. "unknown" where it may have been: a message may have been
            sent, so look before you send it again.
    """

    detail: str
    code: int | None = None
    executed: Literal["no", "unknown"]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
    """The client and its connections live as long as the service."""
    app.state.sender = os.environ["SMS_SENDER"]
    async with Client(timeout=30) as client:
        app.state.twilio = client
        yield


app = FastAPI(
    title="SMS", lifespan=lifespan, responses={"4XX": {"model": Problem}, "5XX": {"model": Problem}}
)


def twilio(request: Request) -> Client:
    """The client of the service."""
    client: Client = request.app.state.twilio
    return client


def sender(request: Request) -> str:
    """The number that messages come from."""
    number: str = request.app.state.sender
    return number


Twilio = Annotated[Client, Depends(twilio)]
Sender = Annotated[str, Depends(sender)]
Sid = Annotated[str, Path(pattern="^(SM|MM)[0-9a-f]{32}$")]
Limit = Annotated[int, Query(ge=1, le=100)]


@app.post("/messages", status_code=201)
async def send(draft: Draft, client: Twilio, number: Sender) -> Message:
    """Send a message."""
    return await client.messages.create(to=draft.to, from_=number, body=draft.body)


@app.get("/messages/{sid}")
async def fetch(sid: Sid, client: Twilio) -> Message:
    """A message and how far it has come."""
    return await client.messages(sid).fetch()


@app.get("/messages")
async def recent(client: Twilio, limit: Limit = 20) -> list[Message]:
    """The newest messages, newest first."""
    return await client.messages.list(limit=limit)


@app.exception_handler(TwilioError)
async def explain(_: Request, error: TwilioError) -> JSONResponse:
    """The answer of every route that Twilio fails or refuses."""
    logger.warning("%s", error)  # Phone numbers are masked in it.
    problem = Problem(detail="Twilio gave no usable answer", executed=error.executed)
    if isinstance(error, ApiError):
        problem.detail, problem.code = error.message, error.code
    return JSONResponse(problem.model_dump(), status_for(error))


def status_for(error: TwilioError) -> int:
    """4xx where the caller can mend it, 502 where this service has to, 503 for what may pass."""
    match error:
        case AuthenticationError() | PermissionDenied():
            return 502
        case ApiError(executed="no"):
            return error.status
        case InvalidArgument():
            return 400
        case _:
            return 503
