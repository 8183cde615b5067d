"""The connection of a command: the options that say which client it has, and how that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer
from attrs import frozen

from twilio_async.cli.notices import notices

if TYPE_CHECKING:
    from twilio_async import Client

_PANEL = "API"


@frozen
class Connection:
    """The settings of a client.

    Attributes:
        account_sid: The account.
        base_url: Another address of the API.
        timeout: Seconds that each call may take in all.
        retries: How often a request that failed is repeated.
    """

    account_sid: str | None = None
    base_url: str | None = None
    timeout: float | None = None
    retries: int | None = None

    @classmethod
    def of(
        cls,
        *,
        account_sid: Annotated[
            str | None,
            typer.Option(
                metavar="AC...",
                help="The account; TWILIO_ACCOUNT_SID where it is not given.",
                rich_help_panel=_PANEL,
            ),
        ] = None,
        base_url: Annotated[
            str | None,
            typer.Option(
                envvar="TWILIO_BASE_URL",
                metavar="URL",
                help="Another address of the API, such as the emulator's.",
                rich_help_panel=_PANEL,
            ),
        ] = None,
        timeout: Annotated[
            float | None,
            typer.Option(
                min=0.001,
                metavar="SECONDS",
                help="The most that each call may take, repetitions included; 120 where it is not given.",
                rich_help_panel=_PANEL,
            ),
        ] = None,
        retries: Annotated[
            int | None,
            typer.Option(
                min=0,
                metavar="N",
                help="How often a request that failed is repeated at most; 4 where it is not given.",
                rich_help_panel=_PANEL,
            ),
        ] = None,
        verbose: Annotated[
            bool, typer.Option("--verbose", help="Show each request on stderr.", rich_help_panel=_PANEL)
        ] = False,
        quiet: Annotated[
            bool, typer.Option("--quiet", help="Show nothing but errors on stderr.", rich_help_panel=_PANEL)
        ] = False,
    ) -> Connection:
        """The connection that the options describe; the notices of the command begin with it."""
        if verbose and quiet:
            raise typer.BadParameter("give --verbose or --quiet, not both", param_hint="--verbose")
        connection = cls(account_sid, base_url, timeout, retries)
        notices.begin(connection.host or "Twilio", is_quiet=quiet, is_verbose=verbose)
        return connection

    def client(self) -> Client:
        """A client of these settings.

        Raises:
            twilio_async.ConfigurationError: Something is missing or malformed; the text says what to give.
        """
        from twilio_async import Client, Retry, Timeout  # noqa: PLC0415 - `--help` does without them

        return Client(
            self.account_sid,
            base_url=self.base_url,
            timeout=Timeout() if self.timeout is None else self.timeout,
            retry=Retry() if self.retries is None else Retry(attempts=self.retries + 1),
            on_retry=notices.repeat,
        )

    @property
    def host(self) -> str | None:
        """Host and port of `base_url`; None where Twilio itself is asked."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2] if self.base_url else None
