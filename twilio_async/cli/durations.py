"""Lengths of time as people read them."""


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours where there are some: 0:07, 12:00 or 3:25:45."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
