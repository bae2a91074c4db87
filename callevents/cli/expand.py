"""Options that commands share, described once: a parameter that is a `Struct` of options becomes those options."""

import inspect
from collections.abc import Callable
from typing import Any, get_type_hints

from msgspec import Struct
from msgspec.inspect import is_struct_type


def expand(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function that takes the fields of each `Struct` parameter in place of the `Struct`.

    Typer reads the options of a command from its signature; that of the function given here holds the fields, with
    their `Annotated` descriptions and defaults. The command itself gets the `Struct`s, filled.
    """
    hints = get_type_hints(function, include_extras=True)
    groups: dict[str, type[Struct]] = {}
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(function).parameters.values():
        hint = hints[parameter.name]
        if is_struct_type(hint):
            groups[parameter.name] = hint
            parameters += inspect.signature(hint).parameters.values()
        else:
            parameters.append(parameter.replace(annotation=hint, kind=inspect.Parameter.KEYWORD_ONLY))

    def command(**values: Any) -> Any:
        filled = {name: _fill(cls, values) for name, cls in groups.items()}
        return function(**values, **filled)

    command.__doc__ = function.__doc__
    # mypy knows no __signature__; inspect, and so Typer, looks for it.
    setattr(command, "__signature__", inspect.Signature(parameters))  # noqa: B010
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _fill(cls: type[Struct], values: dict[str, Any]) -> Struct:
    """Make the `Struct` of its fields' values, which are taken out of `values`."""
    return cls(**{name: values.pop(name) for name in cls.__struct_fields__})
