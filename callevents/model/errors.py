"""The errors that end a command, each with one plain sentence: what, where, and what to do."""


class CallEventsError(Exception):
    """Base of all errors raised on purpose. Its text is one sentence for the user.

    `exit_code` is the code that the command line ends with (see `cli/exit.py`).
    """

    exit_code = 3


class UsageError(CallEventsError):
    """The request itself cannot be understood: an unknown field, an ambiguous call id, a bad bound."""

    exit_code = 2


class NotFoundError(CallEventsError):
    """The thing asked about is not in the log."""

    exit_code = 1


class MissingExtraError(CallEventsError):
    """A part needs a package that an extra of this one installs."""

    exit_code = 2
