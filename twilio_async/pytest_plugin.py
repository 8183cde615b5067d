"""The pytest fixtures: `twilio_emulator` for tests of asyncio, `twilio_server` for all others.

Every pytest run of an environment with this library loads this module, so the emulator waits for its use.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

    from twilio_async.testing import ThreadedEmulator, TwilioEmulator

try:
    import pytest_asyncio
except ImportError:
    # With this one pytest itself says what is missing, once a test asks for the fixture.
    asyncio_fixture: Callable[..., Any] = pytest.fixture
else:
    asyncio_fixture = pytest_asyncio.fixture

_OF_PYTEST_ASYNCIO, _OF_ANYIO = "_twilio_emulator_of_pytest_asyncio", "_twilio_emulator_of_anyio"
_MARKER = (
    "twilio(**settings): settings of the emulator for this test, such as seed=7 or clock='frozen'; "
    "all that Emulator takes."
)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture
def twilio_emulator(request: pytest.FixtureRequest) -> TwilioEmulator:
    """A local Twilio, fresh for each test, with a `client` bound to it.

    Needs pytest-asyncio, or anyio with its asyncio backend. Its settings come from the marker `twilio`.
    """
    if "anyio_backend" not in request.fixturenames:
        name = _OF_PYTEST_ASYNCIO
    elif request.getfixturevalue("anyio_backend_name") == "asyncio":
        name = _OF_ANYIO
    else:
        pytest.skip("twilio_emulator has a client of asyncio; with trio use twilio_server, which is a server")
    emulator: TwilioEmulator = request.getfixturevalue(name)
    return emulator


async def _running(request: pytest.FixtureRequest) -> AsyncGenerator[TwilioEmulator, None]:
    from twilio_async.testing import TwilioEmulator  # noqa: PLC0415 - see the top

    with _checked_settings(request) as settings:
        emulator = TwilioEmulator(**settings)
    async with emulator:
        yield emulator


_of_pytest_asyncio = asyncio_fixture(name=_OF_PYTEST_ASYNCIO)(_running)
_of_anyio = pytest.fixture(name=_OF_ANYIO)(_running)


@pytest.fixture(scope="session")
def twilio_session_server() -> Generator[ThreadedEmulator, None, None]:
    """The emulator on a thread that all tests of a worker share, for fixtures of the session."""
    from twilio_async.testing import ThreadedEmulator  # noqa: PLC0415 - see the top

    with ThreadedEmulator() as emulator:
        yield emulator


@pytest.fixture
def twilio_server(request: pytest.FixtureRequest) -> Generator[ThreadedEmulator, None, None]:
    """A local Twilio on a thread of its own, for tests that do not run in a loop; empty for each test.

    It has one address for all tests of a worker. A test with settings by the marker `twilio` has a server,
    and an address, of its own.
    """
    from twilio_async.testing import ThreadedEmulator  # noqa: PLC0415 - see the top

    with _checked_settings(request) as settings:
        own = ThreadedEmulator(**settings) if settings else None
    if own is None:
        shared: ThreadedEmulator = request.getfixturevalue("twilio_session_server")
        shared.reset()
        yield shared
    else:
        with own:
            yield own


@contextmanager
def _checked_settings(request: pytest.FixtureRequest) -> Generator[dict[str, Any], None, None]:
    """What the markers of a test say, the nearest last; what the emulator refuses is said of them."""
    settings: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("twilio"))):
        if marker.args:
            pytest.fail(f"@pytest.mark.twilio: {marker.args[0]!r} has no name, as in seed=7", pytrace=False)
        settings |= marker.kwargs
    try:
        yield settings
    except (TypeError, ValueError) as error:
        reason = str(error).rpartition("__init__() ")[2]
        pytest.fail(f"@pytest.mark.twilio: {reason}", pytrace=False)
