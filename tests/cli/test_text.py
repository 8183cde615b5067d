"""Text from strangers on a terminal."""

import orjson
import pytest

from twilio_async.cli.terminal.text import printable, printable_lines, without_raw_controls


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hi, Zoë 👩\u200d🚀", "Hi, Zoë 👩\u200d🚀"),
        ("one\r\ntwo\tthree\u2028four\x85five", "one two three four five"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("\x9b2J\x7f", r"\x9b2J\x7f"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("half \ud83d", r"half \ud83d"),
        ("[red]x[/red] :smile:", "[red]x[/red] :smile:"),
    ],
)
def test_nothing_commands_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_stay_lines() -> None:
    assert printable_lines("<a>\r\n\t\x1b[31m \x9b \x7f\n</a>") == "<a>\n        \\x1b[31m \\x9b \\x7f\n</a>"


def test_json_without_raw_controls_is_the_same_json() -> None:
    record = {"body": "\x9b2J \x7f \x80 \x1b é 👋 \xa0", "\x9b": 1}
    json = without_raw_controls(orjson.dumps(record))

    assert orjson.loads(json) == record
    assert not any(character == "\x7f" or "\x80" <= character <= "\x9f" for character in json.decode())


@pytest.mark.parametrize(
    "hidden",
    [
        "\u061c",
        "\u200e",
        "\u200f",
        *map(chr, range(0x2028, 0x202F)),
        *map(chr, range(0x2066, 0x206A)),
        "\ufeff",
        "\U000e0041",
    ],
    ids=ascii,
)
def test_in_json_nothing_turns_a_line_around(hidden: str) -> None:
    record = {"body": f"a{hidden}b", hidden: 1}
    json = without_raw_controls(orjson.dumps(record))

    assert orjson.loads(json) == record
    assert json.isascii()


def test_in_json_writing_stays_as_it_is() -> None:
    text = "It\u2019s \u201chere\u201d \u2013 5 \u20ac, \u0634\u0643\u0631\u0627 👩\u200d🚀 \U000e0100"
    json = orjson.dumps({"body": text})

    assert without_raw_controls(json) == json
