"""Tokens: OAuth access tokens, and those for the traversal of networks.

Source: https://www.twilio.com/docs/iam/oauth-apps and https://www.twilio.com/docs/stun-turn/api
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec

from twilio_async.emulator.accounts.directory import TOKEN_LIFETIME
from twilio_async.emulator.routing import operation
from twilio_async.emulator.wire.documents import Format
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request
from twilio_async.emulator.wire.parameters import parameter_of, read_arguments
from twilio_async.emulator.wire.replies import Reply

if TYPE_CHECKING:
    from twilio_async.emulator.accounts.directory import Directory
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.wire.parameters import Pairs

_OAUTH_PARAMETERS = {
    name: parameter_of(name, kind)
    for name, kind in {
        "grant_type": "=client_credentials",
        "client_id": "string",
        "client_secret": "string",
        "scope": "string",
    }.items()
}
_TTL = 86_400
_HOST = "global.turn.twilio.com:3478"


def issue_access_token(directory: Directory, form: Pairs) -> Reply:
    """POST /v2/token, the one operation that needs no credentials: 200 with an access token.

    Raises:
        Refusal: 400 or 401, the form is not that of an OAuth client.
    """
    arguments = read_arguments(_OAUTH_PARAMETERS, form)
    if arguments.get("grant_type") is None:
        raise bad_request(INVALID_PARAMETER, "grant_type is required")
    content = {
        "access_token": directory.issue_token(arguments.get("client_id"), arguments.get("client_secret")),
        "id_token": None,
        "token_type": "Bearer",
        "expires_in": TOKEN_LIFETIME,
        "refresh_token": None,
    }
    return Reply(HTTPStatus.OK, msgspec.json.encode(content), {"Content-Type": Format.JSON.content_type})


def create(request: ApiRequest) -> Reply:
    """POST Tokens: servers that help to traverse a network, and what opens them."""
    identifiers = request.store.identifiers
    return request.reply((identifiers.sid(""), identifiers.sid("")), _values)


def _values(credentials: tuple[str, str], request: ApiRequest) -> Values:
    username, password = credentials
    stun = {"url": f"stun:{_HOST}", "urls": f"stun:{_HOST}"}
    turn = f"turn:{_HOST}?transport="
    secrets = {"username": username, "credential": password}
    return {
        "account_sid": request.account.sid,
        "date_created": request.now,
        "date_updated": request.now,
        "username": username,
        "password": password,
        "ttl": request.arguments.get("Ttl") or _TTL,
        "ice_servers": [
            stun,
            *({**secrets, "url": turn + transport, "urls": turn + transport} for transport in ("udp", "tcp")),
        ],
    }


OPERATIONS = (operation("POST", "Tokens", create),)
