"""The file of the profiles, `profiles.json` in the platform's folder for settings.

A secret is in the keyring before its profile is in the file, and behind it: so the file lists the entries of
the keyring that no profile has, before they are made and until they are taken out. Whatever a kill leaves
over, the next change clears away. All of a change is done by one process at a time.
"""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from attrs import evolve

from twilio_async.cli.credentials import keyrings
from twilio_async.cli.credentials.private_files import locked, read_private, write_private
from twilio_async.cli.credentials.profiles import Profile, Profiles
from twilio_async.cli.errors import CommandError
from twilio_async.cli.program import NAME
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Generator


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


def choose_default(name: str) -> None:
    """Make the profile with this name the default one.

    Raises:
        CommandError: There is none, or it cannot be saved.
    """
    with _changing():
        _change(lambda known: known.with_default(name))


def save_profile(
    name: str, profile: Profile, secret: str, *, is_default: bool, over: Container[str] | None
) -> Profile:
    """Save a profile with its secret, in place of one that has this name; gives it as it was saved.

    Args:
        name: Its name.
        profile: The profile.
        secret: Its secret.
        is_default: Whether it is to be the default one.
        over: The accounts whose profile it may replace; None where it may replace any.

    Raises:
        CommandError: It cannot be saved, or may not replace what is there; that is still there then.
    """

    def check(known: Profiles) -> Profiles:
        there = known.profiles.get(name)
        if there is not None and over is not None and there.account_sid not in over:
            raise CommandError(
                f"the profile {name!r} has become account {there.account_sid} meanwhile: log in again to "
                "replace that, or give another --profile"
            )
        return known

    with _changing():
        _change(check)
        saved = evolve(profile, secret=secret)
        if keyrings.is_there():
            entry = f"{name} {profile.api_key or profile.account_sid} {secrets.token_hex(4)}"
            saved = evolve(profile, keyring_entry=entry)
            keyrings.find(entry)  # One that is locked says so before anything is saved.
            _change(lambda known: known.with_unused(entry))
            keyrings.keep(entry, secret)
        _change(lambda known: known.with_profile(name, saved, is_default=is_default))
    return saved


def remove_profile(name: str, profile: Profile) -> None:
    """Remove a profile and its secret.

    Raises:
        CommandError: It is not there, or cannot be removed.
    """

    def remove(known: Profiles) -> Profiles:
        if known.named(name) != profile:
            raise CommandError(f"the profile {name!r} has become another one meanwhile: it was left alone")
        return known.without(name)

    with _changing():
        _change(remove)


@contextmanager
def _changing() -> Generator[None, None, None]:
    """Be the only one who changes the profiles, and leave no unused secret in the keyring."""
    with locked(profiles_path().parent):
        _clear()
        try:
            yield
        finally:
            _clear()


def _change(change: Callable[[Profiles], Profiles]) -> None:
    """Save what `change` makes of the profiles.

    Raises:
        CommandError: They cannot be read or written, or `change` refuses; nothing is changed then.
    """
    import msgspec

    before = load_profiles()
    after = change(before)
    if after != before:
        write_private(profiles_path(), msgspec.json.format(msgspec.json.encode(after)) + b"\n")


def _clear() -> None:
    """Take unused entries out of the keyring, and forget those that are out; say which one is still there."""
    left: list[str] = []
    for entry in load_profiles().unused:
        try:
            keyrings.forget(entry)
        except CommandError as error:
            notices.say(f"The keyring still has an unused secret, {entry!r}: {error}")
            left.append(entry)
    _change(lambda known: evolve(known, unused=left))
