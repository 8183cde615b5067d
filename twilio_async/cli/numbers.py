"""`numbers list`, `numbers search` and `numbers buy`."""

import sys
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

import twilio_async
from twilio_async.cli.cells import moment
from twilio_async.cli.options import epilog
from twilio_async.cli.output import Output, list_output, record_output
from twilio_async.cli.running import Connect, confirm, connected, connecting, in_doubt, reporting, run_with
from twilio_async.cli.views import Column, View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from twilio_async import AvailablePhoneNumber, Client, IncomingPhoneNumber, Listing

numbers = typer.Typer(no_args_is_help=True, help="Look at phone numbers, find and buy some.")
_Kind: TypeAlias = Literal[
    "local", "mobile", "toll-free", "national", "voip", "shared-cost", "machine-to-machine"
]
_DOUBT = "The number may have been bought: look it up before you buy it again"


def _uses(number: "AvailablePhoneNumber | IncomingPhoneNumber") -> str:
    able = number.capabilities
    if able is None:
        return ""
    uses = {"voice": able.voice, "SMS": able.sms, "MMS": able.mms, "fax": able.fax}
    return " ".join(use for use, can in uses.items() if can)


_OWNED: "View[IncomingPhoneNumber]" = View(
    lambda: twilio_async.IncomingPhoneNumber,
    (
        Column("phone_number", "Number"),
        Column("sid", "SID", rank=2),
        Column("date_created", "Created (UTC)", lambda number: moment(number.date_created), rank=4),
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


def _country(code: str) -> str:
    if len(code) != 2 or not code.isascii() or not code.isalpha():  # noqa: PLR2004 - ISO 3166-1 alpha-2
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
            help="What kind; few countries have all of them.",
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
    connect: Connect,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The number, such as +15558675310.")],
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call it.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask; needed where stdin is no terminal.")
    ] = False,
    output: "Output[IncomingPhoneNumber]" = record_output(_OWNED),
) -> None:
    """Buy a number, once that is confirmed.

    It is never bought twice. Where it cannot be told whether it was bought, the error says so.
    """
    if not yes and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise typer.BadParameter("there is no terminal to ask on: give it to buy at once", param_hint="--yes")

    client = connect()
    if not yes:
        facts = f"Number   {number}\nAccount  {client.account_sid}\n"
        confirm(f"{facts}Twilio charges for it every month. Buy it?", otherwise="nothing was bought")

    async def work(client: "Client") -> None:
        with in_doubt(_DOUBT, "numbers", "list", "--number", number):
            bought = await client.incoming_phone_numbers.create(phone_number=number, friendly_name=name)
        with reporting(f"the number was bought as {bought.sid}"):
            output.print_done(bought, f"{bought.sid} {bought.phone_number}")

    run_with(client, work)
