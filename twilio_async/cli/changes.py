"""Changes at Twilio: the user is asked about what costs money or cannot be undone, and every doubt is said.

A change is asked about on the terminal, with what it concerns, before anything is sent. `--yes` leaves the
question out; where there is no terminal it has to be given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from twilio_async.cli.running import in_doubt, reporting, run_with
from twilio_async.cli.terminal.questions import check_terminal, confirm

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from twilio_async import Client
    from twilio_async.cli.connection import Connection

T = TypeVar("T")


@frozen(kw_only=True)
class Change:
    """A change, in words.

    Attributes:
        what: The thing, such as "the number".
        done: What becomes of it, such as "bought".
        again: What not to do twice, such as "buy it"; None where a second time does no harm.
        question: The question, with what makes it worth one; None where nothing is asked.
        look_up: The command that shows whether it happened.
    """

    what: str
    done: str
    again: str | None = None
    question: str | None = None
    look_up: tuple[str, ...] = ()

    @property
    def doubt(self) -> str:
        """What to say where it may have happened."""
        before = "" if self.again is None else f" before you {self.again} again"
        return f"{self.what[0].upper()}{self.what[1:]} may have been {self.done}: look it up{before}"


def carry_out(
    connect: Connection,
    change: Change,
    act: Callable[[Client], Awaitable[T]],
    report: Callable[[T], None],
    *,
    sid_of: Callable[[T], str] | None = None,
    yes: bool = False,
    facts: Mapping[str, object] | None = None,
    find: Callable[[Client], Awaitable[Mapping[str, object]]] | None = None,
) -> None:
    """Carry a change out, once it is confirmed.

    Args:
        connect: Makes the client.
        change: The change.
        act: Sends it.
        report: Prints the outcome.
        sid_of: The SID of the outcome, where that is a new thing.
        yes: Whether it is confirmed already.
        facts: What the question shows of the thing.
        find: Asks Twilio for more to show.
    """
    asks = change.question is not None and not yes
    if asks:
        check_terminal(yes=yes)
    client = connect()
    if asks:
        shown = dict(facts or {})
        if find is not None:
            shown |= _found(client, find)
        shown["Account"] = client.account_sid
        confirm(change.question or "", shown, otherwise=f"nothing was {change.done}")

    async def work(client: Client) -> None:
        with in_doubt(change.doubt, *change.look_up, *connect.options):
            outcome = await act(client)
        made = "" if sid_of is None else f" as {sid_of(outcome)}"
        with reporting(f"{change.what} was {change.done}{made}"):
            report(outcome)

    run_with(client, work)


def _found(client: Client, find: Callable[[Client], Awaitable[Mapping[str, object]]]) -> Mapping[str, object]:
    """The facts that Twilio gives, before the loop in which the change is sent."""
    facts: dict[str, object] = {}

    async def work(client: Client) -> None:
        facts.update(await find(client))

    run_with(client.with_options(), work)  # This one closes nothing.
    return facts
