"""Events that come as JSON instead of a form."""

from typing import Any

import attrs

from twilio_async.core.codec.models import hidden
from twilio_async.webhooks.events.base import WebhookEvent


@attrs.define(kw_only=True)
class JsonEvent(WebhookEvent):
    """What Twilio tells in JSON, such as the events of a sink.

    Attributes:
        document: The JSON as Python has it.
    """

    document: Any = hidden()
