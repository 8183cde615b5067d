"""`balance`: what is left of the money of an account."""

from typing import TYPE_CHECKING

import twilio_async
from twilio_async.cli.printing.output_options import record_output
from twilio_async.cli.printing.views import View
from twilio_async.cli.running import connected

if TYPE_CHECKING:
    from twilio_async import Balance, Client
    from twilio_async.cli.printing.output import Output

_VIEW: "View[Balance]" = View(lambda: twilio_async.Balance, ())


@connected
async def balance(client: "Client", *, output: "Output[Balance]" = record_output(_VIEW)) -> None:
    """Show what is left of the money of the account; subaccounts live on that of the main one."""
    found = await client.balance.fetch()
    output.print_done(found, f"{found.balance} {found.currency or ''}")
