"""How a value of a log is named in a sentence about it."""

from typing import Any

LONGEST = 40
"""Characters of a text that are shown; of a longer one the first of them and an ellipsis."""


def described(value: Any) -> str:
    """Say what a JSON value is, with the value itself where it is short: `the text "fast"`, `the number -3`, `a list`.

    Text is as it was logged: whoever shows the sentence makes it safe.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value}"' if len(value) <= LONGEST else f'the text "{value[:LONGEST]}…"'
    if isinstance(value, int | float):
        return f"the number {value}"
    return "a list" if isinstance(value, list) else "an object"
