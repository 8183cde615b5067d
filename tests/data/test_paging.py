"""From a page to the next one, without a server: every form in which pages lead on, and halves."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import assume, given, strategies as st

from twilio_async import LinkError
from twilio_async.core.decoding import AS_IT_CAME
from twilio_async.core.lists.paging import MAX_PAGE_SIZE, halved, is_counted, next_request, replaced, to_count
from twilio_async.core.wire import Request, Response, is_object

BASE = "https://api.twilio.com"
PATH = "/2010-04-01/Accounts/AC1/Messages.json"
NAMES = st.sampled_from(["To", "PageSize", "num", "Page", "PageToken", "DateSent>"]) | st.text(
    min_size=1, max_size=4
)
FIELDS = (
    st.sampled_from(["meta", "links", "paging", "page", "num_pages", "page_size", "total", "messages"])
    | st.sampled_from(["next", "next_page_uri", "nextToken", "next_token", "has_more", "has_next"])
    | st.sampled_from(["startIndex", "totalResults", "current_page"])
)
PAIRS = st.lists(st.tuples(NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=5)), max_size=5)


def request(query: str) -> Request[Response]:
    return Request("GET", PATH, AS_IT_CAME, query=query)


def number_of(asked: Request[Response], name: str) -> int:
    return int(dict(parse_qsl(asked.query))[name])


def following(query: str, envelope: dict[str, Any], count: int = 2) -> list[tuple[str, str]] | None:
    """The query of the request for the next page; None where there is none."""
    asked = next_request(request(query), envelope, count, BASE)
    return None if asked is None else parse_qsl(asked.query, keep_blank_values=True)


@given(PAIRS)
def test_a_link_s_query_is_taken_over(pairs: list[tuple[str, str]]) -> None:
    query = urlencode(pairs)
    assume(query)
    asked = next_request(request("PageSize=50&Opaque=here"), {"next_page_uri": f"{PATH}?{query}"}, 2, BASE)

    assert asked is not None
    assert (asked.method, asked.path, asked.query) == ("GET", PATH, query)
    assert asked.origin is None


LINK = f"{PATH}?Page=1&PageToken=PA1"
LINKED = [("Page", "1"), ("PageToken", "PA1")]
LEADS_ON: list[tuple[str, str, dict[str, Any], list[tuple[str, str]]]] = [
    ("a link of 2010-04-01", "", {"next_page_uri": LINK, "page": 0}, LINKED),
    ("a link of other products", "", {"meta": {"key": "x", "next_page_url": f"{BASE}{LINK}"}}, LINKED),
    ("a link of numbers/v2", "", {"paging": {"next_page_uri": LINK, "num_pages": 3, "total": 6}}, LINKED),
    ("a link beside a meta", "", {"meta": {"key": "x", "page": 0}, "next_page_uri": LINK}, LINKED),
    ("a link behind a null", "", {"meta": {"next_page_url": None}, "next_page_uri": LINK}, LINKED),
    ("a link before a null", "", {"meta": {"next_page_url": LINK}, "next_page_uri": None}, LINKED),
    ("a link twice", "", {"meta": {"next_page_url": f"{BASE}{LINK}"}, "next_page_uri": LINK}, LINKED),
    ("a link and a token", "", {"meta": {"next_page_url": LINK, "nextToken": "PA1"}}, LINKED),
    ("a link and has_more", "", {"next_page_uri": LINK, "has_more": True}, LINKED),
    ("a link on what counts as the last", "", {"next_page_uri": LINK, "page": 0, "num_pages": 1}, LINKED),
    ("a link of any name", "", {"nextPageUri": LINK}, LINKED),
    ("a link of OData", "", {"@odata.nextLink": LINK}, LINKED),
    ("a link in links", "", {"links": {"self": PATH, "next": LINK, "prev": None}}, LINKED),
    ("a link in pagination", "", {"pagination": {"next": LINK}}, LINKED),
    ("a link in the meta's pagination", "", {"meta": {"pagination": {"next_url": LINK}}}, LINKED),
    ("a token", "Status=on", {"meta": {"nextToken": "a b+/="}}, [("Status", "on"), ("pageToken", "a b+/=")]),
    ("the next token", "pageToken=a", {"meta": {"nextToken": "b"}}, [("pageToken", "b")]),
    ("a token of porting", "Size=5", {"meta": {"next_token": "KW2"}}, [("Size", "5"), ("Token", "KW2")]),
    ("the next token of porting", "Token=KW1", {"meta": {"next_token": "KW2"}}, [("Token", "KW2")]),
    ("a token beside a null", "", {"next_page_uri": None, "meta": {"nextToken": "b"}}, [("pageToken", "b")]),
    ("short codes", "", {"current_page": 0, "has_next": True, "total_pages": 2}, [("Page", "1")]),
    ("more short codes", "Page=4", {"current_page": 4, "has_next": True}, [("Page", "5")]),
    ("a count of pages", "num=50", {"page": 0, "num_pages": 3, "total": 150}, [("num", "50"), ("Page", "1")]),
    ("a count of pages in XML", "", {"page": "1", "num_pages": "3"}, [("Page", "2")]),
    ("SCIM", "", {"totalResults": 5, "startIndex": 1, "itemsPerPage": 2}, [("startIndex", "3")]),
    ("more SCIM", "startIndex=3", {"totalResults": 5, "startIndex": 3}, [("startIndex", "5")]),
]


@pytest.mark.parametrize(
    ("query", "envelope", "expected"),
    [pytest.param(*case, id=name) for name, *case in LEADS_ON],
)
def test_every_form_that_is_known_is_followed(
    query: str, envelope: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert following(query, envelope) == expected


ENDS: list[tuple[str, str, dict[str, Any]]] = [
    ("nothing of paging", "", {}),
    ("an address alone", "", {"uri": PATH}),
    ("null", "", {"next_page_uri": None}),
    ("an empty link", "", {"next_page_uri": ""}),
    ("null in the meta", "", {"meta": {"page": 0, "next_page_url": None, "key": "x", "url": BASE}}),
    ("null on a page of several", "", {"next_page_uri": None, "page": 0, "num_pages": 3, "total": 150}),
    ("null in spite of a total", "", {"next_page_uri": None, "total": 150}),
    ("no token", "Token=KW1", {"meta": {"next_token": None, "previous_token": "KW0"}}),
    ("a token left out", "pageToken=a", {"meta": {"key": "x", "pageSize": 2, "previousToken": "b"}}),
    ("a token left out of a known total", "pageToken=a", {"meta": {"pageSize": 2, "totalResults": 50}}),
    ("false", "", {"next": False, "has_more": False}),
    ("false in spite of a total", "", {"has_next": False, "current_page": 0, "total_pages": 3}),
    ("false as text", "", {"hasMore": "false"}),
    ("one page", "", {"page": 0, "num_pages": 1}),
    ("no page at all", "", {"page": 0, "num_pages": 0, "total": 0}),
    ("one page without its number", "", {"num_pages": 1}),
    ("the last page", "Page=2", {"page": 2, "num_pages": 3}),
    ("all of SCIM", "", {"totalResults": 2, "startIndex": 1, "itemsPerPage": 2}),
    ("the last of SCIM", "startIndex=4", {"totalResults": 5, "startIndex": 4}),
    ("all records", "", {"total": 2, "page": 0, "page_size": 50}),
    ("the last records", "Page=2", {"total": 6, "page": 2, "page_size": 2}),
    ("a total on a page that is not the first", "Cursor=x", {"total": 150}),
    ("a page's own number", "", {"page": 0, "page_size": 50, "start": 0, "end": 49}),
    ("the pages before", "", {"first_page_uri": LINK, "previous_page_uri": LINK, "last_page_uri": LINK}),
    ("links of subresources", "", {"links": {"executions": f"{BASE}/x", "next_steps": f"{BASE}/y"}}),
    ("what only looks alike", "", {"next_step": "pay", "nextel": "x", "totals": 150, "total_count": 150}),
    ("what looks alike in the meta", "", {"meta": {"next_billing_date": "2026-05-04", "more_info": "x"}}),
    ("an object elsewhere", "", {"statistics": {"next": "x", "total": 150}}),
]


@pytest.mark.parametrize(("query", "envelope"), [pytest.param(*case, id=name) for name, *case in ENDS])
def test_a_list_ends_where_the_server_says_so(query: str, envelope: dict[str, Any]) -> None:
    assert following(query, envelope) is None


NOT_KNOWN: list[tuple[str, dict[str, Any], str]] = [
    ("", {"nextToken": "abc"}, "nextToken"),
    ("", {"next_token": "abc"}, "next_token"),
    ("", {"next_page_token": "abc"}, "next_page_token"),
    ("", {"meta": {"next_cursor": "abc"}}, "meta.next_cursor"),
    ("", {"meta": {"nextToken": 17}}, "meta.nextToken"),
    ("", {"meta": {"nextToken": ["abc"]}}, "meta.nextToken"),
    ("", {"pagination": {"nextPage": 2}}, "pagination.nextPage"),
    ("", {"links": {"next": {"href": LINK}}}, "links.next"),
    ("", {"_links": {"next": {"href": LINK}}}, "_links.next"),
    ("", {"next_page_uri": {}}, "next_page_uri"),
    ("", {"next_page_uri": []}, "next_page_uri"),
    ("", {"next_page_uri": True}, "next_page_uri"),
    ("", {"next": 2}, "next"),
    ("", {"next": "abc"}, "'next' that more follows"),
    ("", {"next_page_uri": " "}, "next_page_uri"),
    ("", {"has_more": True}, "has_more"),
    ("", {"hasMore": "true", "next_page_uri": None}, "hasMore"),
    ("", {"pageInfo": {"hasNextPage": True, "endCursor": "abc"}}, "pageInfo.hasNextPage"),
    ("", {"has_next": True}, "has_next"),
    ("", {"has_next": True, "current_page": 1}, "has_next"),
    ("Page=x", {"has_next": True, "current_page": 0}, "has_next"),
    ("", {"continuationToken": "abc"}, "continuationToken"),
    ("", {"total": 3, "page_size": 2}, "total"),
    ("", {"meta": {"page": 0, "page_size": 2, "total": "3"}}, "meta.total"),
    ("Page=1", {"total": 6, "page": 1, "page_size": 2}, "total"),
    ("", {"total_elements": 3}, "total_elements"),
    ("", {"totalPages": 2, "page": 1}, "totalPages"),
    ("", {"paging": {"num_pages": 2}}, "paging.num_pages"),
    ("", {"totalResults": 3}, "totalResults"),
    ("", {"totalResults": 3, "startIndex": 2}, "totalResults"),
    ("startIndex=3", {"totalResults": 5, "startIndex": 1}, "totalResults"),
    ("", {"num_pages": 9}, "num_pages"),
    ("", {"next_page_url": LINK, "next_page_uri": f"{LINK}0"}, "next_page_url and next_page_uri"),
]


@pytest.mark.parametrize(("query", "envelope", "field"), NOT_KNOWN)
def test_what_says_more_in_another_way_is_an_error_that_names_it(
    query: str, envelope: dict[str, Any], field: str
) -> None:
    with pytest.raises(LinkError) as caught:
        following(query, envelope)

    assert field in str(caught.value)
    assert (caught.value.method, caught.value.path, caught.value.executed) == ("GET", PATH, "no")


def test_a_page_of_scim_without_records_is_not_asked_for_again() -> None:
    with pytest.raises(LinkError, match="totalResults"):
        following("startIndex=3", {"totalResults": 5, "startIndex": 3}, count=0)


@pytest.mark.parametrize(
    ("query", "page"),
    [("To=%2B15558675310", "the first page"), ("Page=7&PageToken=x", "page 7"), ("Token=x", "a later page")],
)
def test_an_error_tells_the_page_and_shows_no_value_of_its_query(query: str, page: str) -> None:
    with pytest.raises(LinkError) as caught:
        following(query, {"nextToken": "+15558675310"})

    assert page in str(caught.value)
    assert "5558675310" not in caught.value.args[0]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just(LINK),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
    ),
    st.integers(0, 9),
)
def test_whatever_a_page_says_is_followed_or_the_end_or_refused(content: Any, count: int) -> None:
    envelope = content if is_object(content) else {"next_page_uri": content, "total": content}
    try:
        asked = next_request(request("To=x"), envelope, count, BASE)
    except LinkError:
        return
    assert asked is None or (asked.path, asked.origin) == (PATH, None)


def test_nested_containers_do_not_exhaust_the_stack() -> None:
    envelope: dict[str, Any] = {}
    for _ in range(5_000):
        envelope = {"meta": envelope}
    assert following("", envelope) is None


@given(st.integers(0, 10), st.integers(0, 10), st.booleans())
def test_pages_are_counted_up_to_the_last(page: int, pages: int, as_text: bool) -> None:
    envelope = {"page": str(page), "num_pages": str(pages)} if as_text else {"page": page, "num_pages": pages}
    found = following(f"num=50&To=x&Page={page}" if page else "num=50&To=x", envelope)

    if page + 1 >= pages:
        assert found is None
    else:
        assert found is not None
        assert sorted(found) == [("Page", str(page + 1)), ("To", "x"), ("num", "50")]


@pytest.mark.parametrize("count", [-1, "x", 1.5, [], True, "9" * 40])
def test_a_count_that_is_none_is_no_end(count: Any) -> None:
    with pytest.raises(LinkError, match="num_pages"):
        following("num=50", {"page": count, "num_pages": 9})
    with pytest.raises(LinkError, match="num_pages"):
        following("num=50", {"page": 0, "num_pages": count})


def test_a_page_that_names_itself_is_refused() -> None:
    with pytest.raises(LinkError):
        following("PageSize=50&Page=1", {"next_page_uri": f"{PATH}?PageSize=50&Page=1"})
    with pytest.raises(LinkError):
        following("num=50&Page=1", {"page": 0, "num_pages": 3})
    with pytest.raises(LinkError):
        following("pageToken=a", {"meta": {"nextToken": "a"}})


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
        ("startIndex=51", True),
        ("PageSize=50&To=x", False),
        ("Token=KW1&Page=1", False),
    ],
)
def test_what_counts_as_a_numbered_page(query: str, counted: bool) -> None:
    assert is_counted(request(query)) is counted


@pytest.mark.parametrize(
    ("value", "count"), [(0, 0), ("17", 17), (None, None), ("", None), ("-1", None), (1.5, None), ({}, None)]
)
def test_counts(value: object, count: int | None) -> None:
    assert to_count(value) == count
