"""List resources that behave as the description says: create, list, fetch, update and delete.

A `ListResource` serves one collection and its instances. A parameter fills the field of its name, a filter
matches it, and what a resource does beyond that is said in a subclass, by the methods that stand behind
`delete` here.

Source: https://www.twilio.com/docs/usage/api
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from twilio_async.emulator.description import concrete, endpoints, placeholders, subresources
from twilio_async.emulator.memory.history import Selection
from twilio_async.emulator.routing import Operation
from twilio_async.emulator.wire.names import snake_case
from twilio_async.emulator.wire.paging import PAGING
from twilio_async.emulator.wire.replies import no_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from twilio_async.emulator.memory.history import History
    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.requests import ApiRequest
    from twilio_async.emulator.routing import Handler
    from twilio_async.emulator.wire.replies import Reply


class ListResource:
    """One collection of 2010-04-01 with its instances.

    `path` is its pattern below the account, and `home` that under which its instances live, where it is only
    another view of them. `with_test_credentials`: these may ask for a new instance, which is not kept.
    """

    defaults: ClassVar[Mapping[str, object]] = {}
    """The fields of a new instance about which a request says nothing."""

    def __init__(self, path: str, home: str | None = None, *, with_test_credentials: bool = False) -> None:
        self.path = path
        self.home = home or path
        self._with_test_credentials = with_test_credentials

    def operations(self) -> Iterator[Operation]:
        """All that can be done with the collection and its instances."""
        handlers: dict[str, Handler] = {
            "list": self.list_,
            "create": self.create,
            "fetch": self.fetch,
            "update": self.update,
            "delete": self.delete,
        }
        for endpoint in endpoints(self.path):
            for_tests = self._with_test_credentials and endpoint.verb == "create"
            yield Operation(endpoint, handlers[endpoint.verb], for_tests)

    def list_(self, request: ApiRequest) -> Reply:
        """One page, newest first."""
        paging = PAGING[request.endpoint.generation]
        filters = {name: values[0] for name, values in request.arguments if name not in paging}

        def is_selected(instance: Instance) -> bool:
            return all(self.matches(request, instance, name, value) for name, value in filters.items())

        selection = Selection(matches=is_selected if filters else None)
        return request.reply_page(self.instances(request), selection, self.values)

    def create(self, request: ApiRequest) -> Reply:
        """A new instance."""
        self.require_parents(request)
        fields = {**self.defaults, **named_fields(request)}
        self.prepare(request, None, fields)
        instances = request.store.instances
        sid = self.new_sid(request)
        instance = instances.create(sid, request.account.sid, request.path_values, fields)
        if not request.account.is_test:
            instances.of(request.account.sid, concrete(self.home, request.path_values)).add(instance)
            self.after_create(request, instance)
        return request.reply(instance, self.values)

    def fetch(self, request: ApiRequest) -> Reply:
        """One instance."""
        return request.reply(self.instance(request), self.values)

    def update(self, request: ApiRequest) -> Reply:
        """The instance as it is after the change."""
        instance = self.instance(request)
        fields = named_fields(request)
        self.prepare(request, instance, fields)
        instance.fields.update(fields)
        instance.updated_at = request.now
        return request.reply(instance, self.values)

    def delete(self, request: ApiRequest) -> Reply:
        """204; the instance is gone for good, with all that is below it."""
        instance = self.instance(request)
        self.before_delete(request, instance)
        request.store.instances.remove(instance, concrete(self.home, instance.path_values))
        return no_content()

    def prepare(self, request: ApiRequest, instance: Instance | None, fields: dict[str, object]) -> None:
        """Check and complete the fields of a new instance (`instance` is None) or of a change.

        Raises:
            Refusal: They cannot be as the request wants them.
        """

    def after_create(self, request: ApiRequest, instance: Instance) -> None:
        """Do what belongs to the beginning of an instance."""

    def before_delete(self, request: ApiRequest, instance: Instance) -> None:
        """Do what belongs to the end of an instance.

        Raises:
            Refusal: It may not end.
        """

    def matches(self, request: ApiRequest, instance: Instance, name: str, value: Any) -> bool:
        """Whether an instance fits a filter."""
        del request
        return bool(instance.fields.get(snake_case(name)) == value)

    def new_sid(self, request: ApiRequest) -> str:
        """The sid of a new instance."""
        return request.store.identifiers.sid(request.endpoint.record.prefix)

    def values(self, instance: Instance, request: ApiRequest) -> dict[str, object]:
        """All that is known of an instance, under its JSON keys."""
        path_values = instance.path_values
        path = (
            f"/2010-04-01/Accounts/{instance.account_sid}/{concrete(self.home, path_values)}/{instance.sid}"
        )
        parents = zip(placeholders(self.home), path_values, strict=True)
        return {
            **{snake_case(name): value for name, value in parents},
            "sid": instance.sid,
            "account_sid": instance.account_sid,
            "date_created": instance.created_at,
            "date_updated": instance.updated_at,
            "uri": path + request.suffix,
            "subresource_uris": subresource_uris(path, self.home, request),
            **instance.fields,
        }

    def instances(self, request: ApiRequest) -> History[Instance]:
        """The collection that the path of a request means.

        Raises:
            Refusal: 404, an instance above it is missing.
        """
        self.require_parents(request)
        path = concrete(self.home, request.path_values)
        return request.store.instances.of(request.account.sid, path)

    def instance(self, request: ApiRequest) -> Instance:
        """The instance that the path of a request names.

        Raises:
            Refusal: 404, there is none.
        """
        return request.found(self.instances(request).get(request.path_values[-1]))

    def require_parents(self, request: ApiRequest) -> None:
        """Check that each instance in the path above the collection exists.

        Raises:
            Refusal: 404, one does not.
        """
        parts = self.home.split("/")
        path_values = iter(request.path_values)
        for index, part in enumerate(parts):
            if part.startswith("{"):
                above = concrete("/".join(parts[:index]), request.path_values)
                collection = request.store.instances.of(request.account.sid, above)
                request.found(collection.get(next(path_values)))


def named_fields(request: ApiRequest) -> dict[str, object]:
    """The fields that the parameters of a request name."""
    endpoint = request.endpoint
    fields: dict[str, object] = {}
    for name, values in request.arguments:
        key = snake_case(name)
        if key in endpoint.record.fields:
            fields[key] = values if endpoint.parameters[name].many else values[0]
    return fields


def subresource_uris(path: str, pattern: str, request: ApiRequest) -> dict[str, str]:
    """The addresses of what is below an instance; `pattern` is that of its collection, `path` its own."""
    return {snake_case(name): f"{path}/{name}{request.suffix}" for name in subresources(pattern)}
