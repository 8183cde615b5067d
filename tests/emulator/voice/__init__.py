"""Tests of the emulator's voice part."""
