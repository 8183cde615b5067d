"""Access tokens: what a server hands to its users' devices, so that those may use Twilio by themselves.

    token = AccessToken(account_sid, key_sid, key_secret, identity="alice", grants=[VideoGrant("standup")])
    token.to_jwt()

A token is a JWT, signed with the secret of an API key; Twilio is not asked. Equal arguments give the claims
that the official package gives. Needs the extra `jwt`.

Source: https://www.twilio.com/docs/iam/access-tokens
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from attrs import asdict, define, field

from twilio_async.core.clock import Clock
from twilio_async.errors import ConfigurationError, InvalidArgument

try:
    import jwt
except ModuleNotFoundError:
    raise ConfigurationError('Access tokens need PyJWT: pip install "twilio-async[jwt]"') from None

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALGORITHM: Final = "HS256"
_CONTENT: Final = "twilio-fpa;v=1"
_LONGEST_TTL: Final = 86_400


@define
class AccessTokenGrant:
    """The permission to use one product. What is not given is left to Twilio."""

    key: ClassVar[str]
    """The name of the product in the token."""

    def to_payload(self) -> dict[str, Any]:
        """The grant as it stands in the token."""
        return {name: value for name, value in asdict(self, recurse=False).items() if value}


@define
class ChatGrant(AccessTokenGrant):
    """The permission to use Conversations, or Programmable Chat before it."""

    key: ClassVar[str] = "chat"
    service_sid: str | None = None
    endpoint_id: str | None = None
    deployment_role_sid: str | None = None
    push_credential_sid: str | None = None


@define
class SyncGrant(AccessTokenGrant):
    """The permission to use Sync."""

    key: ClassVar[str] = "data_sync"
    service_sid: str | None = None
    endpoint_id: str | None = None


@define
class VoiceGrant(AccessTokenGrant):
    """The permission to make calls, and to take them.

    Args:
        incoming_allow: Whether the device may be called.
        outgoing_application_sid: The TwiML application (AP...) that its own calls go to; without it there are
            none.
        outgoing_application_params: What that application gets beside.
        push_credential_sid: With what the device is told of a call.
        endpoint_id: The name of the device.

    Raises:
        InvalidArgument: Something else than an application is where that belongs.
    """

    key: ClassVar[str] = "voice"
    incoming_allow: bool | None = None
    outgoing_application_sid: str | None = None
    outgoing_application_params: Mapping[str, object] | None = None
    push_credential_sid: str | None = None
    endpoint_id: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.outgoing_application_sid:
            _check_sid("outgoing_application_sid", self.outgoing_application_sid, "AP", "a TwiML application")

    def to_payload(self) -> dict[str, Any]:
        """The grant as it stands in the token."""
        payload: dict[str, Any] = {}
        if self.incoming_allow:
            payload["incoming"] = {"allow": True}
        if self.outgoing_application_sid:
            params = self.outgoing_application_params
            payload["outgoing"] = {
                "application_sid": self.outgoing_application_sid,
                **({"params": dict(params)} if params else {}),
            }
        if self.push_credential_sid:
            payload["push_credential_sid"] = self.push_credential_sid
        if self.endpoint_id:
            payload["endpoint_id"] = self.endpoint_id
        return payload


@define
class VideoGrant(AccessTokenGrant):
    """The permission to join video rooms: one, or without `room` all of them."""

    key: ClassVar[str] = "video"
    room: str | None = None


@define
class TaskRouterGrant(AccessTokenGrant):
    """The permission to act in TaskRouter, as a worker for example."""

    key: ClassVar[str] = "task_router"
    workspace_sid: str | None = None
    worker_sid: str | None = None
    role: str | None = None


@define
class PlaybackGrant(AccessTokenGrant):
    """The permission to watch a live stream: the grant that Twilio's API gave, as it is."""

    key: ClassVar[str] = "player"
    grant: Mapping[str, object] | None = None

    def to_payload(self) -> Any:
        """The grant as it stands in the token."""
        return self.grant


