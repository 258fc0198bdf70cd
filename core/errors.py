"""Every error that may reach a user. Each message is a sentence: what, where, how to mend it.

SquiggleError
├── EditRefused      an edit cannot be applied; the document stays as it was
├── FileRefused      a network file or a table cannot be read; nothing is opened
├── NetworkRefused   a document cannot be compiled (a loop, no output, no data ...)
└── ValueRefused     a typed value cannot be understood
"""


class SquiggleError(Exception):
    """Base of all errors whose message is written for the user."""


class EditRefused(SquiggleError):
    """An edit cannot be applied to this document."""


class FileRefused(SquiggleError):
    """A file cannot be read or written. ``problems`` holds every sentence, one a place."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class NetworkRefused(SquiggleError):
    """A document cannot be turned into a network that computes. ``ids`` names the nodes at fault."""

    def __init__(self, message: str, ids: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.ids = ids


class ValueRefused(SquiggleError):
    """A value typed by a person cannot be understood or is out of range."""
