"""What a download leaves behind: the target as it was or whole, and nothing beside it."""

from pathlib import Path

BEFORE = b"what was there before"


def assert_holds(target: Path, *contents: bytes) -> None:
    """The target has one of these contents, and nothing is beside it."""
    assert target.read_bytes() in contents
    assert [path.name for path in target.parent.iterdir()] == [target.name]
