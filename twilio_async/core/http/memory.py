"""What the C library does with the memory of large bodies: on Linux it should keep it for the next one.

glibc gives the end of its heap back to the system once much of it is free, and the system zeroes each page
of it when it is used again. How much that is, glibc learns from the largest block that was freed so far:
twice as much. Two bodies of a history are just so large that they go back each time, which takes a seventh
of the time of streaming. A block that is freed once, and never written to, teaches it to keep 8 MB.

Elsewhere this does nothing. Delete it once it makes no difference to `make bench`.
"""

from functools import cache

_BLOCK = 4 * 1024 * 1024


@cache
def keep_freed_memory() -> None:
    """Have up to 8 MB of freed memory kept by this process; only the first call does anything."""
    bytes(_BLOCK)
