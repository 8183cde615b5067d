"""`get`: the resource that a SID names, whatever it is."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any

import typer
from attrs import evolve, frozen

import twilio_async
from twilio_async.cli.arguments.options import options
from twilio_async.cli.arguments.sids import KINDS, Kind, any_sid
from twilio_async.cli.printing.output import Output
from twilio_async.cli.printing.output_options import FormOption, JsonOption, columns_option, make_output
from twilio_async.cli.printing.views import View
from twilio_async.cli.running import connected

if TYPE_CHECKING:
    from twilio_async import Client, Model


def _view_of(kind: Kind) -> View[Any]:
    return View[Any](lambda: getattr(twilio_async, kind.model), ())


def _columns(ctx: typer.Context, incomplete: str) -> list[str]:
    """The fields of what the SID in front of them names, for completion."""
    [sid, *_] = [*ctx.args, ""]  # An option without its value leaves arguments there.
    kind = KINDS.get(sid[:2])
    return _view_of(kind).completions(incomplete) if kind is not None and kind.model else []


@frozen
class Lookup:
    """A lookup of a resource: its SID, and the output of what that names."""

    sid: str
    output: Output[Any]

    @classmethod
    def of(
        cls,
        *,
        sid: Annotated[
            str, typer.Argument(metavar="SID", parser=any_sid, help="Two letters and 32 hex digits.")
        ],
        form: FormOption = None,
        as_json: JsonOption = False,
        columns: Annotated[str | None, columns_option(_columns)] = None,
    ) -> Lookup:
        """The lookup that the arguments describe."""
        return cls(sid, make_output(_view_of(KINDS[sid[:2]]), form, columns, as_json=as_json))

    def output_of(self, model: type[Model]) -> Output[Any]:
        """The output of what was found, which may be of another model with the same prefix.

        Raises:
            typer.BadParameter: That has not the columns that were asked for.
        """
        view = View[Any](lambda: model, ())
        chosen = self.output.chosen
        return evolve(
            self.output, view=view, chosen=None if chosen is None else view.chosen(",".join(chosen))
        )


@connected
async def get(client: Client, *, lookup: Lookup = options(Lookup.of)) -> None:
    """Show the resource that a SID names: a call, a message, a number, whatever it is."""
    record = await _fetch(client, lookup.sid)
    lookup.output_of(type(record)).print_record(record)


async def _fetch(client: Client, sid: str) -> Model:
    if sid.startswith("PN"):
        return await _fetch_number(client, sid)
    collection = attrgetter(KINDS[sid[:2]].collection)(client)
    record: Model = await collection(sid).fetch()
    return record


async def _fetch_number(client: Client, sid: str) -> Model:
    """A number of the account's, or one of somebody's that calls may show: both have this prefix."""
    try:
        return await client.incoming_phone_numbers(sid).fetch()
    except twilio_async.NotFound as error:
        try:
            return await client.outgoing_caller_ids(sid).fetch()
        except twilio_async.NotFound:
            raise error from None
