"""aioresponses 0.7.9 on aiohttp 3.14, whose responses ask for a writer that it does not give them."""

from typing import Any, TypeAlias
from unittest.mock import Mock

from aiohttp import ClientResponse

Mocked: TypeAlias = Any
"""An `aioresponses`, whose methods are not typed."""


class MockedResponse(ClientResponse):
    """A response that brings the missing `stream_writer`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("stream_writer", Mock(output_size=0))
        super().__init__(*arguments, **options)
