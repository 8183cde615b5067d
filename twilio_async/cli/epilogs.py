"""The ends of helps: an example of the command, and where its credentials come from.

No option takes a secret: the arguments of a process can be read by everybody on its machine.
"""

from twilio_async.cli.program import NAME

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
