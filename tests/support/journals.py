"""Journals for tests: each is a database of its own, in SQLite or in the PostgreSQL of the session."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from tests.support.clients import FROM
from twilio_async import Client, bulk


@frozen
class Journal:
    """A journal that can be opened again and again."""

    url: str
    schema: str | None = None

    @property
    def is_shared(self) -> bool:
        """Whether several processes may work on it."""
        return self.schema is not None

    def open(self, client: Client, **options: Any) -> Any:
        """Open it, with senders that are not paced."""
        return bulk.Campaign.open(self.url, client, schema=self.schema, **({"pace": {FROM: None}} | options))
