"""Signatures, by the published vectors."""

import pytest

from twilio_async.emulator.callbacks.signing import signature

URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
CALL = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675309"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
]
REPEATED = [
    ("Sid", "CA123"),
    ("SidAccount", "AC123"),
    ("Digits", "5678"),
    ("Digits", "1234"),
    ("Digits", "1234"),
]


@pytest.mark.parametrize(
    ("url", "form", "expected"),
    [
        (URL, CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (URL.replace(".com/", ".com:443/"), CALL, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        (URL.replace("https", "http").replace(".com/", ".com:1234/"), CALL, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        (URL.replace("https", "http").replace(".com/", ".com:80/"), CALL, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        (URL, REPEATED, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
        (
            f"{URL}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
            [],
            "a9nBmqA0ju/hNViExpshrM61xv4=",
        ),
    ],
)
def test_published_vectors(url: str, form: list[tuple[str, str]], expected: str) -> None:
    assert signature("12345", url, form) == expected
