"""The system's keyring: where the secrets of profiles are, if there is one.

Which keyring that is, the library `keyring` finds out; its backends that keep nothing count as none.
"""

from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec

from twilio_async.cli.errors import CommandError
from twilio_async.cli.program import NAME

_WITHOUT = "PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring to log in without it"


def keep(entry: str, secret: str) -> None:
    """Keep a secret under the name of its entry.

    Raises:
        CommandError: The keyring refuses.
    """
    with _failures():
        from keyring import set_password

        set_password(NAME, entry, secret)


def find(entry: str) -> str | None:
    """The secret of an entry; None where there is none.

    Raises:
        CommandError: The keyring refuses, or this system has none.
    """
    with _failures():
        if not is_there():
            raise CommandError(f"the secret is in a keyring, and {absence()}; mend that, or log in again")
        from keyring import get_password

        return get_password(NAME, entry)


def forget(entry: str) -> None:
    """Take an entry out; one that is not there is no error.

    Raises:
        CommandError: The keyring refuses, or this system has none.
    """
    with _failures():
        if not is_there():
            raise CommandError(absence())
        from keyring import delete_password, get_password

        if get_password(NAME, entry) is not None:
            delete_password(NAME, entry)


def absence() -> str:
    """The reason why this system has no keyring."""
    if _is_installed():
        return "no keyring is found here"
    return "the library keyring is not installed: pip install keyring"


def _is_installed() -> bool:
    return find_spec("keyring") is not None


def is_there() -> bool:
    """Whether this system has a keyring."""
    if not _is_installed():
        return False
    import keyring
    from keyring.backends import fail, null

    return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)


@contextmanager
def _failures() -> Generator[None, None, None]:
    """Turn the errors of keyrings into one line, without their texts, which may repeat the secret."""
    try:
        yield
    except CommandError:
        raise
    except Exception as error:
        what = type(error).__name__
        raise CommandError(f"the keyring failed ({what}): unlock it, or set {_WITHOUT}") from error
