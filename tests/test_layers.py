"""Imports point downward: each module has its floor, and knows nothing of those above it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import twilio_async

ROOT = Path(twilio_async.__file__).parent
FLOORS = {
    "wire": 0,
    "clock": 0,
    "version": 0,
    "errors": 1,
    "regions": 1.5,
    "validation": 2,
    "proxies": 2,
    "user_session": 2,
    "loops": 2,
    "oauth": 2.5,
    "urls": 2,
    "params": 2,
    "codec": 2,
    "encoding": 2,
    "retry": 3,
    "body": 3,
    "limits": 3,
    "paging": 3,
    "credentials": 3,
    "connections": 3,
    "decoding": 4,
    "transport": 4,
    "query": 4,
    "session": 5,
    "listing": 6,
    "raw": 6,
    "resources": 7,
    "client": 8,
    "": 9,
}
"""The floor of each module of the client, by its name below the package; the package itself is on top."""

UPWARD = {("wire", "codec")}
"""The one exception: what a user does with an answer, reading it, takes the codec."""

PUBLIC_USERS = ("cli", "testing", "pytest_plugin", "__main__")
"""What is built on the client and uses nothing but its public names."""

MODULES = sorted(ROOT.rglob("*.py"))


def top(path: Path) -> str:
    """The part of the package that a file belongs to: a module, or a folder with all that is in it."""
    first = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(tree: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """Modules that are imported, with the names that are taken from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or "", [alias.name for alias in node.names]


def parts(tree: ast.AST) -> set[str]:
    """The parts of the package that are imported."""
    found: set[str] = set()
    for module, names in imports(tree):
        package, _, rest = module.partition(".")
        if package != "twilio_async":
            continue
        if rest:
            found.add(rest.partition(".")[0])
        else:
            found.update(name if name in FLOORS or (ROOT / name).is_dir() else "" for name in names or [""])
    return found


def at_run_time(tree: ast.Module) -> ast.Module:
    """The module without what only type checkers see."""
    return ast.Module(
        [
            node
            for node in tree.body
            if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        ],
        [],
    )


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_downward(path: Path) -> None:
    own = top(path)
    used = parts(parsed(path)) - {own}
    if own == "emulator":
        assert used == set()
    elif own in PUBLIC_USERS:
        assert used <= {"", "emulator", *PUBLIC_USERS}
    else:
        assert own in FLOORS, "give the new module a floor"
        upward = {(own, name) for name in used if name not in FLOORS or FLOORS[name] >= FLOORS[own]}
        assert upward <= UPWARD


@pytest.mark.parametrize("path", [path for path in MODULES if top(path) in PUBLIC_USERS], ids=named)
def test_what_is_built_on_the_client_uses_its_public_names(path: Path) -> None:
    taken = [
        name
        for module, names in imports(parsed(path))
        if module == "twilio_async"
        for name in names
        if not (ROOT / name).is_dir()
    ]

    assert set(taken) <= set(dir(twilio_async))


@pytest.mark.parametrize("path", [path for path in MODULES if top(path) in FLOORS], ids=named)
def test_only_the_transport_and_its_connections_import_aiohttp(path: Path) -> None:
    used = {module.partition(".")[0] for module, _ in imports(at_run_time(parsed(path)))}

    assert "aiohttp" not in used or top(path) in {"transport", "connections"}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_files_are_short_and_say_what_they_are_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 500


def test_every_floor_is_inhabited() -> None:
    assert set(FLOORS) <= {top(path) for path in MODULES}
