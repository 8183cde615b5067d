"""The modules of the emulator import each other in one direction, and a folder or file stays small."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import twilio_async

ROOT = Path(twilio_async.__file__).parent
EMULATOR = ROOT / "emulator"
MODULES = {
    ".".join(("twilio_async", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in EMULATOR.rglob("*.py")
}
MOST_FILES, MOST_LINES = 16, 300


def imported_at_run_time(path: Path) -> set[str]:
    """The modules that are loaded with this one; what only type checkers see is not."""
    statements = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ImportFrom)]
    names = {(node.module or "", alias.name) for node in statements for alias in node.names}
    found = {f"{module}.{name}" if f"{module}.{name}" in MODULES else module for module, name in names}
    return found & MODULES.keys()


def test_no_import_leads_in_a_circle() -> None:
    graph = {name: imported_at_run_time(path) for name, path in MODULES.items()}

    assert len([*TopologicalSorter(graph).static_order()]) == len(MODULES)


def test_folders_and_files_are_small() -> None:
    folders = {path.parent for path in MODULES.values()}

    assert max(len([*folder.glob("*.*")]) for folder in folders) <= MOST_FILES
    assert max(len(path.read_text().splitlines()) for path in MODULES.values()) <= MOST_LINES
