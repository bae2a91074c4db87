import json
from typing import Any

import jsonschema
import pytest

from callevents.model.call import Call
from callevents.model.errors import UsageError
from callevents.model.paths import paths_of
from callevents.model.problem import CATALOGUE
from callevents.render.documents import Calls, Document
from callevents.render.schema import DOCUMENTS, schema
from render import values
from render.values import written

EXAMPLES: dict[str, Document] = {
    "summary": values.SUMMARY,
    "calls": Calls(values.CALLS),
    "call": values.DETAIL,
    "stats": values.STATS_BY_AGENT,
    "compare": values.COMPARISON,
    "transcript": values.TRANSCRIPT,
    "notes": values.NOTES,
    "flags": values.FLAGS,
    "check": values.CHECK,
}


def test_every_document_has_an_example_here() -> None:
    assert set(EXAMPLES) == set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_follows_its_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    jsonschema.validate(json.loads(written(EXAMPLES[name], "json")), schema(name))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_schema_knows_every_key_that_is_written(name: str) -> None:
    closed = json.loads(
        json.dumps(schema(name)).replace('"additionalProperties": true', '"additionalProperties": false')
    )
    jsonschema.validate(json.loads(written(EXAMPLES[name], "json")), closed)


@pytest.mark.parametrize("name", ["summary", "call", "stats", "compare", "transcript", "notes", "flags", "check"])
def test_every_key_is_required(name: str) -> None:
    document: dict[str, Any] = json.loads(written(EXAMPLES[name], "json"))
    for key in document:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({k: v for k, v in document.items() if k != key}, schema(name))


def test_the_schema_says_what_can_be_null_and_what_a_key_means() -> None:
    call = schema("call")["properties"]
    assert call["ring_ms"] == {"description": paths_of(Call)["ring_ms"].description, "type": ["integer", "null"]}
    assert call["started"] == {"type": ["string", "null"], "format": "date-time"}
    assert call["outcome"] == {"enum": ["handled", "missed", "unanswered", "in_progress", "unknown"]}
    assert call["call_id"]["type"] == "string"


def test_an_unknown_name_lists_the_names() -> None:
    with pytest.raises(UsageError, match="summary, calls, call"):
        schema("nothing")


def test_the_codes_of_problems_are_those_of_the_catalogue_with_what_they_mean() -> None:
    definitions = schema("check")["$defs"]
    assert definitions["Problem"]["properties"]["code"]["$ref"] == "#/$defs/ProblemCode"
    codes = {choice["const"]: choice["description"] for choice in definitions["ProblemCode"]["oneOf"]}
    assert list(codes) == list(CATALOGUE)
    assert all(CATALOGUE[code].explanation in meaning for code, meaning in codes.items())
    unknown = json.loads(written(values.CHECK, "json").replace(b"CE101", b"CE199"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(unknown, schema("check"))
