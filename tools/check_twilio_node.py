"""Run the program of docs/emulator.md for twilio-node against the emulator.

    python tools/check_twilio_node.py

Needs node and npm, which installs twilio-node from its registry into a folder that is gone afterwards.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from twilio_async.emulator import Emulator

_PAGE = Path(__file__).resolve().parent.parent / "docs" / "emulator.md"
_INSTALL = ("npm", "install", "--silent", "--no-audit", "--no-fund", "twilio")
_SENDS = """
(async () => {
  const numbers = { to: "+15558675310", from: "+15017122661" };
  const sent = await client.messages.create({ ...numbers, body: "Hi" });
  const found = await client.messages(sent.sid).fetch();
  const listed = await client.messages.list({ limit: 5 });
  const call = await client.calls.create({ ...numbers, twiml: "<Response/>" });
  const isWell = found.body === "Hi" && listed[0].sid === sent.sid && call.sid.startsWith("CA");
  if (!isWell) throw new Error("other");
  try {
    await client.messages.create({ to: "+15005550001", from: "+15017122661", body: "Hi" });
    throw new Error("not refused");
  } catch (error) {
    if (error.code !== 21211) throw error;
  }
})();
"""


async def main() -> int:
    """Install, run, and compare with what the emulator got; gives the exit status."""
    page = _PAGE.read_text(encoding="utf-8")
    program = page.partition("```js\n")[2].partition("```")[0] + _SENDS
    with TemporaryDirectory() as folder:
        async with Emulator() as emulator:
            variables = {**os.environ, **emulator.environment}
            is_well = await _run(folder, variables, *_INSTALL) and await _run(
                folder, variables, "node", "--eval", program
            )
            bodies = [message.body for message in emulator.messages]
    is_well = is_well and bodies == ["Hi"] and len(emulator.calls) == 1
    sys.stdout.write(f"twilio-node {'gets' if is_well else 'does not get'} along with the emulator\n")
    return 0 if is_well else 1


async def _run(folder: str, variables: dict[str, str], *command: str) -> bool:
    """Whether a command succeeds."""
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=variables)
    return await process.wait() == 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
