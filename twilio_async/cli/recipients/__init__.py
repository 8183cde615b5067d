"""Recipients: a file of CSV or NDJSON, and the messages that templates make of its rows."""
