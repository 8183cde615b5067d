"""`login` and `logout`: credentials are kept as a profile, and removed again.

A secret is typed without being shown, or read from stdin; no option takes one.
"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from twilio_async.cli.arguments.options import options
from twilio_async.cli.arguments.sids import sid_parser
from twilio_async.cli.commands.whoami import identify
from twilio_async.cli.connection import RequestSettings, profile_names
from twilio_async.cli.credentials.identity import profile_from_environment, variables_set
from twilio_async.cli.credentials.keyrings import absence
from twilio_async.cli.credentials.profile_file import (
    load_profiles,
    profiles_path,
    remove_profile,
    save_profile,
)
from twilio_async.cli.credentials.profiles import (
    NOWHERE,
    Address,
    Profile,
    address_of_variables,
    check_name,
    make_credentials,
)
from twilio_async.cli.errors import CommandError
from twilio_async.cli.printing.stdout import print_line
from twilio_async.cli.program import NAME
from twilio_async.cli.running import grouped, reporting, run_with
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.questions import Yes, ask, ask_unseen, check_terminal, confirm, text_of

if TYPE_CHECKING:
    from twilio_async import Account, Client

_DEFAULT = "default"
_UNSAVED = "nothing was saved"
_Name = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", autocompletion=profile_names, help="The name of the profile."),
]


@grouped
def login(
    *,
    name: _Name = None,
    account_sid: Annotated[
        str | None,
        typer.Option(
            metavar="AC...", parser=sid_parser("AC"), help="The account; asked for where it is not given."
        ),
    ] = None,
    api_key: Annotated[
        str | None,
        typer.Option(
            metavar="SK...",
            parser=sid_parser("SK"),
            help="An API key, whose secret then takes the auth token's place.",
        ),
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Another address of the API, such as the emulator's.")
    ] = None,
    region: Annotated[str | None, typer.Option(metavar="REGION", help="Such as ie1; needs --edge.")] = None,
    edge: Annotated[str | None, typer.Option(metavar="EDGE", help="Such as dublin; needs --region.")] = None,
    secret_stdin: Annotated[
        bool, typer.Option("--secret-stdin", help="Read the secret from stdin, one line.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Ask Twilio whether the credentials are right.")
    ] = True,
    default: Annotated[
        bool, typer.Option("--default", help="Make it the default profile, as the first one always is.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Replace a profile of another account without asking.")
    ] = False,
    requests: RequestSettings = options(RequestSettings.of),
) -> None:
    """Keep credentials as a profile, once Twilio takes them.

    The secret goes to the system's keyring. Where there is none it is in a file that you alone may read, and
    a line says so.
    """
    name = check_name(name if name is not None else profile_from_environment() or _DEFAULT)
    if not sys.stdin.isatty():
        _refuse_questions(account_sid, secret_stdin=secret_stdin)
    elif secret_stdin:
        raise typer.BadParameter(
            "give the secret by a pipe, or leave --secret-stdin out to type it unseen",
            param_hint="--secret-stdin",
        )
    account_sid = account_sid or ask("Account SID (AC...): ", otherwise=_UNSAVED)
    over = None if yes else _replaceable(name, account_sid)
    secret = _read_secret(api_key, from_stdin=secret_stdin)
    address = Address(base_url=base_url, region=region, edge=edge)
    if address == NOWHERE:
        address = address_of_variables()  # Which the profile then keeps.
    credentials = make_credentials(account_sid, api_key, secret, source="what was given to login")
    client = address.client(credentials, **requests.for_client())
    account = _checked(client) if check else None
    profile = Profile(account_sid=account_sid, api_key=api_key, address=address)
    saved = save_profile(name, profile, secret, is_default=default, over=over)
    with reporting(f"the profile {name!r} was saved"):
        _report(name, saved, account)


@grouped
def logout(*, name: _Name = None, yes: Yes = False) -> None:
    """Remove a profile and its secret, once that is confirmed; the default one where none is named."""
    if name is None:
        name = profile_from_environment() or load_profiles().default
    if name is None:
        raise CommandError(f"no profile is the default one: give --profile; {NAME} profiles shows them")
    profile = load_profiles().named(name)
    if not yes:
        check_terminal(yes=yes)
        facts = {"Profile": name, "Account": profile.account_sid}
        question = "Its secret cannot be had back from here. Remove it?"
        confirm(question, facts, otherwise="nothing was removed")
    remove_profile(name, profile)
    with reporting(f"the profile {name!r} was removed"):
        print_line(f"The profile {name!r} is removed.")


def _refuse_questions(account_sid: str | None, *, secret_stdin: bool) -> None:
    """Without a terminal on stdin, everything has to be given."""
    if account_sid is None:
        raise typer.BadParameter("there is no terminal to ask on: give it", param_hint="--account-sid")
    if not secret_stdin:
        raise typer.BadParameter("there is no terminal to ask on: give it", param_hint="--secret-stdin")


def _replaceable(name: str, account_sid: str) -> set[str]:
    """The accounts whose profile may be replaced by one of this account.

    Another secret for the same account is no loss; another account in its place may be, which is asked about.
    """
    before = load_profiles().profiles.get(name)
    if before is None or before.account_sid == account_sid:
        return {account_sid}
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            f"the profile {name!r} is account {before.account_sid}: give it to replace that",
            param_hint="--yes",
        )
    confirm(f"The profile {name!r} is account {before.account_sid}. Replace it?", otherwise=_UNSAVED)
    return {account_sid, before.account_sid}


def _read_secret(api_key: str | None, *, from_stdin: bool) -> str:
    if from_stdin:
        return text_of(sys.stdin.readline, otherwise=_UNSAVED)
    what = "Auth token" if api_key is None else "Secret of the API key"
    return ask_unseen(f"{what} (not shown): ", otherwise=_UNSAVED)


def _checked(client: "Client") -> "Account | None":
    """The account, where the credentials open it.

    Raises:
        CommandError: Twilio does not take them, or was not reached.
    """
    from twilio_async import TwilioError

    found: list[Account | None] = []

    async def work(client: "Client") -> None:
        found.append(await identify(client))

    try:
        run_with(client, work)
    except (TwilioError, CommandError) as error:
        raise CommandError(f"{error}; {_UNSAVED}") from error
    return found[0]


def _report(name: str, profile: Profile, account: "Account | None") -> None:
    if profile.keyring_entry is None:
        why = absence()
        notices.say(f"{why[0].upper()}{why[1:]}; the secret is in {profiles_path()}, a file of mode 0600")
    variables = variables_set()
    if variables:
        notices.say(f"{' and '.join(variables)} win over profiles: unset them, or give --profile {name}")
    facts = "" if account is None else f" ({account.friendly_name}, {account.status})"
    print_line(f"The profile {name!r} is account {profile.account_sid}{facts}.")
