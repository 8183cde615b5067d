"""Accounts and who may use them: auth tokens, API keys, OAuth clients and their tokens.

Reads the Authorization header and answers whether it reaches an account. Knows nothing of resources.

Source: https://www.twilio.com/docs/iam/api-keys and https://www.twilio.com/docs/iam/oauth-apps
"""

from __future__ import annotations

import base64
import hmac
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec
from attrs import define, field, frozen

from twilio_async.emulator.memory.history import CreationEntry, History
from twilio_async.emulator.wire.errors import unauthenticated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AccountStatus: TypeAlias = Literal["active", "suspended", "closed"]

TOKEN_LIFETIME = 3600
"""Seconds for which an OAuth access token is valid."""


@define(eq=False)
class Account(CreationEntry):
    """An account and its auth token; a subaccount names its owner."""

    auth_token: str = field(repr=False)
    friendly_name: str
    updated_at: datetime
    owner_sid: str
    is_test: bool = False
    status: AccountStatus = "active"
    credit: Decimal = Decimal("100.00")
    """Dollars that were paid in."""


@frozen
class Principal:
    """The account that credentials belong to, and whether they are its auth token.

    A standard key, which is what the API makes, opens neither accounts nor keys.
    """

    account: Account
    has_auth_token: bool
    is_standard_key: bool = False

    def reaches(self, account: Account) -> bool:
        """Whether it may use an account: its own, or with the auth token a subaccount of that."""
        if account is self.account:
            return True
        return self.owns(account)

    def owns(self, account: Account) -> bool:
        """Whether this is the auth token of the main account to which an account belongs."""
        return self.has_auth_token and account.owner_sid == self.account.sid


@frozen
class _Secret:
    secret: str = field(repr=False)
    account: Account
    is_standard_key: bool = False


class Directory:
    """All accounts with the credentials that open them."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._accounts: dict[str, Account] = {}
        self._by_owner: dict[str, History[Account]] = {}
        self._keys: dict[str, _Secret] = {}
        self._clients: dict[str, _Secret] = {}
        self._tokens: dict[str, tuple[Account, datetime]] = {}

    def add(self, account: Account) -> Account:
        """Enter an account; gives it back.

        Raises:
            ValueError: Its sid is taken.
        """
        if account.sid in self._accounts:
            raise ValueError(f"the account {account.sid} exists already")
        self._accounts[account.sid] = account
        self.of_owner(account.owner_sid).add(account)
        return account

    def __iter__(self) -> Iterator[Account]:
        """All accounts, in the order in which they came."""
        return iter(self._accounts.values())

    def count(self) -> int:
        """The number of accounts."""
        return len(self._accounts)

    def of_owner(self, sid: str) -> History[Account]:
        """A main account and its subaccounts."""
        return self._by_owner.setdefault(sid, History())

    def add_key(self, sid: str, secret: str, account: Account, *, is_standard: bool) -> None:
        """Enter an API key of an account: a standard key, or else a main key."""
        self._keys[sid] = _Secret(secret, account, is_standard)

    def remove_key(self, sid: str) -> None:
        """Take an API key out; it opens nothing from now on."""
        self._keys.pop(sid, None)

    def add_client(self, client_id: str, secret: str, account: Account) -> None:
        """Enter an OAuth client of an account."""
        self._clients[client_id] = _Secret(secret, account)

    def get(self, sid: str) -> Account | None:
        """The account with this sid, or None."""
        return self._accounts.get(sid)

    def is_active(self, account: Account) -> bool:
        """Whether an account and its owner are active."""
        owner = self._accounts.get(account.owner_sid, account)
        return account.status == owner.status == "active"

    def authenticate(self, authorization: str | None, *, auth_token_only: bool) -> Principal:
        """The principal that an Authorization header names.

        `auth_token_only` is the rule of 2008-08-01, which knows neither keys nor OAuth.

        Raises:
            Refusal: 401 / 20003, the header opens nothing.
        """
        scheme, _, value = (authorization or "").partition(" ")
        principal = None
        match scheme.lower():
            case "basic":
                principal = self._basic(value.strip())
            case "bearer":
                principal = self._bearer(value.strip())
            case _:
                pass
        if principal is None or (auth_token_only and not principal.has_auth_token):
            raise unauthenticated()
        return principal

    def issue_token(self, client_id: str | None, secret: str | None) -> str:
        """A new access token for an OAuth client.

        Raises:
            Refusal: 401 / 20003, id and secret do not fit.
        """
        client = self._clients.get(client_id or "")
        if client is None or not _same(client.secret, secret or ""):
            raise unauthenticated()
        now = self._clock()
        expires = now + timedelta(seconds=TOKEN_LIFETIME)
        payload: dict[str, str | int] = {
            "iss": "twilio",
            "sub": client.account.sid,
            "iat": int(now.timestamp()),
            "exp": int(expires.timestamp()),
            "jti": len(self._tokens),
        }
        token = _jwt(payload, client.secret)
        self._tokens[token] = client.account, expires
        return token

    def _basic(self, value: str) -> Principal | None:
        try:
            user, _, password = base64.b64decode(value, validate=True).decode().partition(":")
        except ValueError:  # No base64, or no text.
            return None
        key = self._keys.get(user)
        if key is not None:
            principal = Principal(key.account, has_auth_token=False, is_standard_key=key.is_standard_key)
            return principal if _same(key.secret, password) else None
        account = self._accounts.get(user)
        if account is None or not _same(account.auth_token, password):
            return None
        return Principal(account, has_auth_token=True)

    def _bearer(self, token: str) -> Principal | None:
        account, expires = self._tokens.get(token, (None, None))
        if account is None or expires is None or self._clock() >= expires:
            return None
        return Principal(account, has_auth_token=False)


def _same(secret: str, candidate: str) -> bool:
    return hmac.compare_digest(secret.encode(), candidate.encode())


def _jwt(payload: dict[str, str | int], secret: str) -> str:
    head = f"{_segment({'alg': 'HS256', 'typ': 'JWT'})}.{_segment(payload)}"
    signature = hmac.digest(secret.encode(), head.encode(), "sha256")
    return f"{head}.{_base64url(signature)}"


def _segment(content: dict[str, str | int]) -> str:
    return _base64url(msgspec.json.encode(content))


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
