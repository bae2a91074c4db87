"""Options that commands share, described once: a parameter that is a dataclass of options becomes those options."""

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints


def expand(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function that takes the fields of each dataclass parameter in place of the dataclass.

    Typer reads the options of a command from its signature; that of the function given here holds the fields, with
    their `Annotated` descriptions and defaults. The command itself gets the dataclasses, filled.
    """
    hints = get_type_hints(function, include_extras=True)
    groups: dict[str, Any] = {}
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(function).parameters.values():
        hint = hints[parameter.name]
        if is_dataclass(hint):
            groups[parameter.name] = hint
            parameters += _parameters_of(hint)
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


def _parameters_of(cls: Any) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=field.type)
        for field in fields(cls)
    ]


def _fill(cls: Any, values: dict[str, Any]) -> Any:
    """Make the dataclass of its fields' values, which are taken out of `values`."""
    return cls(**{field.name: values.pop(field.name) for field in fields(cls)})
