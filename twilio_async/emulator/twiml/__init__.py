"""TwiML as the emulator reads it from webhooks."""