def _listed(grants: Iterable[AccessTokenGrant] | None) -> list[AccessTokenGrant]:
    found = [*(grants or ())]
    for grant in found:
        _check_grant(grant)
    return found


def _check_sid(name: str, sid: str, prefix: str, owner: str) -> None:
    """Refuse the SID of something else. What came stays out of the error: it may be the secret."""
    if not sid.startswith(prefix):
        raise InvalidArgument(f"{name} is not the SID of {owner}: give the one that begins with {prefix}.")


def _check_ttl(ttl: int) -> None:
    if not 1 <= ttl <= _LONGEST_TTL:
        raise InvalidArgument(f"ttl is {ttl!r}: give 1 to {_LONGEST_TTL:,} seconds, a day at most.")


def _check_grant(grant: object) -> None:
    if not isinstance(grant, AccessTokenGrant):
        raise InvalidArgument(
            f"A grant is a VoiceGrant or another AccessTokenGrant, not {type(grant).__name__}."
        )


@define
class AccessToken:
    """A token for one device or user.

    Args:
        account_sid: The account (AC...), which the token is about.
        signing_key_sid: The API key (SK...) that signs it.
        secret: The secret of that key.
        grants: What it permits.
        identity: Who uses it. Voice, Video and Conversations need one.
        nbf: From when on it holds, in seconds since 1970; None leaves that out.
        ttl: For how many seconds it holds from now on: a day, 86,400, at most.
        valid_until: Until when it holds, in seconds since 1970, instead of `ttl`.
        region: Where the key lives, if not in us1.
        clock: What tells the time.

    Raises:
        InvalidArgument: The secret is empty, a SID is that of something else, `ttl` is out of its range, or a
            grant is none.
    """

    account_sid: str
    signing_key_sid: str
    secret: str = field(repr=False)
    grants: list[AccessTokenGrant] = field(default=None, converter=_listed)
    identity: str | None = field(default=None, repr=False)
    nbf: int | Literal["now"] | None = "now"
    ttl: int = 3600
    valid_until: int | None = None
    region: str | None = None
    clock: Clock = field(factory=Clock, kw_only=True, repr=False)

    def __attrs_post_init__(self) -> None:
        if not self.secret:
            raise InvalidArgument("An access token is signed: give the secret of the API key.")
        _check_sid("account_sid", self.account_sid, "AC", "an account")
        _check_sid("signing_key_sid", self.signing_key_sid, "SK", "an API key")
        _check_ttl(self.ttl)

    def add_grant(self, grant: AccessTokenGrant) -> None:
        """Permit something more. A second grant for a product takes the place of the first.

        Raises:
            InvalidArgument: It is no grant.
        """
        _check_grant(grant)
        self.grants.append(grant)

    @property
    def headers(self) -> dict[str, str]:
        """The header of the JWT."""
        region = {"twr": self.region} if self.region else {}
        return {"cty": _CONTENT, **region, "typ": "JWT", "alg": _ALGORITHM}

    @property
    def payload(self) -> dict[str, Any]:
        """The claims, if the token were made now."""
        now = int(self.clock.time())
        grants: dict[str, Any] = {grant.key: grant.to_payload() for grant in self.grants}
        if self.identity:
            grants["identity"] = self.identity
        claims: dict[str, Any] = {
            "jti": f"{self.signing_key_sid}-{now}",
            "grants": grants,
            "iss": self.signing_key_sid,
            "exp": self.valid_until or now + self.ttl,
            "sub": self.account_sid,
        }
        if self.nbf is not None:
            claims["nbf"] = now if self.nbf == "now" else self.nbf
        return claims

    def to_jwt(self, ttl: int | None = None) -> str:
        """The signed token, as a device takes it.

        Args:
            ttl: For how many seconds it holds, instead of what was said when it was made.

        Raises:
            InvalidArgument: `ttl` is out of its range.
        """
        claims = self.payload
        if ttl is not None:
            _check_ttl(ttl)
            claims["exp"] = int(self.clock.time()) + ttl
        return jwt.encode(claims, self.secret, algorithm=_ALGORITHM, headers=self.headers)
