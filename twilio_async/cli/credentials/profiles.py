"""Profiles: credentials under a name, with the address of the API that they are for.

They are in one file, `profiles.json` in the platform's folder for settings. The secret of each is in the
system's keyring, or in that file where there is none. Each login has a keyring entry of its own, so that one
that is broken off in the middle never leaves a profile with another's secret.
"""

from __future__ import annotations

import os
import re
import secrets
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer
from attrs import evolve, field, frozen

import twilio_async
from twilio_async.cli.credentials import keyrings
from twilio_async.cli.credentials.private_files import locked, read_private, write_private
from twilio_async.cli.errors import CommandError
from twilio_async.cli.notices import notices
from twilio_async.cli.program import NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from twilio_async import Client, Credentials

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


@frozen(kw_only=True)
class Profile:
    """An account, what opens it, and where its API is.

    Attributes:
        account_sid: The account.
        api_key: The API key whose secret it is; None where it is the account's auth token.
        secret: The secret, where there is no keyring.
        keyring_entry: The name of the secret's entry in the keyring, where there is one.
        address: Where its API is.
    """

    account_sid: str
    api_key: str | None = None
    secret: str | None = field(default=None, repr=False)
    keyring_entry: str | None = None
    address: Address = NOWHERE

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
    """All profiles by their names, and which one is the default."""

    version: Literal[1] = 1
    default: str | None = None
    profiles: dict[str, Profile] = field(factory=dict[str, Profile])

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
        return evolve(self, default=default, profiles={**self.profiles, name: profile})

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
        return evolve(self, default=None if self.default == name else self.default, profiles=rest)


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


def profiles_path() -> Path:
    """The file that has the profiles.

    Raises:
        CommandError: The system names no folder for it.
    """
    folder = Path(typer.get_app_dir(NAME))
    if not folder.is_absolute():  # The specification of XDG_CONFIG_HOME has a relative one ignored.
        folder = Path(os.path.expanduser("~/.config")) / NAME  # noqa: PTH111 - Path's raises without a home
    if not folder.is_absolute():
        raise CommandError("there is no folder for profiles: set HOME or XDG_CONFIG_HOME")
    return folder / "profiles.json"


def load_profiles() -> Profiles:
    """All profiles; none where there is no file.

    Raises:
        CommandError: The file cannot be read, or is damaged.
    """
    import msgspec

    path = profiles_path()
    content = read_private(path)
    if content is None:
        return Profiles()
    try:
        return msgspec.json.decode(content, type=Profiles)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CommandError(
            f"{path} is damaged ({error}): mend it, or move it away and log in again with {NAME} login"
        ) from error


def change_profiles(change: Callable[[Profiles], Profiles]) -> Profiles:
    """Save what `change` makes of the profiles; gives them as they were. Nobody else changes them meanwhile.

    Raises:
        CommandError: They cannot be read or written, or `change` refuses; nothing is changed then.
    """
    import msgspec

    path = profiles_path()
    with locked(path.parent):
        before = load_profiles()
        after = change(before)
        if after != before:
            write_private(path, msgspec.json.format(msgspec.json.encode(after)) + b"\n")
    return before


def save_profile(name: str, profile: Profile, secret: str, *, is_default: bool) -> Profile:
    """Save a profile with its secret, in place of one that has this name; gives it as it was saved.

    Raises:
        CommandError: It cannot be saved; what was there is still there.
    """
    entry = f"{name} {profile.api_key or profile.account_sid} {secrets.token_hex(4)}"
    if keyrings.keep(entry, secret):
        saved = evolve(profile, keyring_entry=entry)
    else:
        saved = evolve(profile, secret=secret)
    try:
        before = change_profiles(lambda known: known.with_profile(name, saved, is_default=is_default))
    except BaseException:
        if not _is_named(entry):  # Else the interrupt came when the profile was saved.
            _drop_secret(saved)
        raise
    if name in before.profiles:
        _drop_secret(before.profiles[name])
    return saved


def remove_profile(name: str) -> None:
    """Remove a profile and its secret.

    Raises:
        CommandError: There is none of this name, or it cannot be removed.
    """

    def remove(known: Profiles) -> Profiles:
        known.named(name)
        return known.without(name)

    _drop_secret(change_profiles(remove).profiles[name])


def _is_named(entry: str) -> bool:
    """Whether a profile has its secret in this entry of the keyring; none has where they cannot be read."""
    try:
        return any(profile.keyring_entry == entry for profile in load_profiles().profiles.values())
    except CommandError:
        return False


def _drop_secret(profile: Profile) -> None:
    """Take the secret of a profile that is no more out of the keyring, or say that it is still there."""
    try:
        if profile.keyring_entry is not None:
            keyrings.forget(profile.keyring_entry)
    except CommandError as error:
        notices.say(f"The keyring still has an unused secret, {profile.keyring_entry!r}: {error}")
