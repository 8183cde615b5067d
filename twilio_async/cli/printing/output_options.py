"""The options that say which records a command shows, which of their fields, and in which format."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from attrs import evolve

from twilio_async.cli.arguments.options import any_of, options
from twilio_async.cli.printing.output import FormName, Output
from twilio_async.cli.printing.views import View

if TYPE_CHECKING:
    from twilio_async import Model

M = TypeVar("M", bound="Model")
_LIMIT = 20
_PANEL = "Output"


def _form(json: str, *more: str) -> Any:
    return typer.Option(
        "--output",
        "-o",
        *more,
        metavar=any_of(FormName),
        help=f"The form; a table where it is not given. {json}",
        rich_help_panel=_PANEL,
    )


def columns_option(complete: Callable[..., list[str]]) -> Any:
    """The option for the fields to show, whose names `complete` continues."""
    return typer.Option(
        metavar="A,B,C",
        autocompletion=complete,
        help="The fields to show, by Twilio's names; an unknown one lists those that there are.",
        rich_help_panel=_PANEL,
    )


FormOption = Annotated[FormName | None, _form("In json it is one object.")]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Short for -o ndjson: one object a line.", rich_help_panel=_PANEL)
]
_ListFormOption = Annotated[FormName | None, _form("In json it is one array.")]
_LimitOption = Annotated[
    int | None,
    typer.Option(
        min=1, metavar="N", help=f"The most records; {_LIMIT} where it is not given.", rich_help_panel=_PANEL
    ),
]
_AllOption = Annotated[
    bool, typer.Option("--all", help="All records, however many there are.", rich_help_panel=_PANEL)
]


def record_output(view: View[M]) -> Output[M]:
    """The default of the parameter for the output of one record."""

    def output(
        *,
        form: FormOption = None,
        as_json: JsonOption = False,
        columns: Annotated[str | None, columns_option(view.completions)] = None,
    ) -> Output[M]:
        return make_output(view, form, columns, as_json=as_json)

    return options(output)


def whole_output(view: View[M]) -> Output[M]:
    """The default of the parameter for the output of a list that is always shown as a whole."""

    def output(
        *,
        form: _ListFormOption = None,
        as_json: JsonOption = False,
        columns: Annotated[str | None, columns_option(view.completions)] = None,
    ) -> Output[M]:
        return make_output(view, form, columns, as_json=as_json)

    return options(output)


def streamed_output(view: View[M]) -> Output[M]:
    """Likewise, of a list that does not come from Twilio; its form has the option of exported files, too."""

    def output(
        *,
        form: Annotated[FormName | None, _form("In json it is one array.", "--format")] = None,
        as_json: JsonOption = False,
        columns: Annotated[str | None, columns_option(view.completions)] = None,
    ) -> Output[M]:
        return make_output(view, form, columns, as_json=as_json)

    return options(output)


def list_output(view: View[M]) -> Output[M]:
    """The default of the parameter for the output of a list, whose limit is to be asked for."""

    def output(
        *,
        limit: _LimitOption = None,
        no_limit: _AllOption = False,
        form: _ListFormOption = None,
        as_json: JsonOption = False,
        columns: Annotated[str | None, columns_option(view.completions)] = None,
    ) -> Output[M]:
        if no_limit and limit is not None:
            raise typer.BadParameter("give --limit or --all, not both", param_hint="--all")
        most = None if no_limit else _LIMIT if limit is None else limit
        return evolve(make_output(view, form, columns, as_json=as_json), limit=most)

    return options(output)


def make_output(view: View[M], form: FormName | None, columns: str | None, *, as_json: bool) -> Output[M]:
    """The output that the options describe."""
    if as_json and form not in {None, "ndjson"}:
        raise typer.BadParameter(f"give --json or -o {form}, not both", param_hint="--json")
    chosen = None if columns is None else view.chosen(columns)
    return Output(view, "ndjson" if as_json else form or "table", chosen)
