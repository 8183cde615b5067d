"""The words of usage errors."""

import pytest

from .conftest import Invoke, told

SECONDS = "is no number of seconds above 0, such as 30 or 0.5"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        *[(f"messages list --timeout {text}", f"{text!r} {SECONDS}") for text in ("inf", "nan", "0", "-1")],
        ("messages list --timeout 1e999", f"'1e999' {SECONDS}"),
        ("messages list --timeout soon", f"'soon' {SECONDS}"),
        ("messages list --retries -1", "'-1' is too small: give 0 or more"),
        ("messages list --retries 1.5", "'1.5' is no whole number"),
        ("messages list --limit many", "'many' is no whole number"),
        ("messages list --limit 0", "'0' is too small: give 1 or more"),
        ("messages list --limit -1", "'-1' is too small: give 1 or more"),
        ("calls create --to +1 --from +1 --url x --ring 601", "'601' is too large: give 600 or less"),
        ("emulator --error-rate much", "'much' is no number"),
        ("calls list --status gone", "'gone' is not one of 'queued', 'ringing',"),
        ("messages list -o xml", "'xml' is not one of 'table', 'json',"),
    ],
)
def test_no_words_of_a_library(arguments: str, said: str, invoke: Invoke) -> None:
    result = invoke(*arguments.split())

    assert result.exit_code == 2
    assert said in told(result)
    assert "Value error" not in told(result)
    assert "Input should" not in told(result)
