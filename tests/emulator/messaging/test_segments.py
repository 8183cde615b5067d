"""The number of segments that a body takes."""

import pytest

from twilio_async.emulator.messaging.segments import count_segments


@pytest.mark.parametrize(
    ("body", "segments"),
    [
        ("", 1),
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("x" * 152 + "€" + "x" * 152, 3),
        ("é" * 160, 1),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 67, 3),
        ("x" * 159 + "€", 2),
        ("x" * 158 + "€", 1),
        ("{" * 153, 3),
        ("\r\n" * 80, 1),
        ("\r\n" * 80 + "x", 2),
        ("ê" * 66 + "😀" + "ê" * 3, 2),
        ("ê" * 66 + "😀" * 34, 3),
        ("👩‍👩‍👧‍👦" * 6, 1),
        ("👩‍👩‍👧‍👦" * 7, 2),
        ("ç" * 71, 2),
        ("Ç" * 160, 1),
        ("\t" * 70, 1),
    ],
)
def test_segments(body: str, segments: int) -> None:
    assert count_segments(body) == segments
