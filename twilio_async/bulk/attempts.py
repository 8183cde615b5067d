"""One attempt to send a message, and what its error means for that message and for all others.

    error                                                        the message             all others
    executed "unknown": sent, and no answer that tells           in doubt                go on
    credentials, account or funds (the table below)              not begun               stop
    too many at a time, no connection, a full queue (21611)      not begun, try later    go on
    any other refusal                                            rejected                go on

The codes of the second row, from Twilio's pages of errors: 10001 and 20005 (the account is not active, or out
of funds), 20003 (the credentials are not accepted, or the account is suspended or closed), 20006 (access
denied), 20008 (test credentials), 20403 (the account is suspended or closed) and 70051 (the key may not do
this). So too any 401; a 403 without a code, which is of no message; and a 404 with 20404, since the address
of the request names nothing but the account. Code 30002 (suspended meanwhile) is none of them: it is never an
answer to a POST, but the later fate of one message.

Source: https://www.twilio.com/docs/api/errors
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    DecodeError,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerError,
    TransportError,
    TwilioError,
)
from twilio_async.bulk.outcomes import Accepted, InDoubt, NotBegun, Rejected

if TYPE_CHECKING:
    from twilio_async import Client
    from twilio_async.bulk.messages import OutboundMessage

_OF_THE_ACCOUNT = frozenset({10001, 20003, 20005, 20006, 20008, 20403, 70051})
_NO_SUCH_RESOURCE = 20404
_PASSING = RateLimited, TransportError, ServerError, DecodeError


async def attempt(
    client: Client, outbound: OutboundMessage, *, status_callback: str | None = None
) -> Accepted | Rejected | InDoubt | NotBegun:
    """Ask Twilio once to send a message; the client repeats what certainly was not executed.

    NotBegun has an error that `concerns_all` or that `is_passing`.

    Args:
        client: Whose account sends.
        outbound: The message.
        status_callback: Where Twilio posts changes of its status, instead of what the message says.
    """
    parameters = outbound.parameters()
    if status_callback is not None:
        parameters["status_callback"] = status_callback
    try:
        message = await client.messages.create(**parameters)
    except TwilioError as error:
        return failed(error, outbound)
    return Accepted(message, outbound=outbound)


def failed(error: TwilioError, outbound: OutboundMessage) -> Rejected | InDoubt | NotBegun:
    """What an error says of the message that it came of."""
    if error.executed == "unknown":
        return InDoubt(error, outbound=outbound)
    if concerns_all(error) or is_passing(error):
        return NotBegun(error, outbound=outbound)
    return Rejected(error, outbound=outbound)


def concerns_all(error: TwilioError) -> bool:
    """Whether no other message would fare better: credentials, account, funds, or the client itself."""
    if error.executed == "unknown":
        return False
    if not isinstance(error, ApiError):
        return isinstance(error, ConfigurationError)
    return (
        error.code in _OF_THE_ACCOUNT
        or isinstance(error, AuthenticationError)
        or (isinstance(error, PermissionDenied) and error.code is None)
        or (isinstance(error, NotFound) and error.code == _NO_SUCH_RESOURCE)
    )


def is_passing(error: TwilioError) -> bool:
    """Whether the message was not executed and may fare better later, as it is."""
    return error.executed == "no" and isinstance(error, _PASSING) and not concerns_all(error)
