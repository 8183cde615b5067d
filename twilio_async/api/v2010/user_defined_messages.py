"""User-defined messages: what you send to the Voice SDK at the other end of a call, and hear from it.

Source: https://www.twilio.com/docs/voice/api/userdefinedmessage-resource
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import define

from twilio_async.core.codec.models import Model
from twilio_async.declare.base import Collection, Deletable, Resource
from twilio_async.declare.endpoints import HttpMethod, post


@define(kw_only=True)
class UserDefinedMessage(Model):
    """A message to the Voice SDK. The date is in UTC."""

    sid: str
    account_sid: str
    call_sid: str | None = None
    date_created: datetime | None = None


@define(kw_only=True)
class UserDefinedMessageSubscription(UserDefinedMessage):
    """An address that hears the messages of the Voice SDK. The date is in UTC."""

    uri: str | None = None


class UserDefinedMessages(Resource):
    """Messages (KX...) to the Voice SDK in a call."""

    __slots__ = ()

    @post()
    async def create(
        self, *, content: str | Mapping[str, Any], idempotency_key: str | None = None
    ) -> UserDefinedMessage:
        """Send a message to the Voice SDK.

        Args:
            content: What it holds: JSON, 10 KB at most.
            idempotency_key: A text of your own, new for each message: Twilio acts on it once.
        """
        ...


class UserDefinedMessageSubscriptionContext(Deletable):
    """One subscription."""

    __slots__ = ()


class UserDefinedMessageSubscriptions(Collection[UserDefinedMessageSubscriptionContext], sids="ZY"):
    """Subscriptions (ZY...) to the messages of the Voice SDK in a call."""

    __slots__ = ()

    @post()
    async def create(
        self, *, callback: str, method: HttpMethod | None = None, idempotency_key: str | None = None
    ) -> UserDefinedMessageSubscription:
        """Subscribe an address to the messages.

        Args:
            callback: Where Twilio sends them.
            method: How it does.
            idempotency_key: A text of your own, new for each subscription: Twilio acts on it once.

        Source: https://www.twilio.com/docs/voice/api/userdefinedmessagesubscription-resource
        """
        ...
