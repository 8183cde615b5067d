"""Previews: what would be sent, and what it would take, before anything is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import asdict

from twilio_async.cli.campaigns.comparisons import Compared
from twilio_async.cli.printing.stdout import print_json_lines, print_line, print_summary
from twilio_async.cli.running import run_with
from twilio_async.cli.terminal.progress import clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from twilio_async import Client
    from twilio_async.bulk import Estimate, OutboundMessage
    from twilio_async.cli.campaigns.journals import Journal
    from twilio_async.cli.recipients.checks import Checked

_SECONDS_AN_HOUR = 3600


def print_preview(
    checked: Checked, journal: Journal | None, compared: Compared | None, *, as_json: bool
) -> None:
    """Print the first messages as they would leave, the estimate of all, and what the journal has of them."""
    if as_json:
        shown: dict[str, Any] = {
            "first": [_shown(outbound) for outbound in checked.first],
            "estimate": _estimate(checked.estimate),
        }
        if checked.again:
            shown["again"] = checked.again
        if journal is not None:
            known = compared or Compared(checked.estimate.messages, {}, 0)
            shown["journal"] = {"new": known.new, **known.states, "others_planned": known.others}
        print_json_lines([shown])
        return
    for outbound in checked.first:
        print_summary(_lines(outbound))
        print_line("")
    print_summary({**facts(checked), **places(journal, compared)})


def places(journal: Journal | None, compared: Compared | None) -> Mapping[str, str]:
    """The journal, where one is given, and what it has of the messages, in words."""
    if journal is None:
        return {}
    return {"Journal": f"{journal}, {'which is new' if compared is None else compared}"}


def facts(checked: Checked) -> Mapping[str, str]:
    """What a file comes to, in words."""
    estimate = checked.estimate
    encodings = ", ".join(f"{count:,} {name}" for name, count in estimate.encodings.items())
    shown = {"Messages": f"{estimate.messages:,} ({encodings})"}
    if checked.again:
        shown["Repeated"] = f"{checked.again:,} more rows, which are not sent again"
    shown["Segments"] = f"{estimate.segments:,}"
    if estimate.hours:
        shown["Time"] = f"{clock(estimate.hours * _SECONDS_AN_HOUR)} at the pace of the senders"
    if estimate.cost is not None:
        shown["Cost"] = f"{estimate.cost:f}"
    return shown


def _lines(outbound: OutboundMessage) -> Mapping[str, str]:
    from twilio_async.bulk.segmentation import segments_of

    media = outbound.media_url or ()
    shown = {
        "Key": outbound.key,
        "To": outbound.to,
        "From": outbound.sender,
        "Body": outbound.body,
        "Media": media if isinstance(media, str) else " ".join(media),
        "Segments": str(segments_of(outbound)),
    }
    return {name: value for name, value in shown.items() if value}


def _shown(outbound: OutboundMessage) -> Mapping[str, Any]:
    return {name.rstrip("_"): value for name, value in asdict(outbound).items() if value is not None}


def _estimate(estimate: Estimate) -> Mapping[str, Any]:
    return {**asdict(estimate), "cost": None if estimate.cost is None else f"{estimate.cost:f}"}


def known(journal: Journal, client: Client) -> str:
    """How many messages a journal has, looked up in a loop of its own, before a question."""
    found: list[str] = []

    async def work(client: Client) -> None:
        async with journal.looked_at(client) as campaign:
            status = await campaign.status()
        begun = status.total - status.planned
        held = f", {status.held:,} held" if status.held else ""
        found.append(f"which has {status.total:,} messages, {begun:,} of them begun or settled{held}")

    run_with(client.with_options(), work)  # This one closes nothing.
    return found[0]
