"""A product of another kind, by a declaration: its own host, JSON bodies, `meta` pages, headers, PUT."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Unpack

import orjson
import pytest
from attrs import define

from tests.support.clients import ACCOUNT, TOKEN, client_for
from tests.support.mocking import Mocked
from tests.support.pages import page_answer
from tests.support.server import Arrived, ScriptedServer, Step, answer, refusal
from twilio_async import Client, InvalidArgument, Listing, Model, NotFound, Paging, Retry
from twilio_async.core.apis import Api
from twilio_async.core.params import Header
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import delete, listing, patch, post, put

THINGS = Api(host="things", root="/v2", size_name="pageSize", encoding="json", names="camelCase")


@define(kw_only=True)
class Thing(Model):
    """A thing."""

    sid: str
    friendly_name: str | None = None
    price: Decimal | None = None


class Tags(Resource):
    """The tags of a thing."""

    __slots__ = ()

    @put()
    async def replace(self, *, tags: Sequence[str]) -> Thing:
        """Replace them."""
        ...


class ThingContext(Fetchable[Thing], Deletable):
    """One thing."""

    __slots__ = ()
    tags = Below(Tags, "Tags")

    @patch()
    async def update(
        self,
        *,
        friendly_name: str | None = None,
        price: Decimal | None = None,
        is_new: bool | None = None,
        valid_from: datetime | None = None,
        if_match: Annotated[str | None, Header("If-Match")] = None,
    ) -> Thing:
        """Change it."""
        ...

    @delete()
    async def remove(self, *, if_match: Annotated[str, Header("If-Match")]) -> None:
        """Remove it in a certain state."""
        ...


class Things(Collection[ThingContext], sids="TH"):
    """The things."""

    __slots__ = ()

    @post(needs=[("friendly_name", "price")])
    async def create(
        self, *, friendly_name: str | None = None, price: Decimal | None = None, kind: Literal["a", "b"]
    ) -> Thing:
        """Make one."""
        ...

    @listing("things")
    def list(self, *, friendly_name: str | None = None, **paging: Unpack[Paging]) -> Listing[Thing]:
        """All of them."""
        ...


class Product(Resource):
    """The product."""

    __slots__ = ()
    things = Below(Things, "Things")


class ProductClient(Client):
    """A client that has it."""

    v2 = Below(Product, THINGS)


def product(url: str, **options: Any) -> ProductClient:
    return ProductClient(ACCOUNT, TOKEN, base_url=url, **options)


async def test_bodies_are_json_under_the_names_of_the_api(server: ScriptedServer) -> None:
    server.always(answer(200, {"sid": "TH1"}))
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    async with product(server.url) as client:
        await client.v2.things.create(friendly_name="é", kind="a")
        await client.v2.things("TH1").update(price=Decimal("1.50"), is_new=True, valid_from=moment)
        await client.v2.things("TH1").tags.replace(tags=["x", "y"])

    assert [(arrived.method, arrived.path, orjson.loads(arrived.body)) for arrived in server.requests] == [
        ("POST", "/v2/Things", {"friendlyName": "é", "kind": "a"}),
        ("PATCH", "/v2/Things/TH1", {"price": "1.50", "isNew": True, "validFrom": "2026-03-01T12:00:00Z"}),
        ("PUT", "/v2/Things/TH1/Tags", {"tags": ["x", "y"]}),
    ]
    assert {arrived.headers["Content-Type"] for arrived in server.requests} == {"application/json"}


async def test_parameters_may_be_headers(server: ScriptedServer) -> None:
    server.play(answer(200, {"sid": "TH1"}), answer(204))
    async with product(server.url) as client:
        await client.v2.things("TH1").update(friendly_name="x", if_match='"7"')
        await client.v2.things("TH1").remove(if_match='"8"')

    assert [arrived.headers["If-Match"] for arrived in server.requests] == ['"7"', '"8"']
    assert server.requests[0].body == b'{"friendlyName":"x"}'
    assert server.requests[1].query == []


async def test_pages_follow_meta_in_their_own_size(server: ScriptedServer) -> None:
    def page(arrived: Arrived) -> Step:
        query = dict(arrived.query)
        meta = {"key": "things", "nextToken": None if "pageToken" in query else "T1"}
        return page_answer("json", "things", [{"sid": query.get("pageToken", "T0")}], meta=meta)

    server.always(page)
    async with product(server.url) as client:
        things = await client.v2.things.list(friendly_name="x", page_size=7)

    assert [thing.sid for thing in things] == ["T0", "T1"]
    assert dict(server.requests[1].query) == {"friendlyName": "x", "pageSize": "7", "pageToken": "T1"}


async def test_what_cannot_be_is_refused_before_anything_is_sent(server: ScriptedServer) -> None:
    async with product(server.url) as client:
        things = client.v2.things
        with pytest.raises(TypeError, match="frendly_name"):
            await things.create(frendly_name="x", kind="a")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        with pytest.raises(TypeError, match="kind"):
            await things.create(friendly_name="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        with pytest.raises(InvalidArgument, match="needs friendly_name or price"):
            await things.create(kind="a")
        with pytest.raises(InvalidArgument, match="naive"):
            await things("TH1").update(valid_from=datetime(2026, 3, 1))  # noqa: DTZ001 - it is to be refused
        with pytest.raises(InvalidArgument, match="message"):
            things("SM" + "0c" * 16)
        with pytest.raises(TypeError, match="if_match"):
            await things("TH1").remove()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]

    assert server.requests == []


@pytest.mark.parametrize("call", ["put", "patch"])
async def test_what_may_have_been_executed_is_not_repeated(server: ScriptedServer, call: str) -> None:
    server.always(refusal(503))
    async with product(server.url, retry=Retry(base=0)) as client:
        thing = client.v2.things("TH1")
        with pytest.raises(Exception, match="503") as caught:
            await (thing.tags.replace(tags=["x"]) if call == "put" else thing.update(friendly_name="x"))

    assert getattr(caught.value, "executed", None) == "unknown"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("options", "host"),
    [({}, "things.twilio.com"), ({"region": "ie1", "edge": "dublin"}, "things.dublin.ie1.twilio.com")],
)
async def test_a_product_has_a_host_of_its_own_in_the_region_of_the_client(
    mocked: Mocked, options: dict[str, Any], host: str
) -> None:
    mocked.get(f"https://{host}/v2/Things/TH1", payload={"sid": "TH1"})
    async with ProductClient(ACCOUNT, TOKEN, **options) as client:
        assert (await client.v2.things("TH1").fetch()).sid == "TH1"


async def test_both_generations_hang_on_descriptions_of_their_own(server: ScriptedServer) -> None:
    server.always(refusal(404, 20404))
    async with client_for(server.url) as client:
        for call in (client.v2010.calls("CA1").fetch(), client.v2008.calls("CA1").fetch()):
            with pytest.raises(NotFound):
                await call

    assert [arrived.path for arrived in server.requests] == [
        f"/2010-04-01/Accounts/{ACCOUNT}/Calls/CA1.json",
        f"/2008-08-01/Accounts/{ACCOUNT}/Calls/CA1",
    ]
