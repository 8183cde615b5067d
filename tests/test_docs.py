"""The pages for people: what they name is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import twilio_async

ROOT = Path(__file__).parents[1]
PACKAGE = Path(twilio_async.__file__).parent
PAGES = ("docs/architecture.md", "CONTRIBUTING.md")
"""The pages that name files."""

_PATH = re.compile(
    r"""(?<![\w.~/":-]) [\w.-]+ (?:/[\w.-]+)* \.(?:json|md|py) \b  # Anywhere, but in addresses.
      | (?<=`) [\w.-]* / [\w./-]* (?=`)""",
    re.VERBOSE,
)
_TARGET = re.compile(r"(?:`|\$ )make ([\w-]+)")


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def paths(page: str) -> set[str]:
    """The paths that a page names."""
    return {match[0] for match in _PATH.finditer(text(page))}


def targets() -> Iterator[str]:
    """All targets of make that pages name."""
    for page in ("README.md", "CONTRIBUTING.md", *(str(path) for path in ROOT.glob("docs/*.md"))):
        yield from _TARGET.findall(text(page))


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_is_named_exists(page: str) -> None:
    named = paths(page)

    assert len(named) > 20
    assert {path for path in named if not (ROOT / path).exists() and not (PACKAGE / path).exists()} == set()


def test_every_target_that_is_named_exists() -> None:
    named = set(targets())

    assert {"test", "lint", "bench"} <= named
    assert named <= set(re.findall(r"^([\w-]+):", text("Makefile"), re.MULTILINE))
