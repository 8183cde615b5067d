"""`demo`: every count ties, or it fails."""

import pytest

from twilio_async.emulator import Emulator, Fault

from .conftest import Invoke


@pytest.mark.parametrize("count", [1, 250])
def test_every_count_ties(count: int, invoke: Invoke) -> None:
    result = invoke("demo", "--messages", str(count))
    lines = result.stdout.splitlines()

    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert lines[-1] == "Every count ties."
    assert [line.rstrip().endswith(f" {count}") for line in lines if line.startswith("Executed")] == [True]
    assert "\x1b" not in result.stdout


def test_both_faults_are_met_even_by_one_message(invoke: Invoke) -> None:
    lines = invoke("demo", "--messages", "1", "--seed", "7").stdout.splitlines()
    repeated = next(line for line in lines if line.startswith("Requests repeated"))

    assert "429 " in repeated
    assert "503 " in repeated


@pytest.mark.parametrize("executed", [False, True])
def test_it_fails_where_a_message_is_in_doubt(
    executed: bool, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def worse(**settings: float) -> Emulator:
        emulator = Emulator(**settings)  # type: ignore[arg-type]
        emulator.faults.script(
            Fault.server_error(503, executed=executed), match=lambda method, _: method == "POST"
        )
        return emulator

    monkeypatch.setattr("twilio_async.emulator.Emulator", worse)
    result = invoke("demo", "--messages", "20")

    assert result.exit_code == 1
    assert "Every count ties." not in result.stdout
    assert "1 failed, the first one of: POST /2010-04-01/" in result.stderr
    assert "20 were to be sent and 19 were" in result.stderr
    assert ("19 were sent and 20 executed" in result.stderr) is executed


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_bad_usage(count: str, invoke: Invoke) -> None:
    assert invoke("demo", "--messages", count).exit_code == 2
