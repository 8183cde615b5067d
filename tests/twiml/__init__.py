"""Tests of TwiML: built, written and read back."""
