"""Files of recipients, and the command that sends to them."""

import csv
from pathlib import Path

FROM = "+15017122661"
BODY = ("--body", "Hi {name}")
MESSAGE = ("--to", "{phone}", "--from", FROM, *BODY)
HEAD = ["id", "phone", "name"]


def written(folder: Path, *rows: tuple[str, str, str]) -> Path:
    """A CSV with these rows."""
    path = folder / "recipients.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def numbered(count: int, **numbers: str) -> list[tuple[str, str, str]]:
    """So many rows, whose ids are `k1` and so on; `numbers` are those of some by their ids."""
    ids = [f"k{place}" for place in range(1, count + 1)]
    return [(id_, numbers.get(id_, f"+1555867{place:04}"), f"N{place}") for place, id_ in enumerate(ids, 1)]
