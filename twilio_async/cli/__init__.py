"""The command line: `twilio-async`, or `python -m twilio_async`.

This much can be imported without the extra `cli`; the commands need typer and rich.
"""

import os
import sys
from importlib.util import find_spec

from twilio_async.cli.program import INTERRUPTED, NAME

_NEEDED = ("typer", "rich")


def main() -> None:
    """Run the command that the arguments of the process name, and end the process with its exit status."""
    _open_closed_streams()
    if not all(map(find_spec, _NEEDED)):
        sys.exit(
            f"{NAME} needs typer and rich for its command line, which the extra twilio-async[cli] "
            f"brings: {sys.executable} -m pip install {' '.join(_NEEDED)} keyring"
        )
    try:
        from twilio_async.cli.app import start  # Typer and rich may be missing.

        start()
    except KeyboardInterrupt:  # While it was still being loaded.
        sys.exit(INTERRUPTED)


def _open_closed_streams() -> None:
    """Open the standard streams that whoever started the process has closed, on nothing.

    Each takes its own descriptor, the lowest that is free: else the first socket would have it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
