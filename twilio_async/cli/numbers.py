"""`numbers list`, `numbers search` and `numbers buy`."""

import sys
from collections.abc import Callable, Mapping
from typing import Annotated, Literal, TypeAlias

import typer

from twilio_async import AvailablePhoneNumber, Client, IncomingPhoneNumber, Listing
from twilio_async.cli.cells import moment
from twilio_async.cli.options import SECRETS, AsJson, Limit
from twilio_async.cli.output import Column, print_done, print_listing
from twilio_async.cli.running import Connect, confirm, connected, connecting, in_doubt, reporting, run_with

numbers = typer.Typer(no_args_is_help=True, help="Look at phone numbers, find and buy some.")
_Kind: TypeAlias = Literal[
    "local", "mobile", "toll-free", "national", "voip", "shared-cost", "machine-to-machine"
]
_DOUBT = "The number may have been bought: look it up before you buy it again"


def _uses(number: AvailablePhoneNumber | IncomingPhoneNumber) -> str:
    able = number.capabilities
    if able is None:
        return ""
    uses = {"voice": able.voice, "SMS": able.sms, "MMS": able.mms, "fax": able.fax}
    return " ".join(use for use, can in uses.items() if can)


_OWNED: tuple[Column[IncomingPhoneNumber], ...] = (
    Column("Number", lambda number: number.phone_number),
    Column("SID", lambda number: number.sid, rank=2),
    Column("Created (UTC)", lambda number: moment(number.date_created), rank=4),
    Column("For", _uses, rank=1),
    Column("Name", lambda number: number.friendly_name, rank=3, cut=True),
)
_FOR_SALE: tuple[Column[AvailablePhoneNumber], ...] = (
    Column("Number", lambda number: number.phone_number),
    Column("For", _uses),
    Column("Region", lambda number: number.region, rank=2),
    Column("Postal code", lambda number: number.postal_code, rank=3),
    Column("Address needed", lambda number: number.address_requirements, rank=4),
    Column("Town", lambda number: number.locality, rank=1, cut=True),
)


@numbers.command("list", epilog=SECRETS)
@connected
async def list_(
    client: Client,
    *,
    number: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Only numbers with these digits; * is any of them.")
    ] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List the numbers of the account."""
    listing = client.incoming_phone_numbers.list(phone_number=number, limit=limit)
    await print_listing(listing, _OWNED, as_json=as_json)


def _country(code: str) -> str:
    if len(code) != 2 or not code.isascii() or not code.isalpha():  # noqa: PLR2004 - ISO 3166-1 alpha-2
        raise typer.BadParameter(f"{code!r} is not the code of a country, such as US or GB")
    return code.upper()


@numbers.command(epilog=SECRETS)
@connected
async def search(
    client: Client,
    country: Annotated[
        str, typer.Argument(parser=_country, metavar="COUNTRY", help="Its code of two letters, such as US.")
    ],
    *,
    kind: Annotated[
        _Kind,
        typer.Option(
            metavar="KIND",
            help="One of local, mobile, toll-free, national, voip, shared-cost, machine-to-machine; few "
            "countries have all of them.",
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
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List numbers that can be bought now."""
    listing = _of_kind(client, country)[kind](
        area_code=area_code,
        contains=contains,
        voice_enabled=voice or None,
        sms_enabled=sms or None,
        mms_enabled=mms or None,
        limit=limit,
    )
    await print_listing(listing, _FOR_SALE, as_json=as_json)


def _of_kind(client: Client, country: str) -> Mapping[_Kind, Callable[..., Listing[AvailablePhoneNumber]]]:
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


@numbers.command(epilog=SECRETS)
@connecting
def buy(
    connect: Connect,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The number, such as +15558675310.")],
    *,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What to call it.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask; needed where stdin is no terminal.")
    ] = False,
    as_json: AsJson = False,
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

    async def work(client: Client) -> None:
        with in_doubt(_DOUBT, "numbers", "list", "--number", number):
            bought = await client.incoming_phone_numbers.create(phone_number=number, friendly_name=name)
        with reporting(f"the number was bought as {bought.sid}"):
            print_done(bought, f"{bought.sid} {bought.phone_number}", as_json=as_json)

    run_with(client, work)
