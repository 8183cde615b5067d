"""Queries and forms are read as the standard library reads them."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, strategies as st

from twilio_async.webhooks.queries import pairs_of_query

PIECES = st.sampled_from(
    ["a", "B", "1", "=", "&", "%", "+", "%20", "%2B", "%C3%BC", "%c3", "%zz", "ü", "👋", ";", "?"]
)


@given(st.lists(PIECES).map("".join))
def test_as_the_standard_library_reads_them(text: str) -> None:
    assert pairs_of_query(text) == parse_qsl(text, keep_blank_values=True)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"])),
            st.text(st.characters(exclude_categories=["Cs"])),
        )
    )
)
def test_what_is_written_is_read_back(pairs: list[tuple[str, str]]) -> None:
    assert pairs_of_query(urlencode(pairs), "strict") == pairs


@pytest.mark.parametrize("text", ["a=%ff", "%C3=1", "a=1&b=%E2%82"])
def test_escapes_that_are_no_utf_8(text: str) -> None:
    assert "\N{REPLACEMENT CHARACTER}" in "".join(map("".join, pairs_of_query(text)))
    with pytest.raises(UnicodeDecodeError):
        pairs_of_query(text, "strict")
