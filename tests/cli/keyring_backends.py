"""Keyrings for tests: one that keeps its secrets in a file, and one that is locked."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.core import load_keyring, set_keyring
from keyring.errors import KeyringLocked, PasswordDeleteError

FILE = "TESTS_KEYRING_FILE"


class FileKeyring(KeyringBackend):
    """A keyring in the file that the environment names."""

    @properties.classproperty
    def priority(self) -> float:
        return 1

    def set_password(self, service: str, username: str, password: str) -> None:
        _save(entries() | {f"{service}/{username}": password})

    def get_password(self, service: str, username: str) -> str | None:
        return entries().get(f"{service}/{username}")

    def delete_password(self, service: str, username: str) -> None:
        known = entries()
        if known.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("no such entry")
        _save(known)


class LockedKeyring(KeyringBackend):
    """A keyring that nobody unlocks."""

    @properties.classproperty
    def priority(self) -> float:
        return 1

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"the keyring is locked for {service}, {username}, {password}")

    def get_password(self, service: str, username: str) -> str | None:
        del service, username
        raise KeyringLocked("the keyring is locked")


def entries() -> dict[str, str]:
    """The secrets in the file, each under its service and its name there."""
    path = Path(os.environ[FILE])
    return json.loads(path.read_text()) if path.exists() else {}


def use(backend: type[KeyringBackend]) -> None:
    """Let this process have such a keyring."""
    set_keyring(load_keyring(name_of(backend)))


def name_of(backend: type[KeyringBackend]) -> str:
    """What PYTHON_KEYRING_BACKEND is to say for such a keyring."""
    return f"{backend.__module__}.{backend.__name__}"


def _save(known: dict[str, str]) -> None:
    Path(os.environ[FILE]).write_text(json.dumps(known))
