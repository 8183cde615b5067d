"""`webhook`: prove the signature of a request of Twilio's, and show those that come."""

import os
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from twilio_async.cli.arguments.inputs import check_stdin, read_bytes
from twilio_async.cli.arguments.options import any_of
from twilio_async.cli.connection import profile_names
from twilio_async.cli.errors import CommandError, reason
from twilio_async.cli.printing.stdout import print_line
from twilio_async.cli.program import NAME, example
from twilio_async.cli.running import exit_statuses, run
from twilio_async.cli.terminal.notices import notices

webhook = typer.Typer(no_args_is_help=True, help="Prove what Twilio sends to you, and look at it.")

_Form: TypeAlias = Literal["table", "json"]
_TOKEN = "TWILIO_AUTH_TOKEN"  # noqa: S105 - the name of a variable
_PORT = 5000
_HIGHEST_PORT = 65_535

ProfileOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        autocompletion=profile_names,
        help=f"The profile that has the auth token; else it is that of {_TOKEN}, or of TWILIO_PROFILE, or "
        "of the default profile. There is no option for the token: process lists would show it.",
    ),
]


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise typer.BadParameter(f"{text!r} is not like key=value", param_hint="KEY=VALUE")
    return key, value


@webhook.command(
    epilog=example(
        "webhook verify --url https://example.com/sms --signature '0/KCTR6...=' From=+15558675310 Body=Hi"
    )
)
def verify(
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="KEY=VALUE",
            help="Each parameter of the form, decoded; a key can be given several times.",
        ),
    ] = None,
    *,
    url: Annotated[
        str,
        typer.Option(
            metavar="URL", help="The address that Twilio requested, encoded as it did, with all of its query."
        ),
    ],
    signature: Annotated[str, typer.Option(metavar="TEXT", help="The header X-Twilio-Signature.")],
    json_body: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT|@FILE|-",
            help="The body of a request that is no form: its text, a file, or - for stdin.",
        ),
    ] = None,
    profile: ProfileOption = None,
) -> None:
    """Say whether a request is Twilio's: that is, whether its signature holds.

    The exit status is 0 where it does, and 1 where it does not. Nothing is asked of Twilio.
    """
    with exit_statuses():
        notices.begin()
        if json_body is not None and values:
            raise typer.BadParameter("needs no KEY=VALUE", param_hint="--json-body")
        check_stdin(json_body)
        pairs = [_pair(value) for value in values or []]
        body = None if json_body is None else read_bytes(json_body, "--json-body")
        from twilio_async.webhooks import Validator

        token = _token(profile)
        if not Validator(token).is_valid(url, pairs if body is None else body, signature):
            raise CommandError(
                "the signature does not hold: give the address just as Twilio has it, with its query, and "
                "every parameter that came, empty ones too; or the token is another account's"
            )
        print_line("The signature holds.")


@webhook.command(
    epilog=example("webhook listen --port 5000 --twiml answer.xml --public-url https://example.com")
)
def listen(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=_HIGHEST_PORT, metavar="PORT", help="0 takes a free one.")
    ] = _PORT,
    twiml: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The TwiML to answer with, read for each request; else one that asks for nothing.",
        ),
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Where Twilio reaches this machine, such as https://example.com; else a tunnel on this "
            "machine tells by X-Forwarded-Proto and -Host.",
        ),
    ] = None,
    form: Annotated[
        _Form,
        typer.Option("--output", "-o", metavar=any_of(_Form), help="The form of each event; json is a line."),
    ] = "table",
    profile: ProfileOption = None,
) -> None:
    """Show what Twilio sends to 127.0.0.1, until Ctrl-C, and whether its signature holds.

    A tunnel or a proxy has to lead there. Each request is answered, be it Twilio's or not.
    """
    with exit_statuses():
        notices.begin()
        if twiml is not None:
            _check_file(twiml)
        from twilio_async.cli.webhook_listener import Listener

        token = _token_if_any(profile)
        if token is None:
            notices.say(f"Signatures are not checked: set {_TOKEN} for that, or give --profile.")
        run(Listener(token, public_url, twiml, is_json=form == "json").serve(port))


def _check_file(path: Path) -> None:
    from twilio_async.twiml import TwiMLException, parse

    try:
        parse(path.read_text(encoding="utf-8"))
    except TwiMLException as error:
        raise CommandError(f"{path} is no TwiML: {error}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path} holds no text in UTF-8") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {reason(error)}") from error


def _token_if_any(profile: str | None) -> str | None:
    """The auth token; None where nothing says which one."""
    from twilio_async.cli.credentials.identity import profile_from_environment
    from twilio_async.cli.credentials.profile_file import load_profiles

    if profile or os.environ.get(_TOKEN) or profile_from_environment() or load_profiles().default:
        return _token(profile)
    return None


def _token(profile: str | None) -> str:
    """The auth token of the profile, or else of the variable, or else of the profile that is meant.

    Raises:
        CommandError: There is none.
    """
    from twilio_async import AuthToken
    from twilio_async.cli.credentials.identity import profile_from_environment
    from twilio_async.cli.credentials.profile_file import load_profiles

    if profile is None and os.environ.get(_TOKEN):
        return os.environ[_TOKEN]
    profiles = load_profiles()
    name = profile or profile_from_environment() or profiles.default
    if name is None:
        raise CommandError(f"no auth token: set {_TOKEN}, or keep one with {NAME} login")
    credentials = profiles.named(name).credentials(name)
    if not isinstance(credentials, AuthToken):
        raise CommandError(
            f"the profile {name!r} has an API key, whose secret signs nothing: set {_TOKEN}, or give a "
            "--profile with an auth token"
        )
    return credentials.auth_token
