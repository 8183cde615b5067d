"""Voice: calls, conferences, queues, SIP and what hangs on them, in both generations."""
