"""The way of a request: credentials, limits, transport, repetition, errors."""
