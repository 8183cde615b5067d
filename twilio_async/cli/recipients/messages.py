"""Messages of rows: what the options of a message make of each row of a file."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import typer
from attrs import define, frozen

from twilio_async.cli.arguments.dates import instant
from twilio_async.cli.arguments.inputs import read_text
from twilio_async.cli.arguments.sids import sid_parser
from twilio_async.cli.errors import CommandError
from twilio_async.cli.recipients.rows import BadRow, Row, column_names, rows
from twilio_async.cli.recipients.templates import RowProblem, Template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twilio_async.bulk import OutboundMessage
    from twilio_async.cli.recipients.files import RecipientsFile

_PANEL = "Message"
_ADDRESS = re.compile(r"\+[1-9][0-9]{6,14}|[a-z]+:\S+")
_NAMED = {"to": "--to", "from_": "--from", "body": "--body"}
"""The options in which the name of a column without braces is taken for a slip."""


def _moment(text: str) -> Any:
    return typer.Option(parser=instant, metavar="TIME", help=text, rich_help_panel=_PANEL)


@frozen
class RowMessage:
    """The message of a row; `line` is where that begins."""

    line: int
    outbound: "OutboundMessage"


@define(slots=False)
class MessageTemplates:
    """What the message of a row consists of.

    Attributes:
        texts: The templates of its parameters, as `OutboundMessage` names them.
        media: Those of the addresses of its files.
        settings: What is the same for all rows.
    """

    texts: Mapping[str, Template]
    media: tuple[Template, ...]
    settings: Mapping[str, Any]

    @classmethod
    def of(
        cls,
        *,
        to: Annotated[
            str,
            typer.Option(
                metavar="TEMPLATE", help='The recipient, such as "{phone}".', rich_help_panel=_PANEL
            ),
        ],
        sender: Annotated[
            str | None,
            typer.Option("--from", metavar="TEMPLATE", help="The sender.", rich_help_panel=_PANEL),
        ] = None,
        body: Annotated[
            str | None,
            typer.Option(
                metavar="TEMPLATE|@FILE",
                help='The text, such as "Hi {name}", or a file that holds it. {{ is a brace.',
                rich_help_panel=_PANEL,
            ),
        ] = None,
        media: Annotated[
            list[str] | None,
            typer.Option(
                metavar="TEMPLATE",
                help="The address of a file to send, up to ten times.",
                rich_help_panel=_PANEL,
            ),
        ] = None,
        messaging_service: Annotated[
            str | None,
            typer.Option(
                metavar="MG...",
                parser=sid_parser("MG"),
                help="The service that picks the sender, instead of --from.",
                rich_help_panel=_PANEL,
            ),
        ] = None,
        key: Annotated[
            str | None,
            typer.Option(
                metavar="COLUMN",
                help='The column that names each message, or a template such as "{shop}-{order}". It is sent '
                "once, however often its row is given.",
                rich_help_panel=_PANEL,
            ),
        ] = None,
        not_before: Annotated[datetime | None, _moment("Send nothing before this instant.")] = None,
        not_after: Annotated[datetime | None, _moment("Skip what has not left by this instant.")] = None,
    ) -> "MessageTemplates":
        """The templates that the options give.

        Raises:
            typer.BadParameter: One is malformed, or sender or content is missing.
        """
        if not sender and not messaging_service:
            raise typer.BadParameter("give a sender, or --messaging-service", param_hint="--from")
        if body == "-":
            raise typer.BadParameter("give a text, or a file that holds it as @file", param_hint="--body")
        if not body and not media:
            raise typer.BadParameter("give a text, or --media", param_hint="--body")
        texts = {
            "to": Template.of(to, "--to"),
            "from_": None if sender is None else Template.of(sender, "--from"),
            "body": Template.of(read_text(body, "--body"), "--body") if body else None,
            "key": None if key is None else Template.of(key if "{" in key else f"{{{key}}}", "--key"),
        }
        settings = {
            "messaging_service_sid": messaging_service,
            "not_before": not_before,
            "not_after": not_after,
        }
        return cls(
            {name: template for name, template in texts.items() if template is not None},
            tuple(Template.of(text, "--media") for text in media or ()),
            settings,
        )

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields of a row that they need."""
        return frozenset(field for each in (*self.texts.values(), *self.media) for field in each.fields)

    def check_names(self, file: "RecipientsFile") -> None:
        """Refuse the name of a column without its braces, and what is no recipient in any row.

        Raises:
            CommandError: There is one; the text says what is meant.
        """
        names = column_names(file)
        fixed = {name: text.texts[0].strip() for name, text in self.texts.items() if not text.fields}
        for name, option in _NAMED.items():
            if (text := fixed.get(name)) in names:
                raise CommandError(
                    f"{option} {text} is the same text for all rows: the column of {file.name} is meant by "
                    f'{option} "{{{text}}}"'
                )
        if "to" in fixed and not _ADDRESS.fullmatch(fixed["to"]):
            raise CommandError(
                f"--to {fixed['to']} is neither a number such as +12015550123 nor a column in braces; "
                f"there are: {', '.join(names)}"
            )

    def messages(self, file: "RecipientsFile") -> "Iterator[RowMessage | BadRow]":
        """The message of each row of a file, or what is wrong about the row."""
        from twilio_async import InvalidArgument

        for row in rows(file, self.fields):
            if isinstance(row, BadRow):
                yield row
                continue
            try:
                yield RowMessage(row.line, self._message(row))
            except (RowProblem, InvalidArgument) as error:
                yield BadRow(row.line, str(error))

    def _message(self, row: Row) -> "OutboundMessage":
        from twilio_async.bulk import OutboundMessage

        filled: dict[str, Any] = {name: template.fill(row.fields) for name, template in self.texts.items()}
        filled["to"] = filled["to"].strip()
        if not _ADDRESS.fullmatch(filled["to"]):
            raise RowProblem("the recipient is no number such as +15558675310")
        if self.media:
            filled["media_url"] = tuple(template.fill(row.fields) for template in self.media)
        return OutboundMessage(**filled, **self.settings)
