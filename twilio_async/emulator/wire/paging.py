"""Pages of a list: which records a request asks for, and the envelope that leads to the next ones.

Both schemes live here: page tokens (2010-04-01 today) and numbered pages with totals (2008-08-01, and
2010-04-01 until about 2014). Knows no resource and no format.

Source: https://www.twilio.com/docs/usage/twilios-response#pagination
"""

from __future__ import annotations

from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import quote

from attrs import frozen

from twilio_async.emulator.memory.history import Entry
from twilio_async.emulator.wire.documents import Envelope
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, PAGE_SIZE_TOO_LARGE, bad_request
from twilio_async.emulator.wire.parameters import Pairs, parameter_of

if TYPE_CHECKING:
    from twilio_async.emulator.memory.history import History, Selection
    from twilio_async.emulator.wire.parameters import Arguments

R = TypeVar("R", bound=Entry)

_DEFAULT_SIZE = 50
_LARGEST_SIZE = 1000

_PARAMETERS = {
    name: parameter_of(name, kind)
    for name, kind in {
        "Page": "integer",
        "PageToken": "string",
        "PageSize": "integer 1-",
        "num": "integer 1-",
    }.items()
}
PAGING = {
    "2010-04-01": {name: _PARAMETERS[name] for name in ("Page", "PageToken", "PageSize")},
    "2008-08-01": {name: _PARAMETERS[name] for name in ("Page", "num", "PageSize")},
}
"""The parameters of paging in each generation; `num` is the older name of the page size."""


class PageStyle(Enum):
    """A way of cutting lists: by tokens, by numbers, or as 2008-08-01 does, without or with page URIs."""

    MODERN = "modern"
    LEGACY = "legacy"
    GENERATION_2008 = "2008"
    GENERATION_2008_URIS = "2008-uris"


@frozen
class ListPage(Generic[R]):
    """The records of one page and the paging data around them."""

    records: list[R]
    envelope: Envelope


@frozen
class PageRequest:
    """A request for a page: path of the list, filters as they came, and the page that is meant."""

    path: str
    filters: Pairs
    number: int
    size: int
    token: str | None

    @classmethod
    def read(
        cls, path: str, pairs: Pairs, arguments: Arguments, default_size: int = _DEFAULT_SIZE
    ) -> PageRequest:
        """Read the paging parameters.

        Raises:
            Refusal: 400 / 20007, the page size is beyond 1000.
        """
        size = arguments.get("PageSize") or arguments.get("num") or default_size
        if size > _LARGEST_SIZE:
            raise bad_request(PAGE_SIZE_TOO_LARGE, f"Page size must not be greater than {_LARGEST_SIZE}")
        filters = [(name, value) for name, value in pairs if name not in _PARAMETERS]
        return cls(path, filters, arguments.get("Page") or 0, size, arguments.get("PageToken"))

    def uri(self, *paging: tuple[str, str | int]) -> str:
        """The path with the filters first and the paging data behind them."""
        pairs = [*self.filters, *paging]
        return f"{self.path}?" + "&".join(
            f"{quote(name, '')}={quote(str(value), '')}" for name, value in pairs
        )


def cut(history: History[R], selection: Selection[R], request: PageRequest, style: PageStyle) -> ListPage[R]:
    """The page that is asked for.

    Raises:
        Refusal: 400 / 20001, it cannot be named that way.
    """
    if style is PageStyle.MODERN:
        return _by_token(history, selection, request)
    return _by_number(history, selection, request, style)


def _by_token(history: History[R], selection: Selection[R], request: PageRequest) -> ListPage[R]:
    records, more = _around(history, selection, request)
    number, size = request.number, request.size
    links: dict[str, str | None] = {
        "uri": request.uri(*_token_paging(size, number, request.token)),
        "first_page_uri": request.uri(*_token_paging(size, 0)),
        "previous_page_uri": None,
        "next_page_uri": None,
    }
    if number > 0 and records:
        links["previous_page_uri"] = request.uri(*_token_paging(size, number - 1, f"PB{records[0].sid}"))
    if more:
        links["next_page_uri"] = request.uri(*_token_paging(size, number + 1, f"PA{records[-1].sid}"))
    start = number * size if records else 0
    end = start + len(records) - 1 if records else 0
    return ListPage(records, {"page": number, "page_size": size, "start": start, "end": end, **links})


def _around(history: History[R], selection: Selection[R], request: PageRequest) -> tuple[list[R], bool]:
    """The records behind or before the token, and whether there are more behind them."""
    token = request.token
    if token is None:
        if request.number > 0:
            raise bad_request(INVALID_PARAMETER, "PageToken is required for paging.")
        found = list(islice(history.older(selection), request.size + 1))
        return found[: request.size], len(found) > request.size
    direction, position = token[:2], history.position_of(token[2:])
    if position is None or direction not in {"PA", "PB"}:
        raise bad_request(INVALID_PARAMETER, "Invalid PageToken.")
    if direction == "PB":
        newer = list(islice(history.newer(selection, position), request.size))
        return newer[::-1], bool(newer)
    found = list(islice(history.older(selection, position), request.size + 1))
    return found[: request.size], len(found) > request.size


def _token_paging(size: int, number: int, token: str | None = None) -> list[tuple[str, str | int]]:
    paging: list[tuple[str, str | int]] = [("PageSize", size), ("Page", number)]
    return paging if token is None else [*paging, ("PageToken", token)]


def _by_number(
    history: History[R], selection: Selection[R], request: PageRequest, style: PageStyle
) -> ListPage[R]:
    number, size = request.number, request.size
    records = history.slice(selection, number * size, size)
    total = history.count(selection)
    pages = -(-total // size)
    start = number * size if records else 0
    numbers = {
        "page": number,
        "num_pages": pages,
        "page_size": size,
        "total": total,
        "start": start,
        "end": start + len(records) - 1 if records else 0,
    }
    if style is PageStyle.GENERATION_2008:
        return ListPage(records, numbers)
    size_name = "PageSize" if style is PageStyle.LEGACY else "num"

    def link(page: int) -> str | None:
        return request.uri(("Page", page), (size_name, size)) if 0 <= page < max(pages, 1) else None

    links = {
        "uri": request.uri(("Page", number), (size_name, size)),
        "first_page_uri": link(0),
        "previous_page_uri": link(number - 1),
        "next_page_uri": link(number + 1),
        "last_page_uri": link(max(pages - 1, 0)),
    }
    return ListPage(records, {**numbers, **links})
