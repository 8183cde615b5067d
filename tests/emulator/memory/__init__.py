"""Tests of what the emulator remembers, and of what it computes instead."""
