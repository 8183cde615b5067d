"""Documents of a flow: fetched from webhooks, with the fallback where one fails.

Source: https://www.twilio.com/docs/usage/webhooks/getting-started-twilio-webhooks
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from attrs import define, field

from twilio_async.emulator.callbacks.courier import Courier
from twilio_async.emulator.flows.webhooks import Webhook
from twilio_async.emulator.twiml.document import Document, TwimlError, read_answer

if TYPE_CHECKING:
    from twilio_async.emulator.wire.parameters import Pairs

_MOST_DOCUMENTS = 100
_ENDLESS = (
    f"the flow leads from document to document, {_MOST_DOCUMENTS} so far: let it end, "
    "also where a caller gives no more inputs"
)


@define
class Trouble:
    """What went wrong in a flow: Twilio's code, the words, and the address that was asked."""

    code: int
    message: str
    url: str
    method: str


@define(eq=False)
class Documents:
    """The documents of one flow; `url` is that of the last one, to which others are relative.

    `purpose` is that of the callbacks, `plain_verb` what plain text means, `trouble` all that went wrong.
    """

    courier: Courier
    account_sid: str
    purpose: str
    plain_verb: str
    webhook: Webhook
    url: str = ""
    method: str = "POST"
    trouble: list[Trouble] = field(factory=list[Trouble])
    _fetched: int = field(default=0, init=False)

    async def fetch(self, url: str, params: Pairs, method: str = "POST") -> Document | None:
        """The document at an address, else that of the fallback; None where neither has one."""
        self._fetched += 1
        if self._fetched > _MOST_DOCUMENTS:
            self.trouble.append(Trouble(12400, _ENDLESS, url, method))
            return None
        document = await self._fetch(url, params, method)
        fallback = self.webhook.fallback_url
        if document is None and fallback:
            last = self.trouble[-1]
            params = [*params, ("ErrorCode", str(last.code)), ("ErrorUrl", urldefrag(self.url).url)]
            document = await self._fetch(fallback, params, self.webhook.fallback_method)
        return document

    async def _fetch(self, url: str, params: Pairs, method: str) -> Document | None:
        self.url, self.method = urljoin(self.url, url), method.upper()
        callback = await self.courier.deliver(self.purpose, self.account_sid, self.url, params, self.method)
        if callback.error is not None:
            self.report(callback.error_code or 11200, callback.error)
            return None
        try:
            return read_answer(callback.body, callback.content_type, self.plain_verb)
        except TwimlError as error:
            callback.error, callback.error_code = error.message, error.code
            self.report(error.code, error.message)
            return None

    def report(self, code: int, message: str) -> None:
        """Note what went wrong with the last document."""
        self.trouble.append(Trouble(code, message, self.url, self.method))
