"""Pages of a list: which records a request asks for, and the envelope that leads to the next ones.

Both schemes live here: page tokens (2010-04-01 today) and numbered pages with totals (2008-08-01, and
2010-04-01 until about 2014). Follows https://www.twilio.com/docs/usage/twilios-response#pagination. Knows
no resource and no format.
"""

from collections.abc import Mapping
from enum import Enum
from itertools import islice
from typing import Any, Final, Generic, TypeAlias, TypeVar
from urllib.parse import quote

import attrs

from twilio_async.emulator.memory.history import History, Placed, Selection
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, PAGE_SIZE_TOO_LARGE, bad_request
from twilio_async.emulator.wire.parameters import Arguments, Pairs, Parameter, integer, text

R = TypeVar("R", bound=Placed)

Envelope: TypeAlias = Mapping[str, str | int | None]

_DEFAULT_SIZE: Final = 50
_LARGEST_SIZE: Final = 1000

PAGE: Final = integer("Page", 0)
PAGE_TOKEN: Final = text("PageToken")
PAGE_SIZE: Final = integer("PageSize", 1)
NUM: Final = integer("num", 1)
PAGING: Final[tuple[Parameter[Any], ...]] = (PAGE, PAGE_TOKEN, PAGE_SIZE)
PAGING_2008: Final[tuple[Parameter[Any], ...]] = (PAGE, NUM, PAGE_SIZE)
_PAGING_NAMES: Final = frozenset(parameter.name for parameter in (*PAGING, NUM))


class PageStyle(Enum):
    """How lists are cut: by tokens, by numbers, or as 2008-08-01 does, without or with page URIs."""

    MODERN = "modern"
    LEGACY = "legacy"
    GENERATION_2008 = "2008"
    GENERATION_2008_URIS = "2008-uris"


@attrs.frozen
class Page(Generic[R]):
    """The records of one page and the paging data around them, in order, under their JSON keys."""

    items: list[R]
    envelope: Envelope


@attrs.frozen
class ListRequest:
    """What a request says about paging: path of the list, filters as they came, and the page it means."""

    path: str
    filters: Pairs
    number: int
    size: int
    token: str | None

    @classmethod
    def read(cls, path: str, pairs: Pairs, arguments: Arguments) -> "ListRequest":
        """Read the paging parameters; ApiError 400 / 20007 for a page size beyond 1000."""
        size = arguments.get(PAGE_SIZE) or arguments.get(NUM) or _DEFAULT_SIZE
        if size > _LARGEST_SIZE:
            raise bad_request(PAGE_SIZE_TOO_LARGE, f"Page size must not be greater than {_LARGEST_SIZE}")
        filters = [(name, value) for name, value in pairs if name not in _PAGING_NAMES]
        return cls(path, filters, arguments.get(PAGE) or 0, size, arguments.get(PAGE_TOKEN))

    def uri(self, *paging: tuple[str, str | int]) -> str:
        """The path with the filters first and the paging data behind them."""
        pairs = [*self.filters, *paging]
        return f"{self.path}?" + "&".join(
            f"{quote(name, '')}={quote(str(value), '')}" for name, value in pairs
        )


def cut(history: History[R], selection: Selection[R], request: ListRequest, style: PageStyle) -> Page[R]:
    """The page that is asked for; ApiError 400 / 20001 where it cannot be named that way."""
    if style is PageStyle.MODERN:
        return _by_token(history, selection, request)
    return _by_number(history, selection, request, style)


def _by_token(history: History[R], selection: Selection[R], request: ListRequest) -> Page[R]:
    items, more = _around(history, selection, request)
    number, size = request.number, request.size
    links: dict[str, str | None] = {
        "uri": request.uri(*_token_paging(size, number, request.token)),
        "first_page_uri": request.uri(*_token_paging(size, 0)),
        "previous_page_uri": None,
        "next_page_uri": None,
    }
    if number > 0 and items:
        links["previous_page_uri"] = request.uri(*_token_paging(size, number - 1, f"PB{items[0].sid}"))
    if more:
        links["next_page_uri"] = request.uri(*_token_paging(size, number + 1, f"PA{items[-1].sid}"))
    start = number * size if items else 0
    end = start + len(items) - 1 if items else 0
    return Page(items, {"page": number, "page_size": size, "start": start, "end": end, **links})


def _around(history: History[R], selection: Selection[R], request: ListRequest) -> tuple[list[R], bool]:
    token = request.token
    if token is None:
        if request.number > 0:
            raise bad_request(INVALID_PARAMETER, "PageToken is required for paging.")
        found = list(islice(history.older(selection), request.size + 1))
        return found[: request.size], len(found) > request.size
    kind, position = token[:2], history.position_of(token[2:])
    if position is None or kind not in {"PA", "PB"}:
        raise bad_request(INVALID_PARAMETER, "Invalid PageToken.")
    if kind == "PB":
        newer = list(islice(history.newer(selection, position), request.size))
        return newer[::-1], bool(newer)
    found = list(islice(history.older(selection, position), request.size + 1))
    return found[: request.size], len(found) > request.size


def _token_paging(size: int, number: int, token: str | None = None) -> list[tuple[str, str | int]]:
    paging: list[tuple[str, str | int]] = [("PageSize", size), ("Page", number)]
    return paging if token is None else [*paging, ("PageToken", token)]


def _by_number(
    history: History[R], selection: Selection[R], request: ListRequest, style: PageStyle
) -> Page[R]:
    number, size = request.number, request.size
    items = history.slice(selection, number * size, size)
    total = history.count(selection)
    pages = -(-total // size)
    start = number * size if items else 0
    numbers = {
        "page": number,
        "num_pages": pages,
        "page_size": size,
        "total": total,
        "start": start,
        "end": start + len(items) - 1 if items else 0,
    }
    if style is PageStyle.GENERATION_2008:
        return Page(items, numbers)
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
    return Page(items, {**numbers, **links})
