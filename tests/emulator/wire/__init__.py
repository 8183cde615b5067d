"""The wire of the emulator."""
