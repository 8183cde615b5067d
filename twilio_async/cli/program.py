"""The program's name, and its exit statuses: the first without typer and rich, which may be missing."""

NAME = "twilio-async"
FAILED = 1
USAGE = 2
"""Typer's own for what cannot be asked for."""
INTERRUPTED = 130
NOBODY_READS = 141
"""The status of programs that SIGPIPE ends."""
STATUSES = (
    f"Exit statuses: 0 success; {FAILED} an error, in a line on stderr; {USAGE} wrong usage; {INTERRUPTED} "
    "Ctrl-C; 143 SIGTERM; 129 a terminal that is closed; "
    f"{NOBODY_READS} an output that nobody reads any more."
)
