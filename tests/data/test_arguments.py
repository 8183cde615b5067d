"""Arguments that cannot be right: an error in Python's words or ours, and no request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from tests.support.clients import FROM, MESSAGE, TO, client_for
from twilio_async import InvalidArgument, TwilioError

if TYPE_CHECKING:
    from tests.support.server import ScriptedServer

Ask: TypeAlias = Callable[[Any], Awaitable[object]]

NAIVE = datetime(2026, 3, 1)  # noqa: DTZ001 - that is the point
AWARE = datetime(2026, 3, 1, tzinfo=UTC)
GOOD: dict[str, Any] = {"to": TO, "from_": FROM, "body": "Hi"}


WRONG_NAMES: list[tuple[Ask, str]] = [
    (
        lambda client: client.messages.create(**GOOD, bdy="Hi"),
        r"^Messages\.create\(\) got an unexpected keyword argument 'bdy'$",
    ),
    (
        lambda client: client.messages.create(**GOOD, page_size=3),
        r"^Messages\.create\(\) got an unexpected keyword argument 'page_size'$",
    ),
    (
        lambda client: client.messages.create(from_=FROM, body="Hi"),
        r"^Messages\.create\(\) missing 1 required keyword-only argument: 'to'$",
    ),
    (
        lambda client: client.messages.create(TO, FROM, "Hi"),
        r"^Messages\.create\(\) takes 1 positional argument but 4 were given$",
    ),
    (
        lambda client: client.messages.list(TO),
        r"^Messages\.list\(\) takes 1 positional argument but 2 were given$",
    ),
    (
        lambda client: client.messages.list(date_snet=date(2026, 3, 1)),
        r"^Messages\.list\(\) got an unexpected keyword argument 'date_snet'$",
    ),
    (
        lambda client: client.messages.list(pagesize=3),
        r"^Messages\.list\(\) got an unexpected keyword argument 'pagesize'$",
    ),
    (
        lambda client: client.messages(MESSAGE).update(text=""),
        r"^MessageContext\.update\(\) got an unexpected keyword argument 'text'$",
    ),
    (
        lambda client: client.sms.messages.create(to=TO, from_=FROM),
        r"^SmsMessages\.create\(\) missing 1 required keyword-only argument: 'body'$",
    ),
    (lambda client: client.messages(), r"missing 1 required positional argument: 'sid'$"),
    (
        lambda client: client.applications.create(voice_ulr="x"),
        r"^Applications\.create\(\) got an unexpected keyword argument 'voice_ulr'$",
    ),
    (
        lambda client: client.addresses.create(customer_name="x", street="y", city="z"),
        r"missing 3 required keyword-only arguments: 'region', 'postal_code' and 'iso_country'$",
    ),
]


@pytest.mark.parametrize(("ask", "words"), WRONG_NAMES)
async def test_wrong_names_are_type_errors_in_python_s_words(
    ask: Ask, words: str, server: ScriptedServer
) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(TypeError, match=words):
            await ask(client)
    assert server.requests == []


WRONG_VALUES: list[tuple[Ask, str]] = [
    (lambda client: client.messages.create(**GOOD | {"to": ""}), "to must not be empty"),
    (lambda client: client.messages.create(**GOOD | {"to": None}), "to must not be empty"),
    (lambda client: client.messages.create(**GOOD | {"to": [TO]}), "to takes one value, not a list"),
    (lambda client: client.calls.create(to=TO, from_=FROM), "url or twiml or application_sid"),
    (lambda client: client.calls.create(to=TO, from_=FROM, url="x", timeout=[9]), "timeout takes one value"),
    (
        lambda client: client.calls("CA1").streams.create(url="x", parameters="a=b"),
        "parameters takes a mapping",
    ),
    (lambda client: client.incoming_phone_numbers.create(sms_url="x"), "phone_number or area_code"),
    (lambda client: client.conferences.list(date_created=AWARE), "date_created takes a day"),
    (lambda client: client.messages.create(to=TO, body="Hi"), "from_ or messaging_service_sid"),
    (lambda client: client.messages.create(to=TO, body="Hi", from_=""), "from_ or messaging_service_sid"),
    (lambda client: client.messages.create(to=TO, from_=FROM), "body or media_url or content_sid"),
    (lambda client: client.messages.create(to=TO, from_=FROM, body=""), "body or media_url"),
    (lambda client: client.messages.create(to=TO, from_=FROM, media_url=[]), "body or media_url"),
    (lambda client: client.messages.create(**GOOD, send_at=NAIVE), "send_at is a naive datetime"),
    (lambda client: client.messages.create(**GOOD, max_price=Decimal("NaN")), "max_price"),
    (lambda client: client.messages.create(**GOOD, max_price=float("inf")), "max_price"),
    (lambda client: client.messages.create(**GOOD, attempt=object()), "attempt cannot be a object"),
    (lambda client: client.messages.create(**GOOD | {"body": b"Hi"}), "body cannot be a bytes"),
    (lambda client: client.messages.create(**GOOD, content_variables={"1": {2}}), "content_variables"),
    (lambda client: client.messages.create(**GOOD | {"body": "\ud800"}), "surrogate"),
    (lambda client: client.messages.list(date_sent=NAIVE), "date_sent is a naive datetime"),
    (lambda client: client.messages.list(date_sent_after=NAIVE), "date_sent_after is a naive"),
    (lambda client: client.messages.list(to="\udfff"), "surrogate"),
    (
        lambda client: client.messages(MESSAGE).media.list(date_created_before=NAIVE),
        "date_created_before",
    ),
    (lambda client: client.v2008.sms.messages.list(date_sent=AWARE), "date_sent takes a day"),
    (lambda client: client.v2008.sms.messages.list(date_sent_after=AWARE), "date_sent_after takes a day"),
    (
        lambda client: client.v2008.sms.messages.list(date_sent_before=NAIVE),
        "date_sent_before takes a day",
    ),
    (lambda client: client.v2008.sms.messages.create(to=TO, from_="", body="Hi"), "from_ must not be"),
    (lambda client: client.sms.messages.create(to=TO, from_=FROM, body=""), "body must not be empty"),
]


@pytest.mark.parametrize(("ask", "words"), WRONG_VALUES)
async def test_wrong_values_are_refused_before_any_request(
    ask: Ask, words: str, server: ScriptedServer
) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(InvalidArgument, match=words) as caught:
            await ask(client)
    assert server.requests == []
    assert (caught.value.executed, caught.value.attempts) == ("no", 0)
    assert isinstance(caught.value, ValueError)


PLACES: list[Callable[[Any, Any], Awaitable[object]]] = [
    lambda client, sid: client.messages(sid).fetch(),
    lambda client, sid: client.messages(MESSAGE).media(sid).delete(),
    lambda client, sid: client.sms.messages(sid).fetch(),
    lambda client, sid: client.v2008.sms.messages(sid).fetch(),
    lambda client, sid: client.accounts(sid).messages.list(),
]


@pytest.mark.parametrize("sid", ["", " ", ".", "..", None, 17, b"SM1"])
@pytest.mark.parametrize("ask", PLACES)
async def test_a_sid_that_names_nothing_is_refused(
    ask: Callable[[Any, Any], Awaitable[object]], sid: Any, server: ScriptedServer
) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(InvalidArgument):
            await ask(client, sid)
    assert server.requests == []


@pytest.mark.parametrize(
    "sid",
    ["SM1/../../x", "SM1/Media", "SM1?To=1", "SM1#x", "../..", "SM1;x", "SM1%2F..", "SM1\\x", "SM1\r\nx"],
)
async def test_a_sid_never_leads_to_another_place(sid: str, server: ScriptedServer) -> None:
    """Either it is refused, or it arrives as the one segment that it is."""
    async with client_for(server.url) as client:
        with pytest.raises(TwilioError):
            await client.messages(sid).delete()
    for request in server.requests:
        before, _, name = request.path.rpartition("/Messages/")
        assert before == f"/2010-04-01/Accounts/{client.account_sid}"
        assert "/" not in name
        assert request.query == []


@pytest.mark.parametrize(
    "sid", ["AC1", "SK" + "0" * 32, "ac" + "0" * 32, "AC" + "0" * 31 + "/", "AC" + "0" * 33]
)
async def test_an_account_is_named_by_its_sid(sid: str, server: ScriptedServer) -> None:
    async with client_for(server.url) as client:
        with pytest.raises(InvalidArgument, match="AC and 32 hex digits"):
            client.accounts(sid)
