"""`raw`: any request to any of Twilio's APIs, for what has no command of its own."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twilio_async.cli.arguments.inputs import read_bytes
from twilio_async.cli.connection import Connection
from twilio_async.cli.errors import CommandError
from twilio_async.cli.printing.stdout import print_body, print_json_lines
from twilio_async.cli.running import connecting, in_doubt, interruptible, reporting, run_with
from twilio_async.cli.terminal.notices import notices
from twilio_async.cli.terminal.questions import Yes, check_terminal, confirm

if TYPE_CHECKING:
    from twilio_async import Client

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
_READING = frozenset({"GET", "HEAD"})
_IN_QUERY = _READING | {"DELETE"}
_DOUBT = "The request may have been executed: look before you repeat it"


def _method(text: str) -> str:
    if text.upper() not in _METHODS:
        raise typer.BadParameter(f"{text!r} is no method of Twilio's: give one of {', '.join(_METHODS)}")
    return text.upper()


def _methods(incomplete: str) -> list[str]:
    """The methods that begin like this, for completion, in the case in which they are begun."""
    names = [*_METHODS, *map(str.lower, _METHODS if incomplete else ())]
    return [name for name in names if name.startswith(incomplete)]


@connecting
def raw(
    connect: Connection,
    verb: Annotated[
        str,
        typer.Argument(
            metavar="METHOD",
            parser=_method,
            autocompletion=_methods,
            help="GET, POST, PUT, PATCH, DELETE or HEAD.",
        ),
    ],
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="A path such as /2010-04-01/Accounts/{account_sid}.json, where {account_sid} stands "
            "for the client's own account, or https://... of a host under twilio.com.",
        ),
    ],
    values: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="KEY=VALUE",
            help="The query of a GET, HEAD or DELETE, the form of any other method, by Twilio's own names. "
            "A filter such as 'StartTime>=2026-03-01' is one too; a key can be given several times.",
        ),
    ] = None,
    *,
    json_body: Annotated[
        str | None,
        typer.Option(metavar="TEXT|@FILE|-", help="A body of JSON: its text, a file, or - for stdin."),
    ] = None,
    walk: Annotated[
        bool,
        typer.Option("--all", help="All records of a list, however many there are, as lines of JSON."),
    ] = False,
    key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help="Where a page has its records, such as calls; for --all, where its meta does not tell.",
        ),
    ] = None,
    yes: Yes = False,
) -> None:
    """Send any request, and print the body of the answer.

    What changes something is asked about first. What may have been executed is never sent again. Auth tokens
    in the records of accounts are printed too.
    """
    pairs = _pairs(values or [])
    in_query = verb in _IN_QUERY
    if walk and verb != "GET":
        raise typer.BadParameter("a list is walked by GET", param_hint="METHOD")
    if key is not None and not walk:
        raise typer.BadParameter("needs --all", param_hint="--key")
    if json_body is not None and (in_query or pairs):
        raise typer.BadParameter("needs a method with a body, and no KEY=VALUE", param_hint="--json-body")
    json = None if json_body is None else _read_json(json_body)

    async def work(client: "Client") -> None:
        url = _url(path, client)
        if walk:
            await _walk(client, url, key, pairs)
            return
        asking = client.request(
            verb,
            url,
            params=pairs if in_query else None,
            data=None if in_query or json is not None else pairs,
            json=json,
        )
        if verb in _READING:
            print_body((await asking).body)
            return
        # The client repeats a DELETE, so that its error does not say the doubt; that of a POST does.
        with in_doubt(_DOUBT) if verb == "DELETE" else interruptible(_DOUBT):
            response = await asking
        with reporting("the request was executed"):
            print_body(response.body)

    is_confirmed = yes or verb in _READING
    check_terminal(yes=is_confirmed)
    client = connect()
    if not is_confirmed:
        _confirm(client, f"{verb} {_url(path, client)}", pairs)
    run_with(client, work)


def _confirm(client: "Client", request: str, pairs: Mapping[str, Sequence[str]]) -> None:
    form = {name: ", ".join(texts) for name, texts in pairs.items()}
    facts = {"Request": request, **form, "Account": client.account_sid}
    confirm("It may change something at Twilio. Send it?", facts, otherwise="nothing was sent")


def _url(path: str, client: "Client") -> str:
    return path.replace("{account_sid}", client.account_sid)


def _read_json(text: str) -> object:
    """The value of `--json-body`: that of its text, or of the file or stdin that it names."""
    import msgspec

    try:
        return msgspec.json.decode(read_bytes(text, "--json-body"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise typer.BadParameter(f"{text!r} is no JSON: {error}", param_hint="--json-body") from None


def _pairs(values: Sequence[str]) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for value in values:
        key, equals, text = value.partition("=")
        if not key or not equals:
            raise typer.BadParameter(f"{value!r} is not like key=value", param_hint="KEY=VALUE")
        pairs.setdefault(key, []).append(text)
    return pairs


async def _walk(client: "Client", url: str, key: str | None, params: Mapping[str, Any]) -> None:
    from twilio_async import DecodeError

    async with aclosing(client.iterate(url, key=key, params=params).pages()) as pages:
        try:
            async for page in pages:
                notices.received(len(page.items))
                print_json_lines(page.items)
        except DecodeError as error:
            raise CommandError(f"{error}; --key KEY says where a page has its records") from error
