"""Messages and calls that come in."""
