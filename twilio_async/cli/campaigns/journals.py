"""The journal of a campaign: the option that names it, and what has to be installed for it."""

from __future__ import annotations

import os
import sys
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import parse_qs, urlsplit

import typer
from attrs import field, frozen

from twilio_async.cli.errors import CommandError, reason
from twilio_async.cli.program import NAME

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from twilio_async import Client
    from twilio_async.bulk import Campaign, CampaignView
    from twilio_async.bulk.views import Opening

_VARIABLE = "TWILIO_JOURNAL"
_SQLITE = "sqlite:///"
_HEAD = b"SQLite format 3\0"
"""What a file of SQLite begins with, once something is in it."""
JournalOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE|URL",
        help="Where it is written what became of each message: a file, such as spring.db, or "
        f"postgresql://host/database. Where it is not given it is that of {_VARIABLE}.",
    ),
]
SchemaOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="The schema of PostgreSQL that the journal is in, one for each campaign."
    ),
]


@frozen
class Journal:
    """The journal that a command works with.

    Attributes:
        url: Where it is; a password may be in it.
        schema: The schema of a PostgreSQL database that it is in; else the usual one.
        options: The options that lead another command to it.
    """

    url: str = field(repr=False)
    schema: str | None
    options: tuple[str, ...]

    @classmethod
    def of(cls, *, journal: JournalOption = None, schema: SchemaOption = None) -> Journal:
        """The journal that the option or the variable names.

        Raises:
            typer.BadParameter: There is none, or a password in it is on show.
        """
        found = cls.if_given(journal=journal, schema=schema)
        if found is None:
            raise typer.BadParameter("give a file, such as --journal spring.db", param_hint="--journal")
        return found

    @classmethod
    def if_given(cls, *, journal: JournalOption = None, schema: SchemaOption = None) -> Journal | None:
        """Likewise, for what can do without.

        Raises:
            typer.BadParameter: A password in it is on show, or the name of the file cannot be.
        """
        if journal and _shows_password(journal):
            raise typer.BadParameter(
                "process lists would show the password: leave it out and set PGPASSWORD, or give the URL by "
                f"the variable {_VARIABLE}",
                param_hint="--journal",
            )
        text = journal or os.environ.get(_VARIABLE)
        if not text:
            return None
        if "://" not in text and "?" in text:  # In an URL, what follows is no part of the name.
            raise typer.BadParameter(
                f"give a file without a ? in its name, not {text!r}", param_hint="--journal"
            )
        url = text if "://" in text else f"{_SQLITE}{text}"
        if schema is not None and url.startswith(_SQLITE):
            raise typer.BadParameter("a file has none: it is of PostgreSQL", param_hint="--schema")
        given = {"--journal": journal, "--schema": schema}
        return cls(
            url, schema, tuple(each for name, value in given.items() if value for each in (name, value))
        )

    def __str__(self) -> str:
        if self.is_file:
            return self.url.removeprefix(_SQLITE)
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    @property
    def is_file(self) -> bool:
        """Whether it is a file; else it is a database of PostgreSQL."""
        return self.url.startswith(_SQLITE)

    @property
    def is_missing(self) -> bool:
        """Whether it is a file that does not exist."""
        return self.is_file and not Path(str(self)).exists()

    @asynccontextmanager
    async def opened(self, client: Client, **settings: Any) -> AsyncGenerator[Campaign, None]:
        """The campaign that it is of."""
        from twilio_async import bulk

        async with bulk.Campaign.open(self.url, client, schema=self.schema, **settings) as campaign:
            yield campaign

    def looked_at(self, client: Client | None = None) -> Opening[CampaignView] | Opening[Campaign]:
        """The campaign that it is of, to be looked at only; of the account of this client, or of any."""
        from twilio_async import bulk

        if client is None:
            return bulk.CampaignView.look(self.url, schema=self.schema)
        return bulk.Campaign.open(self.url, client, schema=self.schema, readonly=True)

    def check_file(self) -> None:
        """Refuse a file that is something else, before anything is made beside it.

        Raises:
            CommandError: It is none, or cannot be read.
        """
        if not self.is_file or self.is_missing:
            return
        try:
            with Path(str(self)).open("rb") as file:
                head = file.read(len(_HEAD))
        except OSError as error:
            raise CommandError(f"the journal {self} cannot be read: {reason(error)}") from error
        if head and head != _HEAD:
            raise CommandError(
                f"{self} is no journal but another file: give the journal one of its own, such as spring.db"
            )

    def check_installed(self) -> None:
        """Refuse to work on it without what the extra `bulk` brings.

        Raises:
            CommandError: Something of that is missing.
        """
        needed = ("sqlalchemy", "greenlet", *(() if self.is_file else ("asyncpg",)))
        missing = [name for name in needed if find_spec(name) is None]
        if missing:
            raise CommandError(
                f"a journal needs {' and '.join(missing)}, which the extra twilio-async[bulk] brings: "
                f"{sys.executable} -m pip install {' '.join(missing)}"
            )

    def check_exists(self) -> None:
        """Refuse a file that does not exist, or is something else.

        Raises:
            CommandError: It is one, or what is needed to read it is missing.
        """
        self.check_installed()
        self.check_file()
        if self.is_missing:
            raise CommandError(f"there is no journal {self}: {NAME} bulk send makes one")


def _shows_password(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.password is not None or "password" in parse_qs(parts.query)
    except ValueError:
        return False
