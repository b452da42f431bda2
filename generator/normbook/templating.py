"""Jinja2, strict: an unknown name is an error, and what is not marked as safe is escaped."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from normbook.law.vocabulary import letters
from normbook.printing import escape_md
from normbook.resources import templates

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_day(day: date) -> str:
    """1 December 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def front_matter(**meta: Any) -> Markup:
    """A YAML front matter block. Values are JSON, which is YAML; empty values are left out."""
    import json

    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in meta.items()
        if value not in ("", None, [], ())
    ]
    return Markup("---\n" + "\n".join(lines) + "\n---\n")


@cache
def environment() -> Environment:
    """The environment of all page templates, made once."""
    env = Environment(
        loader=FileSystemLoader(templates() / "pages"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["day"] = long_day
    env.filters["mdtext"] = lambda text: Markup(escape_md(str(text)))
    env.filters["lowerfirst"] = lambda text: type(text)(str(text)[:1].lower() + str(text)[1:])
    env.filters["upperfirst"] = lambda text: type(text)(str(text)[:1].upper() + str(text)[1:])
    env.filters["letters"] = letters
    env.globals["front_matter"] = front_matter
    return env


def render(template: str, **values: Any) -> str:
    """A page from `templates/pages/`; a page always ends in one line break."""
    return environment().get_template(template).render(**values).rstrip("\n") + "\n"
