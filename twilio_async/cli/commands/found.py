"""`get`: the resource that a SID names, whatever it is."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any

import typer
from attrs import evolve, frozen

import twilio_async
from twilio_async.cli.options import options
from twilio_async.cli.printing.output import Output
from twilio_async.cli.printing.output_options import ColumnsOption, FormOption, JsonOption, make_output
from twilio_async.cli.printing.views import View
from twilio_async.cli.running import connected
from twilio_async.cli.sids import KINDS, any_sid

if TYPE_CHECKING:
    from twilio_async import Client, Model


@frozen
class Wanted:
    """A resource that is wanted: its SID, and the output of what it is."""

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
        columns: ColumnsOption = None,
    ) -> Wanted:
        """The resource that arguments name."""
        view = View[Any](lambda: getattr(twilio_async, KINDS[sid[:2]].model), ())
        return cls(sid, make_output(view, form, columns, as_json=as_json))

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
async def get(client: Client, *, wanted: Wanted = options(Wanted.of)) -> None:
    """Show the resource that a SID names: a call, a message, a number, whatever it is."""
    record = await _fetch(client, wanted.sid)
    wanted.output_of(type(record)).print_record(record)


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
