"""Who asks, and where: the credentials and the address that a command's client is made of.

Credentials are taken as a whole from one place, so that no SID meets another one's secret: the profile that
`--profile` names; else the variables, where any of them is set; else the profile of TWILIO_PROFILE; else the
default one. Both the variables and TWILIO_PROFILE are a contradiction, which is refused.

The address is one thing too: `--base-url`; else that of the profile, which is Twilio's own where it was made
without one; else, for the variables, TWILIO_BASE_URL, or TWILIO_REGION and TWILIO_EDGE; else Twilio's own.
The secret of a profile goes nowhere else: variables that lead elsewhere are refused beside a profile that the
option does not name, or that was made without an address. A variable that is empty counts as not set.

`--account-sid` does not choose credentials but the account that they act for.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from twilio_async.cli.credentials.profile_file import load_profiles
from twilio_async.cli.credentials.profiles import (
    ADDRESS_VARIABLES,
    NOWHERE,
    Address,
    address_of_variables,
    make_credentials,
)
from twilio_async.cli.errors import CommandError
from twilio_async.cli.program import NAME
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from twilio_async import Client, Credentials

_SID, _TOKEN, _KEY, _SECRET = _CREDENTIALS = (
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_KEY",
    "TWILIO_API_SECRET",
)
_PROFILE = "TWILIO_PROFILE"


def make_client(
    *, account_sid: str | None, profile: str | None, base_url: str | None, **settings: Any
) -> Client:
    """The client that the options and the environment name.

    Args:
        account_sid: The account to act for; that of the credentials where it is None.
        profile: The profile that an option names.
        base_url: The address of the API that an option names.
        **settings: What else `Client` takes.

    Raises:
        CommandError: There are no credentials, or some that contradict each other.
        ConfigurationError: They, or the address, cannot be.
        InvalidArgument: They do not reach the account.
    """
    credentials, address = _found(profile, account_sid, base_url)
    client = address.client(credentials, **settings)
    if account_sid is None or account_sid == client.account_sid:
        return client
    client.accounts(account_sid)  # Refuses what is no account, or is out of reach.
    from twilio_async.cli.credentials.subaccounts import SubaccountCredentials

    return address.client(SubaccountCredentials(credentials, account_sid), **settings)


def profile_from_environment() -> str | None:
    """The profile that the environment names."""
    return os.environ.get(_PROFILE) or None


def variables_set() -> list[str]:
    """The variables of credentials that hold something."""
    return [name for name in _CREDENTIALS if os.environ.get(name)]


def _found(option: str | None, account_sid: str | None, base_url: str | None) -> tuple[Credentials, Address]:
    """The credentials, and the address where that is not left to the variables."""
    if option is not None:
        return _of_profile(option, base_url, is_named=True)
    name, variables = profile_from_environment(), variables_set()
    if variables and name is not None:
        raise CommandError(
            f"{_PROFILE} and {' and '.join(variables)} are set and may mean different accounts: unset one, "
            "or give --profile"
        )
    if variables:
        return _from_variables(account_sid), Address(base_url=base_url)
    return _of_profile(name or _default_profile(), base_url, is_named=False)


def _from_variables(account_sid: str | None) -> Credentials:
    """The credentials of the variables; an account that only the option names is theirs."""
    sid, token, key, secret = (os.environ.get(name) or None for name in _CREDENTIALS)
    source = _SID
    _tell_of_half(token, key, secret)
    if sid is None:
        sid, source = account_sid, "--account-sid"
    if sid is not None and key is not None and secret is not None:
        return make_credentials(sid, key, secret, source=f"credentials from {source}, {_KEY} and {_SECRET}")
    if sid is not None and token is not None:
        return make_credentials(sid, None, token, source=f"credentials from {source} and {_TOKEN}")
    raise CommandError(
        f"of the credentials only {' and '.join(variables_set())} can be had from variables: set {_SID} with "
        f"{_TOKEN}, or with {_KEY} and {_SECRET}, or give --profile"
    )


def _tell_of_half(token: str | None, key: str | None, secret: str | None) -> None:
    """Say that half of an API key is set beside a whole pair, which is what counts."""
    if token is not None and (key is None) != (secret is None):
        there, missing = (_SECRET, _KEY) if key is None else (_KEY, _SECRET)
        notices.say(f"{there} is set without {missing} and is not used: set both, or unset it")


def _of_profile(name: str, base_url: str | None, *, is_named: bool) -> tuple[Credentials, Address]:
    profile = load_profiles().named(name)
    credentials = profile.credentials(name)
    if base_url is not None:
        return credentials, Address(base_url=base_url)
    variables = [variable for variable in ADDRESS_VARIABLES if os.environ.get(variable)]
    if variables and not (is_named and profile.address != NOWHERE):
        home = profile.home.client(credentials).base_url
        if address_of_variables().client(credentials).base_url != home:
            raise CommandError(
                f"the profile {name!r} is for {home}, and its secret does not go where "
                f"{' and '.join(variables)} lead: unset that, give --base-url, or make a profile for there "
                f"with {NAME} login --profile NAME"
            )
    return credentials, profile.home


def _default_profile() -> str:
    known = load_profiles()
    if known.default is not None:
        return known.default
    if known.profiles:
        raise CommandError(
            f"no profile is the default one: give --profile ({', '.join(known.profiles)}), or choose one "
            f"with {NAME} profiles --use NAME"
        )
    raise CommandError(
        f"no credentials: set {_SID} and {_TOKEN} (or {_KEY} and {_SECRET}), or keep some with {NAME} login"
    )
