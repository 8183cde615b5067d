"""Messages of the emulator."""
