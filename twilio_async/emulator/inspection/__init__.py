"""Messages and calls as tests look at them: what they are now, without what the emulator keeps of them."""
