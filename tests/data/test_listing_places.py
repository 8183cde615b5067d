"""Places in a listing and their cursors, without a server: exact, and harmless in the hands of strangers."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qsl, quote_from_bytes, urlencode

import pytest
from attrs import evolve
from hypothesis import example, given, strategies as st

from tests.support.api_table import OPERATIONS
from tests.support.clients import TO
from twilio_async import InvalidArgument
from twilio_async.core.decoding import page_reader
from twilio_async.core.lists.paging import PAGING_NAMES, halved, pairs
from twilio_async.core.lists.query import Place, Query

QUERY = Query[Any](
    model=None,
    reader=page_reader(None, "things"),
    path="/v1/Things",
    filters=urlencode({"To": TO, "Status": "on"}),
    names=frozenset({"To", "From", "Status", "StartTime"}),
    size_name="PageSize",
    origin="https://things.twilio.com",
)
START = QUERY.start(None)
FILTERS = [("To", TO), ("Status", "on")]
PLACES = st.sampled_from(["PageToken", "AfterSid", "pageToken", "Token", "Page", "startIndex"])
VALUES = st.binary(max_size=40).map(quote_from_bytes)
HOSTILE = st.text(st.sampled_from("&=?#/%;+. \n\r\0:@") | st.characters(codec="ascii"), max_size=30)
DIGITS = st.text(st.sampled_from("0123456789+-_ ."), max_size=5)


def page(query: str, place: Place = START, count: int = 50) -> Place:
    """The start of the page that a link with this query leads to."""
    return QUERY.following(place, count, evolve(place.request, query=query))


def raw(query: str) -> list[tuple[str, str]]:
    """Names and values of a query, a character for each byte."""
    return parse_qsl(query, keep_blank_values=True, encoding="latin-1")


def encoded(content: str) -> str:
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def decoded(cursor: str) -> str:
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()


def forged(paging: str, seen: str = "0") -> str:
    """A cursor of this list that asks for whatever a stranger likes."""
    return encoded(f"{decoded(QUERY.cursor(START)).partition('.')[0]}.{seen}.{paging}")


@given(PLACES, VALUES, st.integers(0, 1000))
@example("PageToken", "%FF%00%26To%3D", 7)
def test_a_cursor_leads_back_to_its_place_to_the_byte(name: str, value: str, seen: int) -> None:
    place = page(f"{name}={value}&PageSize=50&To=x").behind(seen)
    resumed = QUERY.resume(QUERY.cursor(place))

    assert raw(resumed.request.query) == raw(f"{QUERY.filters}&{name}={value}&PageSize=50")
    assert resumed.seen == seen
    assert (resumed.request.path, resumed.request.origin) == (QUERY.path, QUERY.origin)


@given(PLACES, VALUES, st.integers(0, 1000))
def test_a_cursor_shows_no_filter(name: str, value: str, seen: int) -> None:
    content = decoded(QUERY.cursor(page(f"To=%2B15558675310&{name}={value}").behind(seen)))

    assert "5558675310" not in content
    assert {paging for paging, _ in parse_qsl(content.split(".", 2)[2])} <= PAGING_NAMES


@given(st.lists(st.sampled_from(["Opaque=1", "Page=1", "PageSize=2", "To=x", "StartTime%3E=y"]), max_size=4))
def test_a_page_that_no_cursor_can_name_is_counted_from_one_that_it_can(parts: list[str]) -> None:
    place = page("&".join(parts)).behind(3)
    resumed = QUERY.resume(QUERY.cursor(place))
    names = [name for name, _ in pairs(place.request.query)]

    if "Opaque" in names or len({*names} & PAGING_NAMES) < sum(name in PAGING_NAMES for name in names):
        assert (resumed.request, resumed.seen) == (START.request, 53)
    else:
        assert resumed.seen == 3


def test_a_token_is_a_place_whatever_stands_beside_it() -> None:
    place = page("PageToken=PA1&Page=1&Order=asc")

    assert [*pairs(QUERY.resume(QUERY.cursor(place)).request.query)] == [
        *FILTERS,
        ("PageToken", "PA1"),
        ("Page", "1"),
    ]


def test_a_place_that_a_cursor_has_no_room_for_is_counted_too() -> None:
    place = page("PageToken=" + "x" * 4000)
    resumed = QUERY.resume(QUERY.cursor(place))

    assert (resumed.request, resumed.seen) == (START.request, 50)


@given(st.lists(st.tuples(st.sampled_from(["Opaque=1", "PageToken=PA1", "Page=3"]), st.integers(0, 9))))
def test_a_chain_of_pages_is_counted_from_the_last_that_has_a_name(links: list[tuple[str, int]]) -> None:
    place, distance = START, 0
    for query, count in links:
        place = page(query, place, count)
        distance = distance + count if query == "Opaque=1" else 0
    assert QUERY.resume(QUERY.cursor(place)).seen == distance


@given(st.integers(51, 1000), st.integers(0, 20), st.integers(0, 1000), st.booleans())
def test_a_place_in_smaller_pages_is_the_same_place(size: int, number: int, seen: int, named: bool) -> None:
    tail = "" if named else "&Opaque=1"
    place = page(f"PageSize={size}&Page={number}{tail}", count=size * number).behind(seen)
    smaller = halved(place.request, place.seen)

    assert smaller is not None
    resized = QUERY.resume(QUERY.cursor(place.resized(*smaller)))
    query = dict(pairs(resized.request.query))
    if named:
        assert int(query["Page"]) * int(query["PageSize"]) + resized.seen == size * number + seen
    else:
        assert (resized.request, resized.seen) == (START.request, size * number + seen)


@given(st.data())
def test_a_cursor_that_was_changed_is_refused_or_harmless(data: st.DataObject) -> None:
    cursor = QUERY.cursor(page("PageSize=50&Page=1&PageToken=PAMM0123456789").behind(7))
    start = data.draw(st.integers(0, len(cursor)))
    end = data.draw(st.integers(start, min(len(cursor), start + 4)))
    inserted = data.draw(st.text(st.characters(codec="ascii"), max_size=4))
    assert_harmless(cursor[:start] + inserted + cursor[end:])


@given(st.lists(st.tuples(PLACES | HOSTILE, HOSTILE), max_size=4), HOSTILE, DIGITS)
def test_a_forged_cursor_is_refused_or_harmless(
    parameters: list[tuple[str, str]], tail: str, seen: str
) -> None:
    assert_harmless(forged(urlencode(parameters), seen))
    assert_harmless(forged(urlencode(parameters) + tail, seen))
    assert_harmless(forged(tail))


def assert_harmless(cursor: str) -> None:
    try:
        place = QUERY.resume(cursor)
    except InvalidArgument:
        return
    query = place.request.query
    assert [*pairs(query)][:2] == FILTERS
    assert {name for name, _ in pairs(query)[2:]} <= PAGING_NAMES
    assert len({name for name, _ in pairs(query)}) == len(pairs(query))
    assert query.isascii()
    assert query.isprintable()
    assert not {*query} & {*" #?/"}
    assert (place.request.method, place.request.path) == ("GET", QUERY.path)
    assert place.request.origin == QUERY.origin
    assert place.seen >= 0


@pytest.mark.parametrize(
    "paging",
    [
        "To=%2B15550100001",
        "From=x",
        "Status=off",
        "StartTime%3E=2026-01-01",
        "Opaque=x",
        "Page=1&Page=2",
        "Page=1&To=x",
        "Page=1%26To=x",
        "PageToken=a b",
        "PageToken=a\r\nHost: example.com",
        "PageToken=a#b",
        "PageToken=../../Calls",
        "Page",
        "&Page=1",
        "page=1",
    ],
)
def test_a_cursor_names_pages_and_nothing_else(paging: str) -> None:
    with pytest.raises(InvalidArgument, match="cursor"):
        QUERY.resume(forged(paging))


@pytest.mark.parametrize("seen", ["-1", "+1", "01", "1_0", " 1", "", "x", "1.5"])
def test_a_cursor_has_one_way_to_write_a_number(seen: str) -> None:
    with pytest.raises(InvalidArgument, match="cursor"):
        QUERY.resume(forged("Page=1", seen))


@pytest.mark.parametrize("content", ["PageToken=" + "x" * 4000, "Page=" + "1" * 10**6])
def test_a_cursor_is_short(content: str) -> None:
    with pytest.raises(InvalidArgument, match="cursor") as caught:
        QUERY.resume(forged(content))
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("cursor", [None, 7, b"MTIz", ["x"], ""])
def test_what_is_no_text_is_no_cursor(cursor: Any) -> None:
    with pytest.raises(InvalidArgument, match="cursor"):
        QUERY.resume(cursor)


def test_no_list_of_the_api_filters_by_what_names_a_page() -> None:
    lists = [operation for operation in OPERATIONS if operation.list_key is not None]
    filters = {wire for operation in lists for parameter in operation.parameters for wire in parameter.wire}

    assert filters
    assert filters.isdisjoint(PAGING_NAMES)
