"""What a campaign came to: the counts on stdout, and what is left for a person to do as the error."""

from __future__ import annotations

import shlex
from contextlib import aclosing
from typing import TYPE_CHECKING, get_args

from twilio_async.cli.campaigns.progress import next_look
from twilio_async.cli.errors import CommandError, in_plain_words
from twilio_async.cli.printing.cells import minute, moment, short_sid
from twilio_async.cli.printing.output import Output
from twilio_async.cli.printing.stdout import print_json_lines, print_line, print_summary
from twilio_async.cli.printing.views import Column, View
from twilio_async.cli.program import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from twilio_async.bulk import Campaign, State, Status
    from twilio_async.cli.campaigns.entries import CampaignMessage
    from twilio_async.cli.campaigns.journals import Journal

_FIRST = 5
"""The messages that are shown at the end."""
_TOLD: Sequence[State] = ("held", "rejected")


def _model() -> type[CampaignMessage]:
    from twilio_async.cli.campaigns.entries import CampaignMessage

    return CampaignMessage


VIEW: View[CampaignMessage] = View(
    _model,
    (
        Column("key", "Key", least=12),
        Column("state", "State"),
        Column("reason", "Why", rank=3),
        Column("code", "Code", rank=1, right=True),
        Column("delivery", "Delivery", rank=2),
        Column("to", "To", rank=4, least=12),
        Column("sid", "SID", short=lambda message: short_sid(message.sid) if message.sid else "", rank=6),
        Column(
            "changed_at",
            "Since (UTC)",
            lambda message: moment(message.changed_at),
            short=lambda message: minute(message.changed_at),
            rank=5,
        ),
        Column("error", "Error", lambda message: in_plain_words(message.error or ""), rank=7, least=12),
    ),
)


def print_status(status: Status, *, as_json: bool) -> None:
    """Print the messages of a campaign by state."""
    from twilio_async.bulk.entries import STATES, HoldReason

    counts: Mapping[str, int] = {name: getattr(status, name) for name in STATES}
    if as_json:
        whole: Mapping[str, Any] = {
            "total": status.total,
            "is_settled": status.is_settled,
            "is_paused": status.is_paused,
            "next_look_at": status.next_look_at,
            **counts,
            "repeated": status.repeated,
            "reasons": dict(status.reasons),
            "delivery": dict(status.delivery),
        }
        print_json_lines([whole])
        return
    rows = {name.replace("_", " ").capitalize(): count for name, count in counts.items() if count}
    rows |= {"Executed twice": status.repeated} if status.repeated else {}
    shown = {name: f"{count:,}" for name, count in {"Messages": status.total, **rows}.items()}
    held = {name: count for name, count in status.reasons.items() if name in get_args(HoldReason)}
    skipped = {name: count for name, count in status.reasons.items() if name not in held}
    for of, parts in {"Held": held, "Skipped": skipped, "Accepted": status.delivery}.items():
        if parts and of in shown:
            shown[of] += f" ({', '.join(f'{count:,} {name}' for name, count in parts.items())})"
    if status.in_doubt:
        shown["In doubt"] += f" ({next_look(status)})"
    print_summary({**shown, **({"Paused": "yes"} if status.is_paused else {})})


async def print_result(campaign: Campaign, status: Status, journal: Journal, *, as_json: bool) -> None:
    """Print what a campaign came to.

    Raises:
        CommandError: Something is left to do, or was rejected; the text says what, and what to do.
    """
    from twilio_async.cli.campaigns.entries import record_of

    print_status(status, as_json=as_json)
    states: list[State] = [name for name in _TOLD if getattr(status, name)]
    if states and not as_json:
        first: list[CampaignMessage] = []
        async with aclosing(campaign.outcomes(*states)) as entries:
            async for entry in entries:
                first.append(record_of(entry))
                if len(first) == _FIRST:
                    break
        print_line("")
        Output(VIEW, "table", None).print_all(first)
    if (text := _left(status, journal)) is not None:
        raise CommandError(text)


def _left(status: Status, journal: Journal) -> str | None:
    """What is left to do, and how."""
    counts = {
        "rejected": status.rejected,
        "held": status.held,
        "in doubt": status.in_doubt,
        "not sent": status.planned + status.leased,
        "executed more than once": status.repeated,
    }
    found = [f"{count:,} {name}" for name, count in counts.items() if count]
    if not found:
        return None
    states = [name for name in ("rejected", "held", "in_doubt") if getattr(status, name)]
    text = f"{', '.join(found)} of {status.total:,} messages"
    if states:
        text += f": {_command(journal, 'report', '--state', ','.join(states))} shows them"
    if status.held:
        text += f"; {_command(journal, 'resolve', 'DECISION', 'KEY')} decides about what is held"
    if status.is_paused:
        text += f"; {_command(journal, 'resume')} lets the campaign go on"
    return text


def _command(journal: Journal, *arguments: str) -> str:
    return f"{NAME} {shlex.join(['bulk', *arguments, *journal.options])}"
