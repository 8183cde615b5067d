"""`numbers`: list, get and search, buy, update and release."""

import re
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

import typer

import twilio_async
from twilio_async.cli.arguments.sids import number_or_sid_of
from twilio_async.cli.changes import Change, carry_out
from twilio_async.cli.connection import Connection
from twilio_async.cli.errors import CommandError
from twilio_async.cli.printing.cells import minute, moment, short_sid
from twilio_async.cli.printing.output_options import list_output, record_output
from twilio_async.cli.printing.removals import print_removal, removal_output
from twilio_async.cli.printing.views import Column, View
from twilio_async.cli.program import NAME, epilog
from twilio_async.cli.running import connected, connecting, run_with
from twilio_async.cli.terminal.questions import Yes, check_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from twilio_async import AvailablePhoneNumber, Client, IncomingPhoneNumber, Listing
    from twilio_async.cli.printing.output import Output
    from twilio_async.cli.printing.records import Removal

numbers = typer.Typer(no_args_is_help=True, help="Look at phone numbers; find, buy, change and release some.")
_Kind: TypeAlias = Literal[
    "local", "mobile", "toll-free", "national", "voip", "shared-cost", "machine-to-machine"
]


def _uses(number: "AvailablePhoneNumber | IncomingPhoneNumber") -> str:
    able = number.capabilities
    if able is None:
        return ""
    uses = {"voice": able.voice, "SMS": able.sms, "MMS": able.mms, "fax": able.fax}
    return " ".join(use for use, can in uses.items() if can)


_Owned = Annotated[str, number_or_sid_of("The number")]
_OWNED: "View[IncomingPhoneNumber]" = View(
    lambda: twilio_async.IncomingPhoneNumber,
    (
        Column("phone_number", "Number"),
        Column("sid", "SID", short=lambda number: short_sid(number.sid), rank=2),
        Column(
            "date_created",
            "Created (UTC)",
            lambda number: moment(number.date_created),
            short=lambda number: minute(number.date_created),
            rank=4,
        ),
        Column("capabilities", "For", _uses, rank=1),
        Column("friendly_name", "Name", rank=3, least=12),
    ),
)
_FOR_SALE: "View[AvailablePhoneNumber]" = View(
    lambda: twilio_async.AvailablePhoneNumber,
    (
        Column("phone_number", "Number"),
        Column("capabilities", "For", _uses),
        Column("region", "Region", rank=2),
        Column("postal_code", "Postal code", rank=3),
        Column("address_requirements", "Address needed", rank=4),
        Column("locality", "Town", rank=1, least=12),
    ),
)


@numbers.command("list", epilog=epilog("numbers list --number +1510"))
@connected
async def list_(
    client: "Client",
    *,
    number: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Only numbers with these digits; * is any of them.")
    ] = None,
    output: "Output[IncomingPhoneNumber]" = list_output(_OWNED),
) -> None:
    """List the numbers of the account."""
    listing = client.incoming_phone_numbers.list(phone_number=number, limit=output.limit)
    await output.print_listing(listing)


@numbers.command(epilog=epilog("numbers get +15105550123 -o json"))
@connected
async def get(
    client: "Client", number: _Owned, *, output: "Output[IncomingPhoneNumber]" = record_output(_OWNED)
) -> None:
    """Show one number of the account."""
    is_number = number.startswith("+")
    found = await (_find(client, number) if is_number else client.incoming_phone_numbers(number).fetch())
    output.print_record(found)


_ALPHA_2 = re.compile("[A-Za-z]{2}")
"""The code of a country (ISO 3166-1)."""


def _country(code: str) -> str:
    if not _ALPHA_2.fullmatch(code):
        raise typer.BadParameter(f"{code!r} is not the code of a country, such as US or GB")
    return code.upper()


@numbers.command(epilog=epilog("numbers search US --area-code 510 --sms"))
@connected
async def search(
    client: "Client",
    country: Annotated[
        str, typer.Argument(parser=_country, metavar="COUNTRY", help="Its code of two letters, such as US.")
    ],
    *,
    kind: Annotated[
        _Kind,
        typer.Option(
            metavar="KIND",
            help=f"What kind: {', '.join(get_args(_Kind))}. Few countries have all of them.",
        ),
    ] = "local",
    area_code: Annotated[
        int | None,
        typer.Option(min=1, metavar="CODE", help="Only numbers of this area, in the US and Canada."),
    ] = None,
    contains: Annotated[
        str | None,
        typer.Option(metavar="PATTERN", help="Only numbers with these digits or letters; * is any digit."),
    ] = None,
    voice: Annotated[bool, typer.Option("--voice", help="Only numbers that take calls.")] = False,
    sms: Annotated[bool, typer.Option("--sms", help="Only numbers that take SMS.")] = False,
    mms: Annotated[bool, typer.Option("--mms", help="Only numbers that take MMS.")] = False,
    output: "Output[AvailablePhoneNumber]" = list_output(_FOR_SALE),
) -> None:
    """List numbers that can be bought now."""
    listing = _of_kind(client, country)[kind](
        area_code=area_code,
        contains=contains,
        voice_enabled=voice or None,
        sms_enabled=sms or None,
        mms_enabled=mms or None,
        limit=output.limit,
    )
    await output.print_listing(listing)


