"""Tests of the emulator's plain resources."""
