"""Resources that behave as the table says: create, list, fetch, update and delete.

`Plain` serves one collection. A parameter fills the field of its name, a filter matches it, and what a
resource does beyond that is said in a subclass, by the methods that stand behind `delete` here.
Follows https://www.twilio.com/docs/usage/api.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, ClassVar, Final

from twilio_async.emulator import description as catalog
from twilio_async.emulator.description import Endpoint, Record, placeholders, snake_case
from twilio_async.emulator.memory.history import History, Selection
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.routing import Operation, documented
from twilio_async.emulator.wire.documents import Resource
from twilio_async.emulator.wire.fields import resource, subresource_uris

_UNCHANGED: Final[Mapping[str, object]] = {}


class Plain:
    """One collection of the table.

    `path` is its pattern below the account, and `home` that under which its records live, where it is only
    another view of them. `with_test_credentials`: these may ask for a new record, which is not kept.
    """

    defaults: ClassVar[Mapping[str, object]] = _UNCHANGED
    """What fields hold unless a request says otherwise."""

    def __init__(self, path: str, home: str | None = None, *, with_test_credentials: bool = False) -> None:
        self.path = path
        self.home = home or path
        self._with_test_credentials = with_test_credentials

    def operations(self) -> Iterator[Operation]:
        """All that can be done with the collection and its records."""
        verbs: dict[str, Callable[[Endpoint, Call], Reply]] = {
            "list": self.list_,
            "create": self.create,
            "fetch": self.fetch,
            "update": self.update,
            "delete": self.delete,
        }
        for endpoint in catalog.endpoints(self.path):
            for_tests = self._with_test_credentials and endpoint.verb == "create"
            run = partial(verbs[endpoint.verb], endpoint)
            yield documented(endpoint, run, with_test_credentials=for_tests)

    def list_(self, endpoint: Endpoint, call: Call) -> Reply:
        """One page, newest first."""
        given = {name: values[0] for name, values in call.arguments if name in endpoint.parameters}

        def is_selected(item: Item) -> bool:
            return all(self.matches(call, item, name, value) for name, value in given.items())

        selection = Selection(matches=is_selected if given else None)
        return call.page(self.resource(endpoint.record, call), self.items(call), selection)

    def create(self, endpoint: Endpoint, call: Call) -> Reply:
        """A new record."""
        self.require_parents(call)
        values = {**self.defaults, **given_values(endpoint, call)}
        self.prepare(call, None, values)
        item = call.store.new_item(self.new_sid(endpoint, call), call.account.sid, call.names, values)
        if not call.account.is_test:
            call.store.items.of(call.account.sid, concrete(self.home, call.names)).add(item)
            self.created(call, item)
        return call.item(self.resource(endpoint.record, call), item, endpoint.status)

    def fetch(self, endpoint: Endpoint, call: Call) -> Reply:
        """One record."""
        return call.item(self.resource(endpoint.record, call), self.item(call))

    def update(self, endpoint: Endpoint, call: Call) -> Reply:
        """The record as it is after the change."""
        item = self.item(call)
        values = given_values(endpoint, call)
        self.prepare(call, item, values)
        item.values.update(values)
        item.updated_at = call.view.now
        return call.item(self.resource(endpoint.record, call), item)

    def delete(self, _: Endpoint, call: Call) -> Reply:
        """204; the record is gone for good, with all that is below it."""
        item = self.item(call)
        self.removed(call, item)
        call.store.items.remove(item, concrete(self.home, item.names))
        return Reply(HTTPStatus.NO_CONTENT)

    def prepare(self, call: Call, item: Item | None, values: dict[str, object]) -> None:
        """Check and complete the values of a new record (`item` is None) or of a change; ApiError."""

    def created(self, call: Call, item: Item) -> None:
        """Do what belongs to the beginning of a record."""

    def removed(self, call: Call, item: Item) -> None:
        """Do what belongs to the end of a record; ApiError where it may not end."""

    def matches(self, call: Call, item: Item, name: str, value: Any) -> bool:
        """Whether a record fits a filter."""
        del call
        return bool(item.values.get(snake_case(name)) == value)

    def new_sid(self, endpoint: Endpoint, call: Call) -> str:
        """The sid of a new record."""
        return call.store.new_sid(endpoint.record.prefix)

    def values(self, call: Call, item: Item) -> dict[str, object]:
        """All that is known of a record, under its JSON keys."""
        path = f"/2010-04-01/Accounts/{item.account_sid}/{concrete(self.home, item.names)}/{item.sid}"
        parents = zip(placeholders(self.home), item.names, strict=True)
        return {
            **{snake_case(name): value for name, value in parents},
            "sid": item.sid,
            "account_sid": item.account_sid,
            "date_created": item.created_at,
            "date_updated": item.updated_at,
            "uri": path + call.view.suffix,
            "subresource_uris": subresource_uris(path, self.home, call.view.suffix),
            **item.values,
        }

    def resource(self, record: Record, call: Call) -> Resource[Item]:
        """How records of the collection appear to a request."""
        return resource(record, lambda item, _: self.values(call, item))

    def items(self, call: Call) -> History[Item]:
        """The collection that the path of a request means; ApiError 404 where one above it is missing."""
        self.require_parents(call)
        return call.store.items.of(call.account.sid, concrete(self.home, call.names))

    def item(self, call: Call) -> Item:
        """The record that the path of a request names; ApiError 404 where there is none."""
        return call.found(self.items(call).get(call.names[-1]))

    def require_parents(self, call: Call) -> None:
        """ApiError 404 unless each record in the path above the collection exists."""
        parts = self.home.split("/")
        names = iter(call.names)
        for index, part in enumerate(parts):
            if part.startswith("{"):
                above = concrete("/".join(parts[:index]), call.names)
                call.found(call.store.items.of(call.account.sid, above).get(next(names)))


def given_values(endpoint: Endpoint, call: Call) -> dict[str, object]:
    """What a request says about the fields of the endpoint's record."""
    fields = endpoint.record.fields
    given: dict[str, object] = {}
    for name, values in call.arguments:
        key, parameter = snake_case(name), endpoint.parameters.get(name)
        if parameter is not None and key in fields:
            given[key] = values if parameter.many else values[0]
    return given


def concrete(pattern: str, names: tuple[str, ...]) -> str:
    """A pattern with its placeholders replaced; more names than placeholders do not matter."""
    rest = iter(names)
    return "/".join(next(rest) if part.startswith("{") else part for part in pattern.split("/"))
