"""A report as one page of HTML: it fetches nothing, runs no script, and has a light and a dark scheme.

It is made as a tree of elements, so that a text of the data is never read as markup.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lxml.html import builder, tostring

from twilio_async.history.reports.charts import Bar, bars, columns
from twilio_async.history.reports.texts import N, amount, are_many, by_month, caveats, share, span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from lxml.html import HtmlElement

    from twilio_async.history.reports.report import ErrorCode, Report

E = builder
"""The makers of elements, by its usual name."""
_MOST_BARS = 10
_WIDE, _NARROW = 950, 290
_ERRORS = "https://www.twilio.com/docs/api/errors/"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser is told to allow: the style of the page itself."""
_CONTROLS = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""Characters that no document may have, or that turn around what stands beside them."""


def page(report: Report) -> str:
    """The page of a report."""
    title = f"{report.list.capitalize()} {span(report)}".strip()
    root = E.HTML(
        E.HEAD(
            E.META(charset="utf-8"),
            E.META({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
            E.META(name="viewport", content="width=device-width, initial-scale=1"),
            E.META(name="color-scheme", content="light dark"),
            E.TITLE(title),
            E.STYLE(_style()),
        ),
        E.BODY(
            E.HEADER(E.H1(report.list.capitalize()), E.P(span(report))),
            *(E.P(text, E.CLASS("caveat"), role="note") for text in caveats(report)),
            E.MAIN(*_parts(report)),
        ),
        lang="en",
    )
    return tostring(root, encoding="unicode", doctype="<!DOCTYPE html>") + "\n"


@cache
def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _parts(report: Report) -> Iterator[HtmlElement]:
    yield _figures(report)
    if report.days:
        yield _by_day(f"{report.list.capitalize()}", report.days, report.list)
    groups = {"Status": report.statuses, "Direction": report.directions, "Country": report.countries}
    cards = [_group(name, counts, report) for name, counts in groups.items() if counts]
    if cards:
        yield E.DIV(E.CLASS("cards"), *cards)
    if report.errors:
        yield _error_codes(report.errors, report)
    for currency, cost in (report.costs or {}).items():
        if cost.days:
            yield _by_day(f"Cost in {_clean(currency)}", cost.days, _clean(currency))


def _figures(report: Report) -> HtmlElement:
    """The numbers at the top."""
    figures = {"records": f"{report.records:,}"}
    for currency, cost in (report.costs or {}).items():
        figures[f"cost in {_clean(currency)}"] = amount(cost.total)
    if report.unpriced:
        figures["without a price"] = f"{report.unpriced:,}"
    if report.errors is not None:
        failed = sum(error.count for error in report.errors)
        figures[f"with an error code: {_share(failed, report)}"] = f"{failed:,}"
    if report.undated:
        figures["without a date"] = f"{report.undated:,}"
    return E.DL(E.CLASS("figures"), *(E.DIV(E.DT(name), E.DD(value)) for name, value in figures.items()))


def _by_day(head: str, days: Mapping[date, N], unit: str) -> HtmlElement:
    is_long = are_many(days)
    values = by_month(days) if is_long else days
    title = f"{head} by {'month' if is_long else 'day'}"
    charts = (
        E.DIV(E.CLASS(name), columns(values, title=title, are_months=is_long, width=width, unit=unit))
        for name, width in (("wide", _WIDE), ("narrow", _NARROW))
    )
    rows = [(day.isoformat(), f"{value:,}") for day, value in days.items()]
    return _section(title, *charts, _numbers(("Day, UTC", f"{unit[:1].upper()}{unit[1:]}"), rows))


def _group(name: str, counts: Mapping[str, int], report: Report) -> HtmlElement:
    shown = dict(list(counts.items())[:_MOST_BARS])
    rest = len(counts) - len(shown)
    if rest:
        shown[f"{rest} others"] = sum(counts.values()) - sum(shown.values())
    drawn = [
        Bar(_clean(each), count, f"{count:,} ({_share(count, report)})") for each, count in shown.items()
    ]
    rows = [(each, f"{count:,}", _share(count, report)) for each, count in counts.items()]
    title = f"{report.list.capitalize()} by {name.lower()}"
    return _section(title, bars(drawn, title=title), _numbers((name, "Count", "Share"), rows))


def _error_codes(errors: Sequence[ErrorCode], report: Report) -> HtmlElement:
    rows = [
        E.TR(
            E.TD(E.A(str(each.code), href=f"{_ERRORS}{each.code}", rel="noreferrer")),
            E.TD(f"{each.count:,}"),
            E.TD(_share(each.count, report)),
            E.TD(_clean(each.meaning or "")),
        )
        for each in errors
    ]
    return _section("Error codes", _table(("Code", "Count", "Share", "Meaning"), rows, "errors"))


def _section(title: str, *content: HtmlElement) -> HtmlElement:
    return E.SECTION(E.H2(title), *content)


def _numbers(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> HtmlElement:
    """The numbers of a chart, for who cannot see it or wants all digits."""
    lines = [E.TR(*(E.TD(_clean(cell)) for cell in row)) for row in rows]
    return E.DETAILS(E.SUMMARY("Numbers"), _table(heads, lines, "numbers"))


def _table(heads: Sequence[str], rows: Sequence[HtmlElement], name: str) -> HtmlElement:
    head = E.TR(*(E.TH(_clean(each), scope="col") for each in heads))
    return E.TABLE(E.CLASS(name), E.THEAD(head), E.TBODY(*rows))


def _share(count: int, report: Report) -> str:
    return share(count, report.records).replace(" ", "\N{NO-BREAK SPACE}")


def _clean(text: str) -> str:
    return _CONTROLS.sub("\ufffd", text)
