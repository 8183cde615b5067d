"""What commands print of a record that they removed, in whichever form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.cli.printing.output_options import record_output
from twilio_async.cli.printing.views import View

if TYPE_CHECKING:
    from twilio_async.cli.printing.output import Output
    from twilio_async.cli.printing.records import Removal


def _removal() -> type[Removal]:
    from twilio_async.cli.printing.records import Removal

    return Removal


def removal_output() -> Output[Removal]:
    """The default of the parameter for the output of a command that removes a record."""
    return record_output(View(_removal, ()))


def print_removal(output: Output[Removal], sid: str, status: str) -> None:
    """Print that the record with this SID is "deleted" or "released"."""
    output.print_done(_removal()(sid=sid, status=status), f"{sid} {status}")
