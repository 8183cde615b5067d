"""Progress bars: on stderr where that is a terminal, and none elsewhere."""

from rich.console import Console
from rich.progress import Progress, ProgressColumn, TextColumn


def progress_bars(*columns: ProgressColumn) -> Progress:
    """Bars with a description and these columns, to be used in a `with`."""
    console = Console(stderr=True)
    console.quiet = not console.is_terminal
    return Progress(TextColumn("{task.description}"), *columns, console=console, disable=console.quiet)
