"""Bulk sending: many messages, of each of which it is said what became of it.

`send_many` sends what an iterable yields, in memory. A `Campaign` keeps them in a journal, a database that
outlasts the process. Each name is imported when it is first used.

Twilio has no idempotency key for messages, so of a request without an answer nobody knows whether a person
gets a message. Why a campaign neither loses one nor sends one twice all the same:

1. Before a POST leaves, its intent is durable: the message is leased, and that is committed. After it, so is
   its result. So whatever a crash takes, each message that may have been executed is in the journal as
   leased, in doubt or accepted, never as planned.
2. A lease lasts longer than the POST that it is for can take, and a worker looks at it before each POST. One
   that ran out makes its message doubtful, never planned. A result that comes later than that is noted still.
3. A message is planned again in three cases alone: it was certainly not executed, a person said so, or it was
   not in Twilio's list after all the waits of `settle`, where `on_missing="resend"` was asked for.
4. What is found in the list is the message in doubt and no other: recipient, sender and text agree, it was
   created after the intent, and no other message of the campaign with this recipient and text is under way,
   in doubt or held at the same time, which a unique index of the database sees to. A SID counts for one
   message.
5. Each message is in one state, and each state but `held` goes on by itself: planned ones are sent, leases
   end, doubts are asked about until they are settled or held. So none is lost; what is held is reported.

What it assumes:

- The database keeps what it has committed, and Twilio's list has, after the last wait of `settle`, what was
  executed before. Where it may lag longer, `on_missing="hold"`, the default, needs no such assumption.
- No process is stopped just between its last look at a lease and its POST for longer than all the waits of
  `settle`: nothing can call back a request that is about to leave. (With "hold", a person would have to say
  "resend" meanwhile.) Should it happen, the second SID is kept and reported, as `Status.repeated`.
- Nobody else sends the same text from the same sender to the same recipient while a message is in doubt: the
  list would not tell them apart.
- Clocks of workers run equally fast. They need not agree: all go by that of the database's server, or of the
  machine with SQLite, which is not set to another time while a message is in doubt.

Where what is: `attempts` asks Twilio once and says what the answer means. `dispatch` sends in memory, and
`running` from a journal. `journal` has the states of messages and all that changes them, claims among them;
`doubts` what finds out about a doubt, `pacing` the turns of senders, `rules` who may get a message and when,
`segmentation` what a text is charged for.
"""

from typing import TYPE_CHECKING

from twilio_async.lazy import lazy_names

if TYPE_CHECKING:
    from twilio_async.bulk.campaign import Campaign as Campaign
    from twilio_async.bulk.entries import (
        Added as Added,
        Decision as Decision,
        Entry as Entry,
        HoldReason as HoldReason,
        Known as Known,
        State as State,
        Status as Status,
    )
    from twilio_async.bulk.errors import (
        JournalError as JournalError,
        JournalInUse as JournalInUse,
        KeyConflict as KeyConflict,
        NoJournal as NoJournal,
        RepeatedMessage as RepeatedMessage,
        UnknownKey as UnknownKey,
    )
    from twilio_async.bulk.messages import OutboundMessage as OutboundMessage
    from twilio_async.bulk.outcomes import (
        Accepted as Accepted,
        InDoubt as InDoubt,
        NotBegun as NotBegun,
        Outcome as Outcome,
        Rejected as Rejected,
        SendingStopped as SendingStopped,
        Skipped as Skipped,
    )
    from twilio_async.bulk.pacing.pools import sender_for as sender_for
    from twilio_async.bulk.pacing.rates import Pace as Pace
    from twilio_async.bulk.rules.decisions import (
        Rule as Rule,
        Send as Send,
        Skip as Skip,
        Verdict as Verdict,
        Wait as Wait,
    )
    from twilio_async.bulk.rules.numbers import LocalWindow as LocalWindow, valid_number as valid_number
    from twilio_async.bulk.rules.suppression import SuppressionList as SuppressionList
    from twilio_async.bulk.segmentation import Segments as Segments, segments as segments
    from twilio_async.bulk.segmentation.estimates import Estimate as Estimate, estimate as estimate
    from twilio_async.bulk.sending import Sending as Sending, send_many as send_many
    from twilio_async.bulk.views import CampaignView as CampaignView

_NAMES = {
    "campaign": "Campaign",
    "entries": "Added Decision Entry HoldReason Known State Status",
    "errors": "JournalError JournalInUse KeyConflict NoJournal RepeatedMessage UnknownKey",
    "segmentation.estimates": "Estimate estimate",
    "messages": "OutboundMessage",
    "outcomes": "Accepted InDoubt NotBegun Outcome Rejected SendingStopped Skipped",
    "pacing.pools": "sender_for",
    "pacing.rates": "Pace",
    "rules.decisions": "Rule Send Skip Verdict Wait",
    "rules.numbers": "LocalWindow valid_number",
    "rules.suppression": "SuppressionList",
    "segmentation": "Segments segments",
    "sending": "Sending send_many",
    "views": "CampaignView",
}
"""The public names by their modules, as type checkers see them above."""

if not TYPE_CHECKING:  # Else a name that does not exist would be one to a type checker.
    __all__, __getattr__, __dir__ = lazy_names(globals(), _NAMES)
