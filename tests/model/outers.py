"""Values of a class with a field of every kind, and the same values in columns of every kind."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import numpy as np
from hypothesis import strategies as st

from callevents.model import columnar
from callevents.model.columnar import Coded, Columnar
from callevents.model.value import UNKNOWN, Time, Value


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(Value, frozen=True):
    code: str


class Inner(Value, frozen=True):
    share: float | None
    at: Time | None = None


class Outer(Value, frozen=True):
    KIND: ClassVar[str] = "outer"

    name: Annotated[str | None, "a name"]
    count: int
    color: Color
    inner: Inner
    maybe: Inner | None
    parts: tuple[Part, ...]
    texts: tuple[str, ...]
    by_name: Mapping[str, int]
    flag: bool | None
    length: int | None


OUTERS = st.builds(
    Outer,
    name=st.none() | st.sampled_from("ab"),
    count=st.integers(0, 2**64 - 1),
    color=st.sampled_from(Color),
    inner=st.builds(Inner, st.none() | st.floats(-1e6, 1e6), st.none() | st.integers(-(10**12), 10**12).map(Time)),
    maybe=st.none() | st.builds(Inner, st.floats(0, 1)),
    parts=st.lists(st.builds(Part, st.sampled_from("xy")), max_size=2).map(tuple),
    texts=st.lists(st.sampled_from("pq"), max_size=2).map(tuple),
    by_name=st.dictionaries(st.sampled_from("kl"), st.integers(0, 9)),
    flag=st.sampled_from([None, True, False]),
    length=st.none() | st.integers(-(2**60), 2**60),
)
PATHS = ("name", "count", "color", "inner.share", "inner.at", "maybe", "parts.code", "texts", "by_name.k", "by_name")


def in_columns(values: list[Outer]) -> Columnar[Outer]:
    """The values in columns of every kind that there is."""
    columns: dict[str, Any] = dict(Columnar.of(Outer, values).columns)
    for path in ("name", "color", "flag"):
        columns[path] = columnar.coded(columns[path])
    texts = [*dict.fromkeys(value.texts for value in values), ()]
    columns["texts"] = Coded(
        np.array([texts.index(value.texts) if value.texts else -1 for value in values], int), texts
    )
    columns["count"] = np.array(columns["count"], dtype=object)
    columns["inner.share"] = np.array(columns["inner.share"], dtype=np.float64)
    for path in ("inner.at", "length"):
        columns[path] = np.array([UNKNOWN if one is None else one for one in columns[path]], dtype=np.int64)
    return Columnar(Outer, columns)
