"""A callback as the log keeps it: one request to a webhook, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import define, field

from twilio_async.emulator.wire.parameters import Pairs


@define(eq=False)
class Callback:
    """A request to a webhook.

    Attributes:
        purpose: What it is for, such as `message-status`, `incoming-message`, `call` or `call-status`.
        account_sid: The account whose auth token signs it.
        url: The address as it was configured, connection overrides included.
        method: GET, where the parameters stand in the address, or POST, where they are a form.
        params: The parameters in order.
        made_at: The moment at which it was made, on the emulator's clock.
        headers: The headers that it carries, `X-Twilio-Signature` among them.
        attempts: How often it was tried.
        status: The status of the answer; None without one.
        content_type: That of the answer, without its parameters.
        body: That of the answer.
        error: What went wrong, in a sentence; None where nothing did.
        error_code: Twilio's code of that.
    """

    purpose: str
    account_sid: str
    url: str
    method: str
    params: Pairs
    made_at: datetime
    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    attempts: int = 0
    status: int | None = None
    content_type: str = ""
    body: bytes = b""
    error: str | None = None
    error_code: int | None = None

    @property
    def form(self) -> dict[str, str]:
        """The parameters by name; the last of equal names."""
        return dict(self.params)
