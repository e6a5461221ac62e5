"""What can go wrong, by name. Each error is also a builtin, so that ``except ValueError`` still works."""


class LayoutError(ValueError):
    """A publisher's file does not read as its card says: names the file, the sheet and the cell."""


class UnknownWordError(LookupError):
    """A word that no vocabulary holds: names the words that would have been right."""


class IncomparableError(TypeError):
    """Two counts that do not count the same thing: names both definitions and the call that would be right."""


class NotHeldError(LookupError):
    """A figure that no table held here prints: names what is held instead."""
