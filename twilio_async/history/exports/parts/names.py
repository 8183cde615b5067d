"""Names of parts, by which a reader tells the newest row of each SID without the manifest.

`messages-run000002-2026-01-31-0001.parquet` is of the second run: it has the first of those records of that
UTC day that this run found new or changed. A busy day has more parts, and some of a time of day
(`2026-01-31T180000Z`); `undated` are those of records that had no date yet. A run has each SID once, and its
number comes first, so of two rows of one SID the newer one is in the file whose name sorts behind; `run`
stands before it lest the digits are taken for a phone number, which errors mask. In a bucket, where two calls
can meet, the parts of all but the first have the number of their call: `2026-01-31-w2-0001`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

from twilio_async.history.spans import midnight

if TYPE_CHECKING:
    from datetime import datetime

UNDATED = "undated"
"""The stretch of what has no date yet."""
_WRITER = re.compile(r"-w(\d+)-\d+\.")


@frozen
class PartNames:
    """The names of the parts of an export.

    Attributes:
        list: The name of its list.
        suffix: The end that its format has.
    """

    list: str
    suffix: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """What they are like; `stretch` is the day that a part's records are of, or `undated`."""
        run, stretch = r"run(?P<run>\d{6,})", rf"(?P<stretch>{UNDATED}|\d{{4}}-\d\d-\d\d)(?:T\d{{6}}Z)?"
        return re.compile(rf"{self.list}-{run}-{stretch}(?:-w\d+)?-\d{{4,}}{re.escape(self.suffix)}")

    def run_of(self, name: str) -> int:
        """The number of the run that wrote a part; ValueError where it is no name of one."""
        return int(self._match(name)["run"])

    def stem(self, run: int, stretch: str, writer: int = 1) -> str:
        """The names of the parts of a stretch of time, without number and suffix."""
        return f"{self.list}-run{run:06d}-{stretch}{'' if writer == 1 else f'-w{writer}'}"

    def name(self, stem: str, number: int) -> str:
        """The name of one of them."""
        return f"{stem}-{number:04d}{self.suffix}"

    def stretch_of(self, name: str) -> str:
        """The day of a part's records, or `undated`; ValueError where it is no name of a part."""
        return self._match(name)["stretch"]

    def _match(self, name: str) -> re.Match[str]:
        match = self.pattern.fullmatch(name)
        if match is None:
            raise ValueError(name)
        return match


def writer_of(name: str) -> int:
    """The number of the call that wrote a part."""
    match = _WRITER.search(name)
    return 1 if match is None else int(match[1])


def stretch(since: datetime) -> str:
    """The name of a stretch of time by its beginning."""
    return f"{since:%Y-%m-%d}" if since == midnight(since) else f"{since:%Y-%m-%dT%H%M%SZ}"
