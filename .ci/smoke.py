"""The installed wheel does its work: sent, streamed in both generations, refused in clear words."""

import asyncio
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import twilio_async
from twilio_async.testing import TwilioEmulator

BESIDE_THE_CLIENT = frozenset({"access_tokens.py", "bulk", "cli", "emulator", "history", "twiml", "webhooks"})
"""What is in the package that a program with no more than a client never imports."""


async def main() -> None:
    """Send a hundred messages and read them back."""
    async with TwilioEmulator() as twilio, twilio.bind(format="xml") as xml_client:
        create = twilio.client.messages.create
        sent = await asyncio.gather(
            *(create(to="+15558675310", from_="+15017122661", body=f"{n}") for n in range(100))
        )
        sids = {message.sid for message in sent}
        assert {message.sid async for message in twilio.client.messages.list(page_size=7)} == sids
        assert {message.sid async for message in xml_client.messages.list()} == sids
        assert {message.sid async for message in twilio.client.v2008.sms.messages.list()} == sids
        try:
            await create(to="+15005550001", from_="+15017122661", body="Hi")
        except twilio_async.BadRequest as error:
            assert error.code == 21211  # noqa: PT017 - pytest is not installed here


def check_installation() -> None:
    """The package is the wheel's, small, typed, and tells what its command line lacks."""
    package = Path(twilio_async.__file__).parent
    assert "site-packages" in package.parts
    assert (package / "py.typed").exists()
    files = [file for file in package.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    sizes = {file.relative_to(package): file.stat().st_size for file in files}
    assert sum(size for file, size in sizes.items() if file.parts[0] not in BESIDE_THE_CLIENT) < 512_000
    assert sum(sizes.values()) < 2_500_000
    assert importlib.metadata.version("twilio-async") == twilio_async.__version__
    command = Path(sys.executable).with_name("twilio-async")
    bare = subprocess.run([command, "demo"], capture_output=True, text=True, check=False)
    assert bare.returncode == 1
    assert "twilio-async[cli]" in bare.stderr


check_installation()
asyncio.run(main())
