"""The program: its name, its exit statuses, and how the helps of its commands end.

No option takes a secret: the arguments of a process can be read by everybody on its machine. This is imported
without typer and rich, which may be missing.
"""

NAME = "twilio-async"
FAILED = 1
USAGE = 2
"""Typer's own for what cannot be asked for."""
INTERRUPTED = 130
NOBODY_READS = 141
"""The status of programs that SIGPIPE ends."""
STATUSES = (
    f"Exit statuses: 0 success; {FAILED} an error, in a line on stderr; {USAGE} wrong usage; {INTERRUPTED} "
    "Ctrl-C; 143 SIGTERM; 129 a terminal that is closed; "
    f"{NOBODY_READS} an output that nobody reads any more."
)
_SECRETS = (
    "The credentials come from the environment: TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN, or with "
    f"TWILIO_API_KEY and TWILIO_API_SECRET; or else from a profile, which `{NAME} login` makes. There "
    "is no option for a secret: process lists would show it."
)


def example(arguments: str) -> str:
    """The end of the help of a command: an example of it."""
    return f"Example: {NAME} {arguments}"


def epilog(arguments: str) -> str:
    """The end of the help of a command that asks Twilio: an example, and where its credentials come from."""
    return f"{example(arguments)}\n\n{_SECRETS}"
