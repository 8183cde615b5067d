"""Phone numbers of the emulator."""
