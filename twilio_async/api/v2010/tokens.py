"""Short-lived credentials for Twilio's STUN and TURN servers, which help WebRTC through firewalls.

Source: https://www.twilio.com/docs/stun-turn/api
"""

from attrs import define, field

from twilio_async.core.codec.models import Model, hidden
from twilio_async.declare.base import Resource
from twilio_async.declare.endpoints import post
from twilio_async.declare.records import Dated, stars


@define(kw_only=True)
class IceServer(Model):
    """A STUN or TURN server, as WebRTC wants it; only TURN takes credentials."""

    url: str | None = None
    urls: str | None = None
    username: str | None = hidden()
    credential: str | None = hidden()


@define(kw_only=True)
class Token(Dated):
    """Credentials that are good for `ttl` seconds, and the servers that take them. Dates are in UTC."""

    account_sid: str
    username: str = field(repr=stars)
    password: str | None = hidden()
    ttl: int | None = None
    ice_servers: list[IceServer] | None = None


class Tokens(Resource):
    """The account's tokens, which are made and never listed."""

    __slots__ = ()

    @post()
    async def create(self, *, ttl: int | None = None) -> Token:
        """Make credentials.

        Args:
            ttl: Seconds that they are good for, 86,400 where not given.
        """
        ...
