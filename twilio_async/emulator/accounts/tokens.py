"""Tokens for the traversal of networks, and the balance of an account.

After https://www.twilio.com/docs/stun-turn/api and https://www.twilio.com/docs/usage/api.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from twilio_async.emulator import description as catalog
from twilio_async.emulator.accounts.usage_ledger import spent
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.routing import Operation, documented
from twilio_async.emulator.wire.documents import View
from twilio_async.emulator.wire.fields import resource

_CREDIT: Final = Decimal("100.00")
_TTL: Final = 86_400
_HOST: Final = "global.turn.twilio.com:3478"


def _as_they_are(values: Mapping[str, Any], _: View) -> Mapping[str, object]:
    return values


_TOKEN: Final = resource(catalog.record("token"), _as_they_are)
_BALANCE: Final = resource(catalog.record("balance"), _as_they_are)


def token_operations() -> Iterator[Operation]:
    """A new token; the balance."""
    yield documented(catalog.endpoint("POST", "Tokens"), _create_token)
    yield documented(catalog.endpoint("GET", "Balance"), _fetch_balance)


def _create_token(call: Call) -> Reply:
    username, password, now = call.store.new_sid(""), call.store.new_sid(""), call.view.now
    stun = {"url": f"stun:{_HOST}", "urls": f"stun:{_HOST}"}
    turn = f"turn:{_HOST}?transport="
    secrets = {"username": username, "credential": password}
    values: dict[str, object] = {
        "account_sid": call.account.sid,
        "date_created": now,
        "date_updated": now,
        "username": username,
        "password": password,
        "ttl": call.arguments.named("Ttl") or _TTL,
        "ice_servers": [
            stun,
            *({**secrets, "url": turn + transport, "urls": turn + transport} for transport in ("udp", "tcp")),
        ],
    }
    return call.item(_TOKEN, values, catalog.endpoint("POST", "Tokens").status)


def _fetch_balance(call: Call) -> Reply:
    """What is left of 100 dollars."""
    balance = _CREDIT - spent(call.store, call.account)
    values = {"account_sid": call.account.sid, "balance": f"{balance:.2f}", "currency": "USD"}
    return call.item(_BALANCE, values)