def _of_kind(
    client: "Client", country: str
) -> "Mapping[_Kind, Callable[..., Listing[AvailablePhoneNumber]]]":
    offers = client.available_phone_numbers(country)
    return {
        "local": offers.local.list,
        "mobile": offers.mobile.list,
        "toll-free": offers.toll_free.list,
        "national": offers.national.list,
        "voip": offers.voip.list,
        "shared-cost": offers.shared_cost.list,
        "machine-to-machine": offers.machine_to_machine.list,
    }


@numbers.command(epilog=epilog("numbers buy +15105550123 --name Support"))
@connecting
def buy(
    connect: Connection,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The number, such as +15558675310.")],
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call it.")] = None,
    yes: Yes = False,
    output: "Output[IncomingPhoneNumber]" = record_output(_OWNED),
) -> None:
    """Buy a number, once that is confirmed.

    It is never bought twice. Where it cannot be told whether it was bought, the error says so.
    """
    change = Change(
        what="the number",
        done="bought",
        again="buy it",
        question="Twilio charges for it every month. Buy it?",
        look_up=("numbers", "list", "--number", number),
    )
    carry_out(
        connect,
        change,
        lambda client: client.incoming_phone_numbers.create(phone_number=number, friendly_name=name),
        lambda bought: output.print_done(bought, f"{bought.sid} {bought.phone_number}"),
        sid_of=lambda bought: bought.sid,
        yes=yes,
        facts={"Number": number},
    )


@numbers.command(epilog=epilog("numbers update +15105550123 --sms-url https://example.com/sms"))
@connecting
def update(
    connect: Connection,
    number: _Owned,
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call it.")] = None,
    voice_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where Twilio asks what to do with a call.")
    ] = None,
    sms_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where Twilio asks what to do with a message.")
    ] = None,
    status_callback: Annotated[
        str | None, typer.Option(metavar="URL", help="Where Twilio posts the end of a call.")
    ] = None,
    output: "Output[IncomingPhoneNumber]" = record_output(_OWNED),
) -> None:
    """Change what a number is called, and whom Twilio asks about it. What is not given stays; "" removes."""
    if name is voice_url is sms_url is status_callback is None:
        raise typer.BadParameter("give what to change, such as --name or --sms-url", param_hint="--name")
    sid = _sid_of(connect, number)
    carry_out(
        connect,
        Change(what="the number", done="changed", look_up=("get", sid)),
        lambda client: client.incoming_phone_numbers(sid).update(
            friendly_name=name, voice_url=voice_url, sms_url=sms_url, status_callback=status_callback
        ),
        lambda changed: output.print_done(changed, f"{changed.sid} {changed.phone_number}"),
    )


@numbers.command(epilog=epilog("numbers release +15105550123"))
@connecting
def release(
    connect: Connection,
    number: _Owned,
    *,
    yes: Yes = False,
    output: "Output[Removal]" = removal_output(),
) -> None:
    """Give a number back, once that is confirmed. Somebody else may have it then."""
    check_terminal(yes=yes)
    sid = _sid_of(connect, number)

    async def find(client: "Client") -> dict[str, object]:
        found = await client.incoming_phone_numbers(sid).fetch()
        return {"Number": found.phone_number, "Name": found.friendly_name}

    carry_out(
        connect,
        Change(
            what="the number",
            done="released",
            question="It cannot be had back for certain. Release it?",
            look_up=("get", sid),
        ),
        lambda client: client.incoming_phone_numbers(sid).delete(),
        lambda _: print_removal(output, sid, "released"),
        yes=yes,
        find=find,
    )


def _sid_of(connect: Connection, number: str) -> str:
    """The SID of a number of the account, which is named by that or by itself.

    Raises:
        CommandError: The account has no such number.
    """
    if not number.startswith("+"):
        return number
    found: list[IncomingPhoneNumber] = []

    async def work(client: "Client") -> None:
        found.append(await _find(client, number))

    run_with(connect(), work)
    return found[0].sid


async def _find(client: "Client", number: str) -> "IncomingPhoneNumber":
    """The number of the account that is named by itself.

    Raises:
        CommandError: The account has no such number.
    """
    listed = client.incoming_phone_numbers.list(phone_number=number)
    found = [each async for each in listed if each.phone_number == number]
    if not found:
        raise CommandError(f"the account has no number {number}: {NAME} numbers list shows those that it has")
    return found[0]
