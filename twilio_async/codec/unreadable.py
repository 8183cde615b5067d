"""The one error of the codec, shared by its parts."""


class Unreadable(ValueError):  # noqa: N818 - it is what the body is, and never leaves the session
    """A body that holds no tree, or one that does not fit; the text says where."""
