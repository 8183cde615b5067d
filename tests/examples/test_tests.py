"""The tests that users copy pass where they run: in a pytest of their own."""

import subprocess
import sys

from .programs import PATIENCE, ROOT


def test_the_tests_of_the_examples_pass() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "examples"]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert run.returncode == 0, run.stdout
    assert "5 passed" in run.stdout
