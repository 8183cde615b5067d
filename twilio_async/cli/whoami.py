"""`whoami` and `profiles`: which account the commands act for, and which ones they could."""

from typing import Annotated, Any

import typer

from twilio_async import Account, AuthenticationError, Client, PermissionDenied, TwilioError
from twilio_async.cli.complaints import NAME, complain
from twilio_async.cli.options import AsJson
from twilio_async.cli.output import print_json_lines, print_summary
from twilio_async.cli.profiles import Profile, change_profiles, load_profiles
from twilio_async.cli.running import connected, exit_statuses

_REGIONAL = 5
"""The parts of a host such as api.dublin.ie1.twilio.com."""


async def identify(client: Client) -> Account | None:
    """The account of a client whose credentials Twilio takes; None where they do not open it.

    Standard API keys open everything but accounts and keys, so that a list has to prove them.

    Raises:
        TwilioError: Twilio does not take them, or was not reached.
    """
    try:
        return await client.accounts(client.account_sid).fetch()
    except (AuthenticationError, PermissionDenied) as error:
        try:
            await client.messages.list(limit=1)
        except TwilioError:
            raise error from None
        return None


@connected
async def whoami(client: Client, *, as_json: AsJson = False) -> None:
    """Ask Twilio which account the credentials open, and say where they come from."""
    account = await identify(client)
    facts = {
        "account_sid": client.account_sid,
        "friendly_name": None if account is None else account.friendly_name,
        "status": None if account is None else account.status,
        "type": None if account is None else account.type,
        "credentials": client.credentials_source.removeprefix("credentials from "),
        "region": _region(client.base_url),
        "base_url": client.base_url,
    }
    if account is None:
        complain("the API key is valid, but Twilio shows the account to main keys and the auth token alone")
    _print(facts, as_json=as_json)


def profiles(
    *,
    use: Annotated[str | None, typer.Option(metavar="NAME", help="Make this one the default first.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the profiles, without asking Twilio, and which of them is the default."""
    with exit_statuses():
        if use is not None:
            change_profiles(lambda known: known.with_default(use))
        known = load_profiles()
        if not known.profiles and not as_json:
            complain(f"there are no profiles yet: {NAME} login makes one")
        for name, profile in known.profiles.items():
            _print(_facts(name, profile, is_default=name == known.default), as_json=as_json)


def _facts(name: str, profile: Profile, *, is_default: bool) -> dict[str, Any]:
    return {
        "profile": name,
        "default": is_default,
        "account_sid": profile.account_sid,
        "api_key": profile.api_key,
        "secret": "file" if profile.keyring_entry is None else "keyring",
        "region": profile.address.region,
        "edge": profile.address.edge,
        "base_url": profile.address.base_url,
    }


def _print(facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json_lines([facts])
    else:
        print_summary({name: str(value) for name, value in facts.items() if value is not None})


def _region(base_url: str) -> str | None:
    """The region that an address of the API is in; None where it is not Twilio's."""
    parts = base_url.partition("://")[2].split(".")
    if parts[-2:] != ["twilio", "com"]:
        return None
    return parts[2] if len(parts) == _REGIONAL else "us1"
