"""The one error of the codec, shared by its parts."""


class Unreadable(ValueError):
    """A body that holds no tree, or one that does not fit; the text says where."""
