"""Long lists cut into pages in each of Twilio's ways: what a scripted server answers with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import urlencode

from attrs import define, field

from tests.support.clients import client_for
from tests.support.pages import Form, page_answer
from tests.support.server import Arrived, Step, refusal

if TYPE_CHECKING:
    from twilio_async import Client, LegacySmsMessage, Listing, Message, SmsMessage

Style: TypeAlias = Literal["tokens", "links", "totals", "numbers"]
"""JSON with page tokens, the same in XML, JSON of old with totals, and 2008-08-01 with numbers alone."""
STYLES: tuple[Style, ...] = ("tokens", "links", "totals", "numbers")
_FORMS: dict[Style, Form] = {"tokens": "json", "links": "xml", "totals": "json", "numbers": "2008"}


def sid(index: int) -> str:
    """The SID of the item at this place."""
    return f"SM{index:032x}"


def sids(*span: int) -> list[str]:
    return [sid(index) for index in range(*span)]


@define
class Book:
    """A list of `items`; a server's answer to any request for a page of it.

    `splits` are the sizes of its pages, in turn, where they are not those that are asked for; a page larger
    than `bearable` is answered with 500.
    """

    style: Style
    items: list[str]
    splits: Sequence[int] = ()
    bearable: int = 1000
    changes: dict[str, Any] = field(factory=dict[str, Any])
    """What the envelope says instead."""
    key: str = ""
    """The key of the records on a page, where they are no messages."""
    fields: Mapping[str, str] = {"status": "sent"}
    """What each item has besides its SID."""

    def __call__(self, arrived: Arrived) -> Step:
        query = dict(arrived.query)
        size = int(query.get("PageSize") or query["num"])
        if size > self.bearable:
            return refusal(500, 20500, "Internal Server Error")
        number = int(query.get("Page", 0))
        if self.style in {"tokens", "links"}:
            return self._by_token(arrived, query, number, size)
        return self._by_number(arrived, number, size)

    def _by_token(self, arrived: Arrived, query: dict[str, str], number: int, size: int) -> Step:
        start = int(query["PageToken"][2:]) if "PageToken" in query else 0
        end = start + (self.splits[number % len(self.splits)] if self.splits else size)
        following = {**query, "Page": number + 1, "PageToken": f"PA{end}"}
        link = f"{arrived.path}?{urlencode(following)}" if end < len(self.items) else None
        return self._page(self.items[start:end], {"page": number, "next_page_uri": link})

    def _by_number(self, arrived: Arrived, number: int, size: int) -> Step:
        total = len(self.items)
        items = self.items[number * size : (number + 1) * size]
        envelope: dict[str, Any] = {
            "page": number,
            "num_pages": -(-total // size),
            "page_size": size,
            "total": total,
            "start": number * size,
            "end": number * size + len(items) - 1,
        }
        if self.style == "totals":
            more = (number + 1) * size < total
            link = f"{arrived.path}?{urlencode({'Page': number + 1, 'PageSize': size})}"
            envelope["next_page_uri"] = link if more else None
        return self._page(items, envelope)

    def _page(self, items: list[str], envelope: dict[str, Any]) -> Step:
        key = self.key or ("messages" if self.style in {"tokens", "links"} else "sms_messages")
        records = [{"sid": item, **self.fields} for item in items]
        return page_answer(_FORMS[self.style], key, records, **(envelope | self.changes))


def reader(url: str, style: Style, **options: Any) -> Client:
    """A client that speaks the form of a style."""
    return client_for(url, format="xml" if style == "links" else "json", **options)


def listing_of(
    client: Client, style: Style, **arguments: Any
) -> Listing[Message] | Listing[SmsMessage] | Listing[LegacySmsMessage]:
    """The listing that is paged in that style."""
    if style == "numbers":
        return client.v2008.sms.messages.list(**arguments)
    return client.sms.messages.list(**arguments) if style == "totals" else client.messages.list(**arguments)


async def all_sids(listing: Any) -> list[str]:
    """What `async for` gives."""
    return [item.sid async for item in listing]


async def read_some(read: list[str], listing: Any, count: int) -> None:
    """Add the SIDs of the first `count` items to `read`, and break off."""
    async for item in listing:
        read.append(item.sid)
        count -= 1
        if not count:
            break


async def read_into(read: list[str | None], listing: Any) -> None:
    """Add what `async for` gives to `read`, which keeps it where an error ends the listing."""
    async for item in listing:
        read += [item.sid]
