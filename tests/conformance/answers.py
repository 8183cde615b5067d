"""The answers that an operation is documented to have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.pages import page_answer, record_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conformance.records import Record
    from tests.support.api_table import Operation
    from tests.support.pages import Form
    from tests.support.server import Step


def page_of(
    operation: Operation, form: Form, records: Sequence[Any], *, page: int = 0, link: str | None = None
) -> Step:
    """A page of its list; the last one where it has no link."""
    return page_answer(
        form,
        operation.list_key or "",
        records,
        page=page,
        page_size=50,
        start=50 * page,
        end=50 * page + len(records) - 1,
        previous_page_uri=None,
        next_page_uri=link,
    )


def one_of(operation: Operation, form: Form, status: int, record: Record) -> Step:
    """One of its records."""
    _, _, name = (operation.schema or "").rpartition(".")
    return record_answer(form, name, record, status=status, Location="/nowhere")
