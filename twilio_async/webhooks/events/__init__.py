"""Events: what Twilio tells by a request, one class for each kind of it."""
