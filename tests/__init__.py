"""What the client, its emulator and its command line promise."""
