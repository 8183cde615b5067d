"""Whether the client speaks API 2010-04-01 as Twilio describes it: every operation, parameter and field."""
