"""Findings of add-ons about recordings: results, payloads, and the data of those.

Results come from add-on partners only: see `Scenes.add_add_on_result`.

Source: https://www.twilio.com/docs/voice/api/recording
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio_async.emulator.description import concrete
from twilio_async.emulator.list_resource import ListResource
from twilio_async.emulator.messaging.message_store import Media
from twilio_async.emulator.routing import operation
from twilio_async.emulator.voice.lookups import recording_of

if TYPE_CHECKING:
    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.memory.store import Store
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.voice.voice_records import Recording
    from twilio_async.emulator.wire.replies import Reply

_RESULTS = "Recordings/{ReferenceSid}/AddOnResults"
_PAYLOADS = f"{_RESULTS}/{{AddOnResultSid}}/Payloads"


class ResultList(ListResource):
    """The results of add-ons about a recording."""

    def require_parents(self, request: ApiRequest) -> None:
        """Check that there is the recording."""
        recording_of(request, request.path_values[0])

    def before_delete(self, request: ApiRequest, instance: Instance) -> None:
        """Take the data of its payload with it."""
        request.store.messaging.remove_media(instance.sid)


class PayloadList(ResultList):
    """The payloads of a result, each with its data."""

    def require_parents(self, request: ApiRequest) -> None:
        """Check that there are the recording and the result."""
        super().require_parents(request)
        results = request.store.instances.of(request.account.sid, concrete(_RESULTS, request.path_values))
        request.found(results.get(request.path_values[1]))

    def before_delete(self, request: ApiRequest, instance: Instance) -> None:
        """Take the data with it: a result has one payload."""
        request.store.messaging.remove_media(instance.path_values[1])

    def fetch_data(self, request: ApiRequest) -> Reply:
        """GET Payloads/{PayloadSid}/Data: 307 to the data, with its address in the answer too."""
        self.require_parents(request)
        _, result_sid, payload_sid = request.path_values
        data = request.found(request.store.messaging.find_media(result_sid, payload_sid))
        url = request.media_url(data)
        return request.reply(url, _data_values, location=url)


def _data_values(url: str, _: ApiRequest) -> Values:
    return {"redirect_to": url}


def add_result(store: Store, recording: Recording, content: bytes, content_type: str) -> Instance:
    """Enter a completed result with one payload, whose data are `content`."""
    sid = store.identifiers.sid
    add_on = {"add_on_sid": sid("XB"), "add_on_configuration_sid": sid("XE")}
    path_values: tuple[str, ...] = (recording.sid,)
    result = store.instances.add(
        concrete(_RESULTS, path_values),
        sid("XR"),
        recording.account_sid,
        path_values,
        {**add_on, "status": "completed", "date_completed": store.clock()},
    )
    path_values = (recording.sid, result.sid)
    payload = store.instances.add(
        concrete(_PAYLOADS, path_values),
        sid("XH"),
        recording.account_sid,
        path_values,
        {**add_on, "label": "findings", "content_type": content_type},
    )
    data = Media(
        sid=payload.sid,
        account_sid=recording.account_sid,
        parent_sid=result.sid,
        content_type=content_type,
        content=content,
        serial=store.identifiers.serial(),
        created_at=payload.created_at,
    )
    store.messaging.media_of(result.sid).add(data)
    return result


_PAYLOAD_LIST = PayloadList(_PAYLOADS)

OPERATIONS = (
    *ResultList(_RESULTS).operations(),
    *_PAYLOAD_LIST.operations(),
    operation("GET", f"{_PAYLOADS}/{{PayloadSid}}/Data", _PAYLOAD_LIST.fetch_data),
)
