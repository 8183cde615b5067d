"""What travels shows neither queries nor bodies, and knows what may be done twice."""

import pytest
from multidict import CIMultiDict

from twilio_async.core.decoding import AS_IT_CAME
from twilio_async.core.wire import Failure, Request, Response

PATH = "/2010-04-01/Accounts/AC1/Messages.json"


@pytest.mark.parametrize(
    ("method", "repeatable", "idempotent"),
    [
        ("GET", None, True),
        ("HEAD", None, True),
        ("DELETE", None, True),
        ("POST", None, False),
        ("PUT", None, False),
        ("POST", True, True),
        ("GET", False, False),
    ],
)
def test_only_what_can_be_done_twice_is_idempotent(
    method: str, repeatable: bool | None, idempotent: bool
) -> None:
    assert Request(method, PATH, AS_IT_CAME, repeatable=repeatable).idempotent is idempotent


def test_the_repr_of_a_request_shows_neither_query_nor_body() -> None:
    shown = repr(Request("POST", PATH, AS_IT_CAME, query="To=%2B15558675310", body=b"Body=secret"))

    assert PATH in shown
    assert "5558675310" not in shown
    assert "secret" not in shown


def test_the_repr_of_an_answer_shows_neither_headers_nor_body() -> None:
    answer = Response(200, CIMultiDict({"Set-Cookie": "secret"}), b'{"body": "secret"}')

    assert "secret" not in repr(answer)
    assert "secret" not in repr(Failure("unreadable", "no JSON", sent=True, response=answer))


def test_the_request_id_is_found_however_its_header_is_written() -> None:
    assert Response(200, CIMultiDict({"twilio-request-id": "RQ1"})).request_id == "RQ1"
    assert Response(200, CIMultiDict()).request_id is None
