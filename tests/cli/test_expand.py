import inspect
from typing import Annotated

from msgspec import Struct

from callevents.cli.expand import expand


class Shared(Struct, frozen=True, kw_only=True):
    name: Annotated[str, "described once"] = "usual"
    size: int = 1


def command(*, own: int, shared: Shared) -> tuple[int, Shared]:
    """Do something."""
    return own, shared


def test_a_struct_parameter_becomes_its_fields_with_descriptions_and_defaults() -> None:
    parameters = inspect.signature(expand(command)).parameters
    assert list(parameters) == ["own", "name", "size"]
    assert parameters["name"].default == "usual"
    assert parameters["name"].annotation.__metadata__ == ("described once",)


def test_the_command_gets_the_struct_filled() -> None:
    assert expand(command)(own=3, name="other", size=2) == (3, Shared(name="other", size=2))


def test_the_help_text_stays() -> None:
    assert expand(command).__doc__ == "Do something."
