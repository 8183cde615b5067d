"""From a page to the next one, without a server: the laws of links, numbers and halves."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import assume, given, strategies as st

from twilio_async import LinkError
from twilio_async.paging import MAX_PAGE_SIZE, halved, is_counted, next_request, replaced, to_count
from twilio_async.wire import Request

BASE = "https://api.twilio.com"
PATH = "/2010-04-01/Accounts/AC1/Messages.json"
NAMES = st.sampled_from(["To", "PageSize", "num", "Page", "PageToken", "DateSent>"]) | st.text(
    min_size=1, max_size=4
)
PAIRS = st.lists(st.tuples(NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=5)), max_size=5)


def request(query: str) -> Request:
    return Request("GET", PATH, query=query)


def number_of(asked: Request, name: str) -> int:
    return int(dict(parse_qsl(asked.query))[name])


@given(PAIRS)
def test_a_link_s_query_is_taken_over(pairs: list[tuple[str, str]]) -> None:
    query = urlencode(pairs)
    assume(query)
    following = next_request(request("PageSize=50&Opaque=here"), {"next_page_uri": f"{PATH}?{query}"}, BASE)

    assert following is not None
    assert (following.method, following.path, following.query) == ("GET", PATH, query)
    assert following.origin is None


@pytest.mark.parametrize("envelope", [{"next_page_uri": None}, {"next_page_uri": ""}, {}, {"page": 0}])
def test_without_a_link_or_a_count_a_page_is_the_last(envelope: dict[str, Any]) -> None:
    assert next_request(request("PageSize=50"), envelope, BASE) is None


@given(st.integers(0, 10), st.integers(0, 10), st.booleans())
def test_pages_are_counted_up_to_the_last(page: int, pages: int, as_text: bool) -> None:
    envelope = {"page": str(page), "num_pages": str(pages)} if as_text else {"page": page, "num_pages": pages}
    following = next_request(request(f"num=50&To=x&Page={page}" if page else "num=50&To=x"), envelope, BASE)

    if page + 1 >= pages:
        assert following is None
    else:
        assert following is not None
        assert sorted(parse_qsl(following.query)) == [("Page", str(page + 1)), ("To", "x"), ("num", "50")]


@pytest.mark.parametrize("page", [-1, "x", None, 1.5, [], True, "9" * 40])
def test_a_count_that_is_none_ends_the_list(page: Any) -> None:
    assert next_request(request("num=50"), {"page": page, "num_pages": 9}, BASE) is None
    assert next_request(request("num=50"), {"page": 0, "num_pages": page}, BASE) is None


def test_a_page_that_names_itself_is_refused() -> None:
    with pytest.raises(LinkError):
        next_request(request("PageSize=50&Page=1"), {"next_page_uri": f"{PATH}?PageSize=50&Page=1"}, BASE)
    with pytest.raises(LinkError):
        next_request(request("num=50&Page=1"), {"page": 0, "num_pages": 3}, BASE)


@given(
    st.integers(51, MAX_PAGE_SIZE),
    st.integers(0, 50),
    st.integers(0, MAX_PAGE_SIZE),
    st.sampled_from(["num", "PageSize"]),
)
def test_a_counted_page_is_halved_without_losing_an_item(size: int, page: int, seen: int, name: str) -> None:
    asked = request(f"To=x&{name}={size}&Page={page}")
    smaller = halved(asked, seen)

    assert smaller is not None
    following, skip = smaller
    assert number_of(following, name) == max(50, size // 2)
    assert number_of(following, "Page") * number_of(following, name) + skip == page * size + seen
    assert ("To", "x") in parse_qsl(following.query)


@given(st.integers(51, MAX_PAGE_SIZE), st.integers(0, MAX_PAGE_SIZE))
def test_a_page_behind_a_token_is_halved_at_its_place(size: int, seen: int) -> None:
    smaller = halved(request(f"PageSize={size}&Page=7&PageToken=PASM1"), seen)

    assert smaller is not None
    following, skip = smaller
    assert skip == seen
    assert number_of(following, "PageSize") == max(50, size // 2)
    assert {("Page", "7"), ("PageToken", "PASM1")} <= set(parse_qsl(following.query))


@pytest.mark.parametrize("query", ["PageSize=50", "num=1", "", "PageSize=x", "PageSize=-5", "Page=1"])
def test_a_small_page_is_not_halved(query: str) -> None:
    assert halved(request(query), 0) is None


@given(PAIRS, st.dictionaries(NAMES, st.just("new"), max_size=3))
def test_replacing_changes_what_is_named_and_nothing_else(
    pairs: list[tuple[str, str]], changes: dict[str, str]
) -> None:
    after = parse_qsl(replaced(urlencode(pairs), changes), keep_blank_values=True)

    assert [pair for pair in after if pair[0] not in changes] == [
        pair for pair in pairs if pair[0] not in changes
    ]
    assert {name: value for name, value in after if name in changes} == changes


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ("num=50&Page=1", True),
        ("PageSize=50&Page=2&To=x", True),
        ("PageSize=50&Page=1&PageToken=PASM1", False),
        ("AfterSid=SM1&Page=1", False),
    ],
)
def test_what_counts_as_a_numbered_page(query: str, counted: bool) -> None:
    assert is_counted(request(query)) is counted


@pytest.mark.parametrize(
    ("value", "count"), [(0, 0), ("17", 17), (None, None), ("", None), ("-1", None), (1.5, None), ({}, None)]
)
def test_counts(value: object, count: int | None) -> None:
    assert to_count(value) == count
