"""The command line: `twilio-async`, or `python -m twilio_async`.

This much can be imported without the extra `cli`; the commands need typer and rich.
"""

import sys

_EXTRA = frozenset({"typer", "rich"})
INTERRUPTED = 130


def main() -> None:
    """Run the command that the arguments of the process name, and end the process with its exit status."""
    try:
        from twilio_async.cli.app import start  # noqa: PLC0415  # Typer and rich may be missing.

        start()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        sys.exit("twilio-async needs typer and rich for its command line: pip install 'twilio-async[cli]'")
    except KeyboardInterrupt:  # While it was still being loaded.
        sys.exit(INTERRUPTED)
