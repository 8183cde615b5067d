"""`whoami` and `profiles`: which account the commands act for, and which ones they could."""

import re
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from twilio_async.cli.connection import profile_names
from twilio_async.cli.printing.output_options import record_output, whole_output
from twilio_async.cli.printing.views import Column, View
from twilio_async.cli.program import NAME
from twilio_async.cli.running import connected, grouped
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from twilio_async import Account, Client
    from twilio_async.cli.credentials.profiles import Profile
    from twilio_async.cli.printing.output import Output
    from twilio_async.cli.printing.records import SavedProfile, WhoAmI

_REGIONAL = re.compile(r"api\.[^.]+\.([^.]+)\.twilio\.com")


def _who_am_i() -> "type[WhoAmI]":
    from twilio_async.cli.printing.records import WhoAmI

    return WhoAmI


def _saved_profile() -> "type[SavedProfile]":
    from twilio_async.cli.printing.records import SavedProfile

    return SavedProfile


def _address(profile: "SavedProfile") -> str:
    return profile.base_url or ".".join(filter(None, (profile.edge, profile.region)))


_ACCOUNT: "View[WhoAmI]" = View(_who_am_i, ())
_PROFILES: "View[SavedProfile]" = View(
    _saved_profile,
    (
        Column("name", "Name"),
        Column("is_default", "Default", lambda profile: "*" if profile.is_default else "", rank=1),
        Column("account_sid", "Account"),
        Column("api_key", "API key", rank=3),
        Column("secret_in", "Secret in", rank=2),
        Column("base_url", "Address", _address, rank=4, least=12),
    ),
)


async def identify(client: "Client") -> "Account | None":
    """The account of a client whose credentials Twilio takes; None where they do not open it.

    Standard API keys open everything but accounts and keys, so that a list has to prove them.

    Raises:
        twilio_async.TwilioError: Twilio does not take them, or was not reached.
    """
    from twilio_async import AuthenticationError, PermissionDenied, TwilioError

    try:
        return await client.accounts(client.account_sid).fetch()
    except (AuthenticationError, PermissionDenied) as error:
        try:
            await client.messages.list(limit=1)
        except TwilioError:
            raise error from None
        return None


@connected
async def whoami(client: "Client", *, output: "Output[WhoAmI]" = record_output(_ACCOUNT)) -> None:
    """Ask Twilio which account the commands act for, and say where the credentials come from."""
    account = await identify(client)
    if account is None:
        notices.say("The key is valid, but Twilio shows the account to main keys and the auth token alone.")
    output.print_record(
        _who_am_i()(
            account_sid=client.account_sid,
            friendly_name=None if account is None else account.friendly_name,
            status=None if account is None else account.status,
            type=None if account is None else account.type,
            credentials=client.credentials_source.removeprefix("credentials from "),
            region=region_of(client.base_url),
            base_url=client.base_url,
        )
    )


def region_of(base_url: str) -> str | None:
    """The region that an address of the API is in; None where it is not Twilio's."""
    host = urlsplit(base_url).hostname or ""
    regional = _REGIONAL.fullmatch(host)
    return regional[1] if regional else "us1" if host == "api.twilio.com" else None


@grouped
def profiles(
    *,
    use: Annotated[
        str | None,
        typer.Option(metavar="NAME", autocompletion=profile_names, help="Make this one the default first."),
    ] = None,
    output: "Output[SavedProfile]" = whole_output(_PROFILES),
) -> None:
    """List the profiles, without their secrets and without asking Twilio."""
    from twilio_async.cli.credentials.profile_file import choose_default, load_profiles

    if use is not None:
        choose_default(use)
    known = load_profiles()
    output.print_all([_shown(name, profile, known.default) for name, profile in known.profiles.items()])
    if not known.profiles:
        notices.say(f"{NAME} login makes a profile.")


def _shown(name: str, profile: "Profile", default: str | None) -> "SavedProfile":
    return _saved_profile()(
        name=name,
        is_default=name == default,
        account_sid=profile.account_sid,
        api_key=profile.api_key,
        secret_in="file" if profile.keyring_entry is None else "keyring",
        base_url=profile.address.base_url,
        region=profile.address.region,
        edge=profile.address.edge,
    )
