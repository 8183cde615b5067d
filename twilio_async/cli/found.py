"""`get`: the resource that a SID names, whatever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from attrs import evolve, frozen

import twilio_async
from twilio_async.cli.options import options
from twilio_async.cli.output import ColumnsOption, FormOption, JsonOption, Output, make_output
from twilio_async.cli.running import connected
from twilio_async.cli.sids import any_sid
from twilio_async.cli.views import View

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from twilio_async import Client, Model

_MODELS = {
    "AC": "Account",
    "AD": "Address",
    "AL": "SipIpAccessControlList",
    "AP": "Application",
    "CA": "Call",
    "CF": "Conference",
    "CL": "SipCredentialList",
    "CN": "ConnectApp",
    "MM": "Message",
    "NO": "NotificationDetails",
    "PN": "IncomingPhoneNumber",
    "QU": "Queue",
    "RE": "Recording",
    "SC": "ShortCode",
    "SD": "SipDomain",
    "SK": "Key",
    "SM": "Message",
    "TR": "Transcription",
    "UT": "UsageTrigger",
}
"""The models of what the prefixes name."""


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
        view = View[Any](lambda: getattr(twilio_async, _MODELS[sid[:2]]), ())
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
    record = await _fetchers(client)[wanted.sid[:2]](wanted.sid)
    wanted.output_of(type(record)).print_record(record)


def _fetchers(client: Client) -> dict[str, Callable[[str], Awaitable[Model]]]:
    """Functions that fetch what the prefixes name."""

    async def number(sid: str) -> Model:
        """A number of the account's, or one of somebody's that calls may show: both have this prefix."""
        try:
            return await client.incoming_phone_numbers(sid).fetch()
        except twilio_async.NotFound as error:
            try:
                return await client.outgoing_caller_ids(sid).fetch()
            except twilio_async.NotFound:
                raise error from None

    return {
        "AC": lambda sid: client.accounts(sid).fetch(),
        "AD": lambda sid: client.addresses(sid).fetch(),
        "AL": lambda sid: client.sip.ip_access_control_lists(sid).fetch(),
        "AP": lambda sid: client.applications(sid).fetch(),
        "CA": lambda sid: client.calls(sid).fetch(),
        "CF": lambda sid: client.conferences(sid).fetch(),
        "CL": lambda sid: client.sip.credential_lists(sid).fetch(),
        "CN": lambda sid: client.connect_apps(sid).fetch(),
        "MM": lambda sid: client.messages(sid).fetch(),
        "NO": lambda sid: client.notifications(sid).fetch(),
        "PN": number,
        "QU": lambda sid: client.queues(sid).fetch(),
        "RE": lambda sid: client.recordings(sid).fetch(),
        "SC": lambda sid: client.sms.short_codes(sid).fetch(),
        "SD": lambda sid: client.sip.domains(sid).fetch(),
        "SK": lambda sid: client.keys(sid).fetch(),
        "SM": lambda sid: client.messages(sid).fetch(),
        "TR": lambda sid: client.transcriptions(sid).fetch(),
        "UT": lambda sid: client.usage.triggers(sid).fetch(),
    }
