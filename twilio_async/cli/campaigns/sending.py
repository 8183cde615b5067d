"""The sending of a campaign: its messages are added, sent and settled; or it is said how to go on."""

from __future__ import annotations

import shlex
import sys
from asyncio import CancelledError
from typing import TYPE_CHECKING

from twilio_async.cli.campaigns.progress import AddingProgress, showing
from twilio_async.cli.errors import CommandError, Interrupted
from twilio_async.cli.program import NAME
from twilio_async.cli.recipients.files import STDIN
from twilio_async.cli.terminal.interrupts import interrupts
from twilio_async.cli.terminal.notices import notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twilio_async.bulk import Campaign, OutboundMessage, Status
    from twilio_async.cli.campaigns.settings import CampaignSettings

_FINISHING = "Finishing what is under way; once more stops at once"


async def send(
    campaign: Campaign,
    messages: Iterator[OutboundMessage],
    count: int,
    settings: CampaignSettings,
    *,
    recipients: str,
) -> Status:
    """Add so many messages to a campaign, and send and settle all that is not settled yet.

    Raises:
        CommandError: Two messages are equal, or have one key.
        Interrupted: The user interrupts it; what is under way is finished first.
    """
    from twilio_async import TwilioError
    from twilio_async.bulk import KeyConflict, RepeatedMessage

    again = f"{NAME} {shlex.join(sys.argv[1:])}" + (
        ", with the same recipients" if recipients == STDIN else ""
    )
    try:
        await _add(campaign, messages, count, settings)
        return await _run(campaign, settings)
    except RepeatedMessage as error:
        raise CommandError(f"{error}; --repeats send or --repeats skip says so. Nothing was sent") from error
    except KeyConflict as error:
        raise CommandError(f"{error}. Nothing was sent") from error
    except CancelledError as error:
        raise Interrupted(f"The journal knows what was sent; to go on: {again}") from error
    except TwilioError:
        notices.say(f"The journal knows what was sent; to go on: {again}")
        raise


async def _add(
    campaign: Campaign, messages: Iterator[OutboundMessage], count: int, settings: CampaignSettings
) -> None:
    adding = AddingProgress(count)
    async with notices.progressing(adding) as show:
        added = await campaign.add(adding.of(messages, show), repeats=settings.repeats)
    if added.known:
        notices.say(f"{added.known:,} messages are in the journal already, and {added.added:,} are new")


async def _run(campaign: Campaign, settings: CampaignSettings) -> Status:
    async with showing(campaign):
        with interrupts.finishing(lambda: notices.say(_FINISHING)):
            return await campaign.run(concurrency=settings.concurrency)
