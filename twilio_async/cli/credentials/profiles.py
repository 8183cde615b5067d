"""Profiles: credentials under a name, with the address of the API that they are for.

The secret of each is in the system's keyring, or in the profile where there is none. Each login has a keyring
entry of its own, so that one that is broken off in the middle never leaves a profile with another's secret.
"""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING, Any

import typer
from attrs import evolve, field, frozen

import twilio_async
from twilio_async.cli.credentials import keyrings
from twilio_async.cli.errors import CommandError
from twilio_async.cli.program import NAME

if TYPE_CHECKING:
    from twilio_async import Client, Credentials

ADDRESS_VARIABLES = ("TWILIO_BASE_URL", "TWILIO_REGION", "TWILIO_EDGE")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@frozen(kw_only=True)
class Address:
    """The address of the API, as `Client` takes it; without any of them it is left to the variables."""

    base_url: str | None = None
    region: str | None = None
    edge: str | None = None

    def client(self, credentials: Credentials, **settings: Any) -> Client:
        """A client for this address, with whatever else `Client` takes.

        Raises:
            ConfigurationError: The address cannot be.
        """
        return twilio_async.Client(
            credentials=credentials, base_url=self.base_url, region=self.region, edge=self.edge, **settings
        )


NOWHERE = Address()
"""The address that nobody has given."""
_TWILIOS = Address(base_url="https://api.twilio.com")


def address_of_variables() -> Address:
    """The address that the variables name; an empty one counts as not set."""
    url, region, edge = (os.environ.get(name) or None for name in ADDRESS_VARIABLES)
    return Address(region=region, edge=edge) if url is None else Address(base_url=url)


@frozen(kw_only=True)
class Profile:
    """An account, what opens it, and where its API is.

    Attributes:
        account_sid: The account.
        api_key: The API key whose secret it is; None where it is the account's auth token.
        secret: The secret, where there is no keyring.
        keyring_entry: The name of the secret's entry in the keyring, where there is one.
        address: Where its API is; Twilio's own where nothing else was said when it was made.
    """

    account_sid: str
    api_key: str | None = None
    secret: str | None = field(default=None, repr=False)
    keyring_entry: str | None = None
    address: Address = NOWHERE

    @property
    def home(self) -> Address:
        """The one address that its secret goes to, unless an option names another."""
        return _TWILIOS if self.address == NOWHERE else self.address

    def credentials(self, name: str) -> Credentials:
        """The credentials of the profile with this name.

        Raises:
            CommandError: The keyring does not give the secret.
        """
        secret = self.secret if self.keyring_entry is None else keyrings.find(self.keyring_entry)
        if secret is None:
            raise CommandError(f"the secret of profile {name!r} is gone: {NAME} login --profile {name}")
        return make_credentials(
            self.account_sid, self.api_key, secret, source=f"credentials from profile {name!r}"
        )


@frozen(kw_only=True)
class Profiles:
    """All profiles by their names, and which one is the default.

    Attributes:
        default: The name of the default one.
        profiles: The profiles.
        unused: The keyring entries of none of them: of a login that is under way, or of what is no more.
    """

    default: str | None = None
    profiles: dict[str, Profile] = field(factory=dict[str, Profile])
    unused: list[str] = field(factory=list[str])

    def named(self, name: str) -> Profile:
        """The profile with this name.

        Raises:
            CommandError: There is none; the text says which there are.
        """
        if name not in self.profiles:
            known = f"known are {', '.join(self.profiles)}" if self.profiles else "and none at all yet"
            raise CommandError(
                f"there is no profile {name!r}, {known}: {NAME} login --profile {shlex.quote(name)} makes it"
            )
        return self.profiles[name]

    def with_profile(self, name: str, profile: Profile, *, is_default: bool) -> Profiles:
        """These with one more, or with another one under this name; the first one is the default."""
        default = name if is_default or not self.profiles else self.default
        return self._with({**self.profiles, name: profile}, default)

    def with_default(self, name: str) -> Profiles:
        """These, with this one as the default.

        Raises:
            CommandError: There is none of this name.
        """
        self.named(name)
        return evolve(self, default=name)

    def without(self, name: str) -> Profiles:
        """These but for one. If that was the default, there is none: nobody changes accounts unawares."""
        rest = {other: profile for other, profile in self.profiles.items() if other != name}
        return self._with(rest, None if self.default == name else self.default)

    def with_unused(self, entry: str) -> Profiles:
        """These, and an entry of the keyring that no profile has yet."""
        return evolve(self, unused=[*self.unused, entry])

    def _with(self, profiles: dict[str, Profile], default: str | None) -> Profiles:
        entries = [profile.keyring_entry for profile in self.profiles.values()]
        used = {profile.keyring_entry for profile in profiles.values()}
        unused = [entry for entry in (*self.unused, *entries) if entry is not None and entry not in used]
        return evolve(self, default=default, profiles=profiles, unused=unused)


def check_name(name: str) -> str:
    """`name`, if a profile can have it."""
    if not _NAME.fullmatch(name):
        raise typer.BadParameter(
            f"{name!r} is no name of a profile: letters, digits, '.', '_' and '-', 64 at most"
        )
    return name


def make_credentials(account_sid: str, api_key: str | None, secret: str, *, source: str) -> Credentials:
    """The credentials of an API key, or else of an auth token."""
    if api_key is None:
        return twilio_async.AuthToken(account_sid, secret, source=source)
    return twilio_async.ApiKey(account_sid, api_key, secret, source=source)
