"""The connection of a command: the options that say which client it has, and how that makes requests."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer
from attrs import frozen

from twilio_async.cli.arguments.sids import sid_parser
from twilio_async.cli.errors import CommandError
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from twilio_async import Client

_PANEL = "API"


def profile_names(incomplete: str) -> list[str]:
    """The names of profiles that begin like this, for completion; none where the profiles cannot be read."""
    from twilio_async.cli.credentials.profile_file import load_profiles

    try:
        return [name for name in load_profiles().profiles if name.startswith(incomplete)]
    except CommandError:
        return []


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < math.inf:
        raise typer.BadParameter(f"{text!r} is no number of seconds above 0, such as 30 or 0.5")
    return seconds


TimeoutOption = Annotated[
    float | None,
    typer.Option(
        parser=_seconds,
        metavar="SECONDS",
        help="The most that each call may take, repetitions included; 120 where it is not given.",
        rich_help_panel=_PANEL,
    ),
]
RetriesOption = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="N",
        help="How often a request that failed is repeated at most; 4 where it is not given.",
        rich_help_panel=_PANEL,
    ),
]
VerboseOption = Annotated[
    bool,
    typer.Option(
        "--verbose",
        help="Show each attempt on stderr with what it asked for, numbers masked and texts hidden.",
        rich_help_panel=_PANEL,
    ),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", help="Show nothing but errors on stderr.", rich_help_panel=_PANEL)
]


@frozen
class RequestSettings:
    """How a client makes requests.

    Attributes:
        timeout: Seconds that each call may take in all.
        retries: How often a request that failed is repeated.
    """

    timeout: float | None = None
    retries: int | None = None

    @classmethod
    def of(
        cls,
        *,
        timeout: TimeoutOption = None,
        retries: RetriesOption = None,
        verbose: VerboseOption = False,
        quiet: QuietOption = False,
    ) -> RequestSettings:
        """The settings that the options describe; the notices of the command begin with them."""
        if verbose and quiet:
            raise typer.BadParameter("give --verbose or --quiet, not both", param_hint="--verbose")
        notices.begin(is_quiet=quiet, is_verbose=verbose)
        return cls(timeout, retries)

    def for_client(self) -> dict[str, Any]:
        """The arguments of `Client` that say so."""
        from twilio_async import Retry, Timeout

        return {
            "timeout": Timeout() if self.timeout is None else self.timeout,
            "retry": Retry() if self.retries is None else Retry(attempts=self.retries + 1),
            "on_retry": notices.repeat,
        }


@frozen
class Connection:
    """The settings of a client: who asks, where, and how.

    Attributes:
        account_sid: The account to act for.
        profile: The profile that has the credentials.
        base_url: Another address of the API.
        requests: How requests are made.
    """

    account_sid: str | None = None
    profile: str | None = None
    base_url: str | None = None
    requests: RequestSettings = RequestSettings()

    @classmethod
    def of(
        cls,
        *,
        account_sid: Annotated[
            str | None,
            typer.Option(
                metavar="AC...",
                parser=sid_parser("AC"),
                help="The account to act for, such as a subaccount; that of the credentials where it is not "
                "given.",
                rich_help_panel=_PANEL,
            ),
        ] = None,
        profile: Annotated[
            str | None,
            typer.Option(
                metavar="NAME",
                autocompletion=profile_names,
                help="The profile that has the credentials. Where it is not given they are those of the "
                "variables, or else of TWILIO_PROFILE, or of the default profile.",
                rich_help_panel=_PANEL,
            ),
        ] = None,
        base_url: Annotated[
            str | None,
            typer.Option(
                metavar="URL",
                help="Another address of the API, such as the emulator's. Where it is not given it is that "
                "of the profile; of TWILIO_BASE_URL where the credentials are those of variables.",
                rich_help_panel=_PANEL,
            ),
        ] = None,
        timeout: TimeoutOption = None,
        retries: RetriesOption = None,
        verbose: VerboseOption = False,
        quiet: QuietOption = False,
    ) -> Connection:
        """The connection that the options describe; the notices of the command begin with it."""
        requests = RequestSettings.of(timeout=timeout, retries=retries, verbose=verbose, quiet=quiet)
        return cls(account_sid, profile, base_url, requests)

    def __call__(self) -> Client:
        """A client of these settings.

        Raises:
            CommandError: There are no credentials, or some that contradict each other.
            twilio_async.ConfigurationError: Something is malformed; the text says what to give.
        """
        from twilio_async.cli.credentials.identity import make_client

        return make_client(
            account_sid=self.account_sid,
            profile=self.profile,
            base_url=self.base_url,
            **self.requests.for_client(),
        )

    @property
    def options(self) -> list[str]:
        """The options that lead another command to the same place."""
        given = {"--account-sid": self.account_sid, "--profile": self.profile, "--base-url": self.base_url}
        return [each for option, value in given.items() if value is not None for each in (option, value)]
