"""What is installed: few dependencies, short paths, types included."""

import tomllib
from pathlib import Path
from typing import Any

import twilio_async

ROOT = Path(__file__).parents[1]
LONGEST_PATH = 60
"""Windows allows 260 characters, of which an environment's folders take up to 200."""


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        content: dict[str, Any] = tomllib.load(file)["project"]
    return content


def test_the_client_needs_five_packages_and_pins_none() -> None:
    dependencies: list[str] = project()["dependencies"]

    assert {text.partition(">=")[0] for text in dependencies} == {
        "aiohttp",
        "attrs",
        "cattrs",
        "lxml",
        "msgspec",
    }
    assert not [text for text in dependencies if any(sign in text for sign in ("==", "<", "~"))]


def test_paths_are_short() -> None:
    package = Path(twilio_async.__file__).parent
    paths = [str(path.relative_to(package.parent)) for path in package.rglob("*") if path.suffix != ".pyc"]

    assert max(map(len, paths)) <= LONGEST_PATH


def test_types_are_part_of_the_package() -> None:
    assert (Path(twilio_async.__file__).parent / "py.typed").is_file()
