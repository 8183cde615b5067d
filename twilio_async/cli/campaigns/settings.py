"""The settings of a campaign as options: how fast it sends and when, and what becomes of doubts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer
from attrs import frozen

from twilio_async.cli.arguments.dates import duration
from twilio_async.cli.arguments.options import any_of

if TYPE_CHECKING:
    from twilio_async.bulk import LocalWindow, Rule

Pace: TypeAlias = float | Mapping[str, float | None] | None
OnMissing: TypeAlias = Literal["hold", "resend"]
Repeats: TypeAlias = Literal["send", "skip"]
_SENDING = "Sending"
_DOUBTS = "Doubts"
_SECONDS = re.compile(r"(\d{1,5})s")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_WINDOW = re.compile(rf"{_CLOCK.pattern}-{_CLOCK.pattern}")


def waits(text: str) -> Sequence[float]:
    """Lengths of time with commas between them, as seconds: 1,5,15m are minutes; 30s, 2h and 1d go too."""
    seconds = [_wait(each.strip()).total_seconds() for each in text.split(",")]
    if sorted({*seconds}) != seconds:
        raise typer.BadParameter(f"{text!r} has a time that is not longer than the one before it")
    return seconds


def _wait(text: str) -> timedelta:
    if match := _SECONDS.fullmatch(text):
        return timedelta(seconds=int(match[1]))
    try:
        return duration(f"{text}m" if text.isdecimal() else text)
    except typer.BadParameter:
        raise typer.BadParameter(f"{text!r} is not like 5 (minutes), 30s, 15m or 4h") from None


def pace_of(texts: Sequence[str]) -> Pace:
    """Segments a second: a number for each sender, or SENDER=NUMBER for some."""
    if not texts:
        return None
    if len(texts) == 1 and "=" not in texts[0]:
        return _rate(texts[0])
    pairs = [text.rpartition("=") for text in texts]
    for text, (sender, _, _) in zip(texts, pairs, strict=True):
        if not sender:
            raise typer.BadParameter(
                f"{text!r} is no SENDER=NUMBER: one number alone is for all", param_hint="--pace"
            )
    return {sender: _rate(rate) for sender, _, rate in pairs}


def _rate(text: str) -> float:
    from twilio_async import InvalidArgument
    from twilio_async.bulk.pacing.rates import check_pace

    try:
        rate = float(text)
        check_pace(rate)
    except (ValueError, InvalidArgument):
        raise typer.BadParameter(
            f"{text!r} is no number of segments a second above 0", param_hint="--pace"
        ) from None
    return rate


def rules_of(window: str | None, zone: str | None, *, validate: bool) -> Sequence[Rule]:
    """The rules that say whether a message may leave."""
    if window is None and zone is not None:
        raise typer.BadParameter("it is of use with --window alone", param_hint="--time-zone")
    rules: list[Rule] = [] if window is None else [_window(window, zone)]
    if validate:
        from twilio_async.bulk import valid_number

        rules.append(valid_number)
    return rules


def _window(text: str, zone: str | None) -> LocalWindow:
    """The hours of the recipients' own time."""
    from twilio_async import InvalidArgument
    from twilio_async.bulk import LocalWindow

    is_window = _WINDOW.fullmatch(text) is not None
    try:
        start, end = (time(int(each[1]), int(each[2])) for each in _CLOCK.finditer(text if is_window else ""))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not like 9:00-20:00", param_hint="--window") from None
    try:
        return LocalWindow(start, end, otherwise=zone)
    except InvalidArgument as error:
        hint = "--window" if zone is None else "--window, --time-zone"
        raise typer.BadParameter(str(error), param_hint=hint) from error


@frozen
class CampaignSettings:
    """The settings of a campaign.

    Attributes:
        pace: Segments a second of each sender.
        concurrency: The most messages under way at a time.
        repeats: What becomes of a message without a key that equals an earlier one.
        others: All those that `Campaign.open` takes, the pace among them.
    """

    pace: Pace
    concurrency: int
    repeats: Repeats | None
    others: Mapping[str, Any]

    @classmethod
    def of(
        cls,
        *,
        pace: Annotated[
            list[str] | None,
            typer.Option(
                metavar="[SENDER=]N",
                help="Message segments a second of each sender, or of one. Where it is not given it is what "
                "Twilio allows that kind of sender.",
                rich_help_panel=_SENDING,
            ),
        ] = None,
        concurrency: Annotated[
            int,
            typer.Option(min=1, max=1000, metavar="N", help="Messages at a time.", rich_help_panel=_SENDING),
        ] = 100,
        window: Annotated[
            str | None,
            typer.Option(
                metavar="H:MM-H:MM",
                help="Send at these hours of the recipient's own time, by the region of the number.",
                rich_help_panel=_SENDING,
            ),
        ] = None,
        time_zone: Annotated[
            str | None,
            typer.Option(
                metavar="ZONE",
                help="The time of numbers whose region is not known; else they are skipped.",
                rich_help_panel=_SENDING,
            ),
        ] = None,
        validate: Annotated[
            bool,
            typer.Option("--validate", help="Skip numbers that cannot be any.", rich_help_panel=_SENDING),
        ] = False,
        repeats: Annotated[
            Repeats | None,
            typer.Option(
                metavar=any_of(Repeats),
                help="What becomes of rows without a --key whose messages are equal.",
                rich_help_panel=_SENDING,
            ),
        ] = None,
        on_missing: Annotated[
            OnMissing,
            typer.Option(
                metavar=any_of(OnMissing),
                help="What becomes of a message that may have been sent and is not in Twilio's list either.",
                rich_help_panel=_DOUBTS,
            ),
        ] = "hold",
        settle: Annotated[
            Any,
            typer.Option(
                parser=waits,
                metavar="TIMES",
                help="When the list is asked for it, after the doubt began; a number alone is minutes.",
                rich_help_panel=_DOUBTS,
            ),
        ] = "1,5,15m,1h,4h",
        callback_url: Annotated[
            str | None,
            typer.Option(
                metavar="URL",
                help="Where your web service passes status callbacks to the campaign.",
                rich_help_panel=_DOUBTS,
            ),
        ] = None,
    ) -> CampaignSettings:
        """The settings that the options give."""
        chosen = pace_of(pace or ())
        others = {
            "pace": chosen,
            "rules": rules_of(window, time_zone, validate=validate),
            "on_missing": on_missing,
            "settle": settle,
            "callback_url": callback_url,
        }
        return cls(chosen, concurrency, repeats, others)
