"""The floors of the house: imports point downward, in no circle, and what stands on top uses public names."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import twilio_async

ROOT = Path(twilio_async.__file__).parent
FLOORS = (
    ("version", "lazy", "core.wire", "core.apis", "twiml"),
    ("errors",),
    ("core.clock", "core.validation", "core.params", "core.codec", "access_tokens"),
    ("core",),
    ("declare",),
    ("api.bulkexports",),
    ("api.v2010",),
    ("api.v2008",),
    ("client",),
    ("",),
    ("history", "webhooks"),
    ("bulk",),
)
"""The floors of the client from the ground up. A folder is all that is in it and is not named lower down."""

PUBLIC_USERS = frozenset({"bulk", "cli", "history", "testing", "pytest_plugin", "__main__"})
"""What is built on the client and uses nothing but its public names."""

UPWARD = {
    ("core.wire", "core.codec.tree"),
    ("core.wire", "core.codec.json"),
    ("core.codec.models", "core.codec.pydantic_schema"),
    ("core.lists.listing", "history.formats.arrow"),
}
"""What is imported where it is used, since it stands on what uses it, or brings more:
reading an answer, pydantic and pyarrow."""

AT_THE_SEAM = frozenset(
    {
        "core.http.transport",
        "core.http.connections",
        "core.http.user_session",
        "webhooks.on_aiohttp",
    }
)
"""The modules that know aiohttp."""

FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix("__init__").rstrip("."): path
    for path in sorted(ROOT.rglob("*.py"))
}
"""All modules, by their names below the package."""


def top(module: str) -> str:
    return module.partition(".")[0]


def parsed(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def imports(tree: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """Modules that are imported, with the names that are taken from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or "", [alias.name for alias in node.names]


def used_by(module: str) -> set[str]:
    """The modules of the package that a module imports, for type checkers too."""
    found: set[str] = set()
    for name, taken in imports(parsed(module)):
        package, _, source = name.partition(".")
        if package == "twilio_async":
            below = {f"{source}.{one}".lstrip(".") for one in taken}
            found |= below & FILES.keys() or {source}
    return found - {module}


def floor_of(module: str) -> int:
    """The floor of a module: that of the longest name that it begins with."""
    floors = {name: number for number, names in enumerate(FLOORS) for name in names}
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in floors:
            return floors[name]
    assert module == "", f"give {module} a floor"
    return floors[""]


CLIENT = [module for module in FILES if top(module) not in {"emulator", *PUBLIC_USERS}]


@pytest.mark.parametrize("module", CLIENT)
def test_imports_point_downward(module: str) -> None:
    upward = {name for name in used_by(module) if floor_of(name) > floor_of(module)}

    assert {(module, name) for name in upward} <= UPWARD


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph: Mapping[str, set[str]] = {
        module: {name for name in used_by(module) if (module, name) not in UPWARD} for module in CLIENT
    }

    assert set(TopologicalSorter(graph).static_order()) >= set(CLIENT)


@pytest.mark.parametrize("module", [module for module in FILES if top(module) == "emulator"])
def test_the_emulator_shares_nothing_with_the_client(module: str) -> None:
    assert {top(name) for name in used_by(module)} <= {"emulator"}


@pytest.mark.parametrize("module", [module for module in FILES if top(module) in PUBLIC_USERS])
def test_what_is_built_on_the_client_uses_its_public_names(module: str) -> None:
    public = {"", "lazy", "emulator", "twiml", "webhooks", *PUBLIC_USERS}
    assert {top(name) for name in used_by(module)} <= public
    taken = {
        name
        for source, names in imports(parsed(module))
        if source == "twilio_async"
        for name in names
        if name not in FILES
    }
    assert taken <= set(dir(twilio_async))


@pytest.mark.parametrize("module", CLIENT)
def test_only_the_seam_imports_aiohttp(module: str) -> None:
    at_run_time = [
        node
        for node in parsed(module).body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    ]
    used = {top(name) for name, _ in imports(ast.Module(at_run_time, []))}

    assert "aiohttp" not in used or module in AT_THE_SEAM


@pytest.mark.parametrize("module", FILES)
def test_files_are_short_and_say_what_they_are_for(module: str) -> None:
    text = FILES[module].read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 350


def test_every_floor_is_inhabited() -> None:
    named = {name for names in FLOORS for name in names}

    assert all(
        any(f"{module}.".startswith(f"{name}.") or module == name for module in FILES) for name in named
    )
