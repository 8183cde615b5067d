"""The public API as users write it: type-checked, never run."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_type

from twilio_async import (
    Client,
    Feedback,
    LegacySmsMessage,
    Limits,
    Listing,
    Media,
    Message,
    MessageStatus,
    Page,
    Paging,
    Response,
    Retry,
    RetryEvent,
    SmsFlags,
    SmsMessage,
    Timeout,
    TwilioError,
)

TO, FROM = "+15558675310", "+15005550006"


def note(event: RetryEvent) -> None:
    assert_type(event.status, int | None)


def store(sid: str, status: str, count: int) -> None:
    """What a program does with it."""
    print(sid, status, count)  # noqa: T201 - as users do


async def send(client: Client) -> None:
    message = await client.messages.create(
        to=TO, from_=FROM, body="Hi", media_url=["https://example.com/a.png"], max_price=Decimal("0.1")
    )
    assert_type(message, Message)
    assert_type(message.sid, str)
    assert_type(message.status, MessageStatus)
    assert_type(message.price, Decimal | None)
    assert_type(message.date_sent, datetime | None)
    assert_type(message.http_response, Response | None)
    assert_type(message.to_dict(), dict[str, Any])
    assert_type(await client.messages("SM1").update(body="", status="canceled"), Message)
    assert_type(await client.messages("SM1").feedback.create(outcome="confirmed"), Feedback)
    assert_type(await client.accounts("AC1").sms.messages("SM1").fetch(), SmsMessage)
    store(message.sid, message.status.value, len(message.sid))
    assert_type(await client.messages(message.sid).fetch(), Message)
    for file in await client.messages(message.sid).media.list():
        store(file.sid, file.account_sid, 1)
    if message.status == "failed" or message.status is MessageStatus.UNDELIVERED:
        raise RuntimeError(message.sid + ": " + message.status)
    # What is wrong is an error of the type checker, and the comment one where it is not.
    Message(status=MessageStatus.QUEUED)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.messages(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    len(message.body)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await client.messages.create(from_=FROM, body="Hi")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await client.messages.create(to=TO, form=FROM)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await client.messages.create(TO)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await client.messages.create(to=17)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await client.messages("SM1").update(status="sent")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def read(client: Client, paging: Paging) -> None:
    seen: dict[str, str] = {}
    listing = client.messages.list(date_sent_after=date(2026, 1, 1), **paging)
    assert_type(listing, Listing[Message])
    assert_type(await listing, list[Message])
    assert_type(await listing.first(), Message | None)
    assert_type(listing.cursor, str | None)
    async for message in client.messages.list(date_sent=datetime.now(UTC), prefetch=False):
        assert_type(message, Message)
        seen[message.sid] = message.status
    async for page in client.v2008.sms.messages.list(cursor="abc").pages():
        assert_type(page, Page[LegacySmsMessage])
        seen |= {sms.sid: "" if sms.status is None else sms.status for sms in page.items}
        assert_type(page.total, int | None)
        assert_type(page.items[0].flags, SmsFlags | None)
    client.messages.list(page_szie=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.messages.list(limit="all")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def load(client: Client, target: Path) -> None:
    media = client.messages("MM1").media("ME1")
    assert_type(await media.fetch(), Media)
    assert_type(await media.download(target, timeout=60), Path)
    async with media.open() as body:
        assert_type(body.length, int | None)
        async for chunk in body:
            assert_type(chunk, bytes)


async def main(environment: Mapping[str, str]) -> None:
    async with Client(
        environment["SID"],
        auth_token=environment["TOKEN"],
        timeout=Timeout(total=60),
        retry=Retry(attempts=3),
        limits=Limits(concurrency=20, rate=50),
        on_retry=note,
        format="xml",
    ) as client:
        try:
            await send(client)
        except TwilioError as error:
            assert_type(error.cursor, str | None)
            print(error.executed == "unknown", error.attempts)  # noqa: T201 - as users do
    Client(format="csv")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
