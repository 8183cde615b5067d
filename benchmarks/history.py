"""An invented message history in the bytes of Twilio's: what the servers of the benchmarks answer with.

Ten distinct pages of a thousand records each. A longer history repeats them under links of its own, so that
every link leads on. Nothing of the client is used here: what it reads must not be what it wrote. Run as a
script, it writes a history of ten pages into a directory, for a server of static files.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCOUNT: Final = "AC0123456789abcdef0123456789abcdef"
MESSAGES: Final = f"/2010-04-01/Accounts/{ACCOUNT}/Messages"
RECORDS: Final = 1_000
"""Records on a page."""
DISTINCT: Final = 10
"""Pages that differ in more than their links."""
HEADERS: Final = {
    "Twilio-Concurrent-Requests": "1",
    "Twilio-Request-Id": "RQ0123456789abcdef0123456789abcdef",
    "Twilio-Request-Duration": "0.116",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Expose-Headers": "ETag",
    "Access-Control-Allow-Credentials": "true",
    "X-Powered-By": "AT-5000",
    "X-Home-Region": "us1",
    "X-API-Domain": "api.twilio.com",
    "Strict-Transport-Security": "max-age=31536000",
}
"""What Twilio sends with every answer, besides type, length and date."""

_BODIES: Final = (
    "Your verification code is {}. It expires in ten minutes; do not share it with anyone.",
    "Parcel {} is on its way and arrives tomorrow between 9:00 and 11:00. Reply STOP to opt out.",
    "Parcel {} is at your door: https://example.com/p?id=1&lang=en",
    "Invoice {}: the amount due is < $50. Thank you for being with us!",
    "Reminder: your appointment {} is on Tuesday at 14:30. Reply C to confirm.",
    "Your table for four is booked under {}. We look forward to seeing you!",
    "Ihre Bestellung {} liegt für Sie bereit. Bis bald! 🌷",
    "予約番号 {} を確認しました。ご来店をお待ちしております。",
    "OK {}",
    "STOP",
)
_STATUSES: Final = ("delivered",) * 12 + ("sent", "undelivered", "failed", "received", "received")
_ERRORS: Final = {
    "undelivered": (30003, "Unreachable destination handset"),
    "failed": (30006, "Landline or unreachable carrier"),
}
_ATTRIBUTES: Final = ("page", "page_size", "uri", "first_page_uri", "previous_page_uri", "next_page_uri")


class Page(NamedTuple):
    """The bytes of a page in three parts; the one in the middle is the same for every tenth page."""

    head: bytes
    records: bytes
    tail: bytes


class History:
    """A history of so many pages, in both forms."""

    def __init__(self, pages: int) -> None:
        random = Random(7)  # noqa: S311 - the same history every time
        self._pages = pages
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        self._json: list[bytes] = []
        self._xml: list[bytes] = []
        for _ in range(min(pages, DISTINCT)):
            records: list[dict[str, Any]] = []
            for _ in range(RECORDS):
                moment -= timedelta(seconds=random.randint(1, 90))
                records.append(make_record(random, moment))
            self._json.append(", ".join(map(json.dumps, records)).encode())
            self._xml.append("".join(_element("Message", _as_in_xml(record)) for record in records).encode())
        self.created = json.dumps(_created(random, moment)).encode()

    def json(self, number: int) -> Page:
        """Page `number`, from 0, as JSON."""
        head = dict(self._links(number, ".json"))
        tail = {name: head.pop(name) for name in ("uri", "page_size", "start", "next_page_uri", "page")}
        start, end = json.dumps(head), json.dumps(tail)
        records = self._json[number % DISTINCT]
        return Page(f'{start[:-1]}, "messages": ['.encode(), records, f"], {end[1:]}".encode())

    def xml(self, number: int) -> Page:
        """Page `number`, from 0, as XML."""
        links = self._links(number, "")
        attributes = "".join(
            f" {name.replace('_', '')}={quoteattr(str(links[name] or ''))}" for name in _ATTRIBUTES
        )
        head = f"<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><Messages{attributes}>"
        return Page(head.encode(), self._xml[number % DISTINCT], b"</Messages></TwilioResponse>")

    def _links(self, number: int, suffix: str) -> dict[str, str | int | None]:
        def link(page: int) -> str | None:
            if not 0 <= page < self._pages:
                return None
            query = {"PageSize": str(RECORDS), "Page": str(page)}
            if page:
                query["PageToken"] = f"PASM{page:032x}"
            return f"{MESSAGES}{suffix}?{urlencode(query)}"

        return {
            "first_page_uri": link(0),
            "end": number * RECORDS + RECORDS - 1,
            "previous_page_uri": link(number - 1),
            "uri": link(number),
            "page_size": RECORDS,
            "start": number * RECORDS,
            "next_page_uri": link(number + 1),
            "page": number,
        }


def make_record(random: Random, moment: datetime) -> dict[str, Any]:
    """A message that was made at this moment, and sent up to two seconds later."""
    status = random.choice(_STATUSES)
    error_code, error_message = _ERRORS.get(status, (None, None))
    inbound = status == "received"
    sent = moment + timedelta(seconds=random.randint(0, 2))
    ours, theirs = f"+1555010{random.randrange(50):04d}", f"+1555867{random.randrange(10_000):04d}"
    sid = f"SM{random.getrandbits(128):032x}"
    segments = random.choice((1, 1, 1, 2, 3))
    return {
        "body": random.choice(_BODIES).format(random.randrange(100_000, 1_000_000)),
        "num_segments": str(segments),
        "direction": "inbound" if inbound else random.choice(("outbound-api", "outbound-reply")),
        "from": theirs if inbound else ours,
        "date_updated": format_datetime(sent + timedelta(seconds=random.randint(0, 9))),
        "price": f"-{0.0079 * segments:.5f}",
        "error_message": error_message,
        "uri": f"{MESSAGES}/{sid}.json",
        "account_sid": ACCOUNT,
        "num_media": "0",
        "to": ours if inbound else theirs,
        "date_created": format_datetime(moment),
        "status": status,
        "sid": sid,
        "date_sent": format_datetime(sent),
        "messaging_service_sid": None if inbound else "MG0123456789abcdef0123456789abcdef",
        "error_code": error_code,
        "price_unit": "USD",
        "api_version": "2010-04-01",
        "subresource_uris": {"media": f"{MESSAGES}/{sid}/Media.json"},
    }


def _created(random: Random, moment: datetime) -> dict[str, Any]:
    changes: dict[str, Any] = {"status": "queued", "direction": "outbound-api", "price": None}
    return {**make_record(random, moment), **changes, "date_sent": None}


def _as_in_xml(record: Mapping[str, Any]) -> dict[str, Any]:
    media = record["subresource_uris"]["media"].removesuffix(".json")
    return {**record, "uri": record["uri"].removesuffix(".json"), "subresource_uris": {"media": media}}


def _element(name: str, value: str | int | Mapping[str, Any] | None) -> str:
    if value is None:
        return f"<{name}/>"
    if isinstance(value, str | int):
        return f"<{name}>{escape(str(value))}</{name}>"
    inner = "".join(_element(_tag(key), child) for key, child in value.items())
    return f"<{name}>{inner}</{name}>"


def _tag(key: str) -> str:
    return "".join(word.capitalize() for word in key.split("_"))


def write_site(directory: Path) -> None:
    """A history of ten pages as files: `created.json`, and each page as `0.json`, `0.xml` and so on."""
    history = History(DISTINCT)
    (directory / "created.json").write_bytes(history.created)
    for number in range(DISTINCT):
        (directory / f"{number}.json").write_bytes(b"".join(history.json(number)))
        (directory / f"{number}.xml").write_bytes(b"".join(history.xml(number)))


if __name__ == "__main__":
    write_site(Path(sys.argv[1]))
