"""Real seconds, for what no clock of ours decides. None is measured."""

SHORT = 0.05
"""Until a timeout before which nothing has to happen."""
ENOUGH = 1.0
"""Until a timeout before which something has to happen, such as a connection on a busy machine."""
PATIENCE = 30.0
"""Until what should come counts as missing. Nothing waits for them to pass."""
