"""Keyrings for tests: one that keeps its secrets in a file, and one that is locked."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import KeyringLocked, PasswordDeleteError

FILE = "TESTS_KEYRING_FILE"


class FileKeyring(KeyringBackend):
    """A keyring in the file that the environment names."""

    @properties.classproperty
    def priority(self) -> float:
        return 1

    def set_password(self, service: str, username: str, password: str) -> None:
        self._save(self.entries() | {f"{service}/{username}": password})

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries().get(f"{service}/{username}")

    def delete_password(self, service: str, username: str) -> None:
        entries = self.entries()
        if entries.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("no such entry")
        self._save(entries)

    def entries(self) -> dict[str, str]:
        path = Path(os.environ[FILE])
        return json.loads(path.read_text()) if path.exists() else {}

    def _save(self, entries: dict[str, str]) -> None:
        Path(os.environ[FILE]).write_text(json.dumps(entries))


class LockedKeyring(KeyringBackend):
    """A keyring that nobody unlocks."""

    @properties.classproperty
    def priority(self) -> float:
        return 1

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username, password
        raise KeyringLocked("the keyring is locked")

    def get_password(self, service: str, username: str) -> str | None:
        del service, username
        raise KeyringLocked("the keyring is locked")
