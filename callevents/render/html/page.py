"""The page of `report`: one HTML file with its style, its script and its data, that loads nothing.

Its content security policy names the style and the script by their hash and forbids everything else, also every sink
that would parse text as HTML. Text of the log enters the template through `safe.visible` and autoescape, and the data
only through `tojson`.
"""

from base64 import b64encode
from hashlib import sha256
from importlib import resources
from typing import Any

from callevents.model.report import Report
from callevents.render.html.data import packed, page_data
from callevents.render.json_text import json_bytes
from callevents.render.output import Output
from callevents.render.safe import visible
from callevents.render.words import Clock, counted, duration, name, number, percent, size

SCRIPTS = (
    "dom.js",
    "words.js",
    "plot.js",
    "bars.js",
    "lines.js",
    "overview.js",
    "filters.js",
    "table.js",
    "lanes.js",
    "detail.js",
    "facts.js",
    "talk.js",
    "reading.js",
    "call.js",
    "main.js",
)
"""The parts of the one script, in order."""


def write_report(report: Report, output: Output, version: str) -> None:
    """Write the page, its times in the output's zone; version is this program's. Raises OSError as the stream does."""
    page = _environment().get_template("page.html.jinja")
    style = _asset("page.css")
    script = "".join(('"use strict";(() => {\n', *map(_asset, SCRIPTS), "})();\n"))
    clock = Clock((report.summary.period.first, report.summary.period.last), output.tz)
    content = page.render(
        report=report,
        summary=report.summary,
        clock=clock,
        version=version,
        data=page_data(report, str(output.tz)),
        packed=list(packed(report.details, report.with_text)),
        style=_as_is(style),
        script=_as_is(script),
        policy=_policy(style, script),
    )
    output.stream.write(content.encode())
    output.stream.flush()


def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("callevents.render.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.policies["json.dumps_function"] = lambda value, **_: json_bytes(value).decode()
    environment.filters |= {
        "number": number,
        "percent": percent,
        "duration": duration,
        "counted": counted,
        "size": size,
        "name": name,
    }
    return environment


def _asset(file: str) -> str:
    return resources.files(__package__).joinpath("assets", file).read_text("utf-8")


def _as_is(text: str) -> Any:
    """Mark text of this package, not of the log, as markup."""
    from markupsafe import Markup

    return Markup(text)


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
