"""Who asks, and where: the credentials and the address that a command's client is made of.

Credentials are taken as a whole from one place, so that no SID meets another one's secret: the profile that
`--profile` names; else the variables, where any of them is set; else the profile of TWILIO_PROFILE; else the
default one. Both the variables and TWILIO_PROFILE are a contradiction, which is refused.

The address is one thing too: `--base-url`; else that of the profile that `--profile` names, where it has
one; else TWILIO_BASE_URL, or TWILIO_REGION and TWILIO_EDGE; else that of whichever profile it is; else
Twilio's own.

`--account-sid` does not choose credentials but the account that they act for.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from twilio_async.cli.credentials.profiles import NOWHERE, Address, load_profiles, make_credentials
from twilio_async.cli.errors import CommandError
from twilio_async.cli.program import NAME

if TYPE_CHECKING:
    from twilio_async import Client, Credentials

_SID, _TOKEN, _KEY, _SECRET = _CREDENTIALS = (
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_KEY",
    "TWILIO_API_SECRET",
)
_ADDRESS = ("TWILIO_BASE_URL", "TWILIO_REGION", "TWILIO_EDGE")
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
    credentials, address = _found(profile, account_sid)
    if base_url is not None:
        address = Address(base_url=base_url)
    client = address.client(credentials, **settings)
    if account_sid is None or account_sid == client.account_sid:
        return client
    client.accounts(account_sid)  # Refuses what is no account, or is out of reach.
    from twilio_async.cli.credentials.acting import ActingCredentials

    return address.client(ActingCredentials(credentials, account_sid), **settings)


def profile_from_environment() -> str | None:
    """The profile that the environment names."""
    return os.environ.get(_PROFILE) or None


def variables_set() -> list[str]:
    """The variables of credentials that hold something."""
    return [name for name in _CREDENTIALS if os.environ.get(name)]


def _found(option: str | None, account_sid: str | None) -> tuple[Credentials, Address]:
    """The credentials, and the address where that is not left to the variables."""
    if option is not None:
        return _of_profile(option, keeps_address=True)
    name, variables = profile_from_environment(), variables_set()
    if variables and name is not None:
        raise CommandError(
            f"{_PROFILE} and {' and '.join(variables)} are set and may mean different accounts: unset one, "
            "or give --profile"
        )
    if variables:
        return _from_variables(account_sid), NOWHERE
    return _of_profile(name or _default_profile(), keeps_address=False)


def _from_variables(account_sid: str | None) -> Credentials:
    """The credentials of the variables; an account that only the option names is theirs."""
    sid, token, key, secret = (os.environ.get(name) or None for name in _CREDENTIALS)
    source = _SID
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


def _of_profile(name: str, *, keeps_address: bool) -> tuple[Credentials, Address]:
    profile = load_profiles().named(name)
    is_elsewhere = not keeps_address and any(os.environ.get(variable) for variable in _ADDRESS)
    return profile.credentials(name), NOWHERE if is_elsewhere else profile.address


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
