"""The build of the wheel, in which Twilio's description of the API is compressed to a tenth of its size.

In the repository it is a text, so that a change of it can be read.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_DESCRIPTION = "twilio_async/emulator/api_v2010.json"


class CompressingBuildHook(BuildHookInterface[Any]):
    """Puts the compressed description in the place of the text, which the wheel excludes."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compress it, but for an editable installation, which uses the text."""
        if version == "editable":
            return
        self._folder = TemporaryDirectory()
        compressed = Path(self._folder.name, "description.gz")
        description = json.loads(Path(self.root, _DESCRIPTION).read_bytes())
        text = json.dumps(description, separators=(",", ":"))  # Without blanks, which people read by.
        compressed.write_bytes(gzip.compress(text.encode(), mtime=0))
        build_data["force_include"][str(compressed)] = f"{_DESCRIPTION}.gz"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compressed."""
        del build_data, artifact_path
        if version != "editable":
            self._folder.cleanup()
