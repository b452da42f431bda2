"""The commands of the terminal and their options, in words; `cli` runs them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from normbook import __version__

Adder = Callable[[str, str], argparse.ArgumentParser]
"""Adds a command with its name and what it is for."""
_PAPER = "size of the paper (default: that of the State)"


def parser() -> argparse.ArgumentParser:
    """All commands. The options of one bear its name as `command`."""
    made = argparse.ArgumentParser(prog="normbook", description="Norms, model law and checklists from one source.")
    made.add_argument("--version", action="version", version=f"normbook {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--root", default=".", metavar="DIR", help="project folder (default: this one or above)")
    common.add_argument("--as-of", type=_day, metavar="DATE", help="the date that 'today' means (default: today, UTC)")
    volume = common.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="store_true", help="say only what is wrong")
    volume.add_argument("-v", "--verbose", action="store_true", help="say how long each step took")
    commands = made.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=summary, description=summary)

    _making(add)
    _drafting(add)
    _adapting(add)
    _asking(add)
    _coming_back(add)
    return made


def _making(add: Adder) -> None:
    """What looks at the corpus and makes things of it."""
    check = add("check", "Find mistakes in the corpus: all of them, with place and remedy.")
    check.add_argument(
        "--format", choices=("text", "json", "github", "sarif"), default="text", help="how to print them"
    )
    check.add_argument("--strict", action="store_true", help="warnings count as errors")

    build = add("build", "Build the handbook, the model law and the checklists into site/.")
    build.add_argument("--jobs", type=int, metavar="N", help="processes (default: one per core)")
    build.add_argument(
        "--edition", default="", metavar="ID", help="draft, or the number of an edition (default: what is not built)"
    )
    build.add_argument(
        "--country", type=_codes, metavar="CODES", default=None,
        help="make the adapted laws of these States only, as in KE,EE",
    )  # fmt: skip
    build.add_argument(
        "--only", type=_names, metavar="NAMES", default=None,
        help="write these parts under build/docs/ and leave site/ as it is, as in countries or norms,law",
    )  # fmt: skip
    build.add_argument("--force", action="store_true", help="do not trust what the last build left")
    build.add_argument("--workspace", type=Path, metavar="DIR", help="build a State's own view of what it keeps there")
    build.add_argument("--out", type=Path, metavar="DIR", help="where that view is built, outside the project")

    serve = add("serve", "Show the handbook in a browser and follow every saved edit.")
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="port on this machine (default: 8000)")
    serve.add_argument("--open", action="store_true", help="open the browser")


def _drafting(add: Adder) -> None:
    """What helps those who write YAML."""
    new = add("new", "Write a commented, valid starting file.")
    new.add_argument("kind", help="norm, article, timeline, taxonomy, response, term, instrument, regime, country …")
    new.add_argument("id", help="id of the new object, e.g. not-7")
    new.add_argument("--title", default="", help="its title")

    fmt = add("fmt", "Put YAML files into the canonical layout; comments, order and quoting stay.")
    fmt.add_argument("files", nargs="*", metavar="FILE", help="files (default: all)")
    fmt.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file would change")
    fmt.add_argument("--diff", action="store_true", help="change nothing; show what would change")

    schema = add("schema", "Write JSON Schemas for editors into .schemas/ and the settings that use them.")
    schema.add_argument("--print", metavar="KIND", dest="only", help="print one schema instead")


def _adapting(add: Adder) -> None:
    """What States take away."""
    adapt = add("adapt", "The model law adapted to one State, as a Word file.")
    adapt.add_argument("state", metavar="STATE", help="ISO 3166-1 code of the State, as in KE")
    adapt.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file (default: model-law-STATE.docx)")
    adapt.add_argument(
        "--vocabulary", choices=("civil", "common", "model"), default="",
        help="words of the law (default: by the legal tradition; both where it points to neither)",
    )  # fmt: skip
    adapt.add_argument(
        "--form", choices=("guide", "clean"), default="guide",
        help="with guide and every open choice, or the clean text, where defaults stand",
    )  # fmt: skip
    adapt.add_argument("--paper", choices=("a4", "letter"), help=_PAPER)
    adapt.add_argument(
        "--only",
        default=(),
        type=lambda text: tuple(filter(None, text.split(","))),
        metavar="REF,...",
        help="Parts, articles or Schedules to insert into another act, as in law/part-notification,law/duty-to-notify",
    )
    adapt.add_argument("--commences", type=_day, metavar="DATE", help="day of commencement, to compute dates from")
    adapt.add_argument("--edition", default="draft", metavar="ID", help="number of an edition, or draft")
    adapt.add_argument("--force", action="store_true", help="overwrite a file that is there")
    adapt.add_argument(
        "--differences", action="store_true", help="print how the law differs from the model; no file is made"
    )
    adapt.add_argument("--format", choices=("table", "json"), default="table", help="how to print the differences")


def _asking(add: Adder) -> None:
    """What answers questions."""
    deadlines = add("deadlines", "What falls due when under a timeline, with reasons.")
    deadlines.add_argument("timeline", nargs="?", help="id of a timeline, e.g. operator-to-csirt")
    deadlines.add_argument(
        "--all", action="store_true", help="instead of one timeline: all that an incident starts, and the State's law"
    )
    deadlines.add_argument(
        "--event", action="append", default=[], metavar="CODE",
        help="with --all: event that --from is the moment of (default: awareness); may be given again for others, "
        "each with its time, as in classification=2026-11-21T12:00+01:00",
    )  # fmt: skip
    deadlines.add_argument(
        "--from", dest="start", required=True, metavar="TIME", help="ISO 8601 with offset: 2026-11-21T09:30+03:00"
    )
    deadlines.add_argument("--country", metavar="ISO2", help="State whose days of rest, holidays and zone count")
    deadlines.add_argument("--format", choices=("table", "json", "ics"), default="table")

    exercise = add("exercise", "The injects of an exercise and what is due when, with reasons.")
    exercise.add_argument("exercise", help="id of an exercise, or its beginning, e.g. grid")
    exercise.add_argument(
        "--from", dest="start", required=True, metavar="TIME", help="ISO 8601 with offset: 2027-03-01T08:00Z"
    )
    exercise.add_argument("--country", metavar="ISO2", help="State whose days of rest, holidays and zone count")
    exercise.add_argument("--format", choices=("table", "json", "ics", "xlsx"), default="table")
    exercise.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to this file, not to the terminal")

    reviews = add("reviews", "Reviews and sunsets that fall due, and what falls with a provision.")
    reviews.add_argument("--within", default="P365D", metavar="PERIOD", help="ISO 8601 period (default: P365D)")
    reviews.add_argument(
        "--country", metavar="ISO2",
        help="with the dates of this State's law, indicative until enacted (default: of all laws that are enacted)",
    )  # fmt: skip
    reviews.add_argument("--fail-on", choices=("overdue",), help="exit 1 if something is overdue")
    reviews.add_argument(
        "--falls", metavar="REF", help="instead: what falls when this article expires, as in law/countermeasures"
    )
    reviews.add_argument("--format", choices=("table", "json", "ics"), default="table")

    renew = add("renew", "The instrument that renews provisions of a State's law, as a Word file with its dates.")
    renew.add_argument("state", metavar="STATE", help="ISO 3166-1 code of the State, as in KE")
    renew.add_argument(
        "--provision", action="extend", default=[], type=lambda text: filter(None, text.split(",")), metavar="REF,...",
        help="articles to renew, as in law/countermeasures (default: those that expire next)",
    )  # fmt: skip
    renew.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file (default: renewal-STATE.docx)")
    renew.add_argument(
        "--vocabulary", choices=("civil", "common", "model"), default="",
        help="words of the law (default: as the State chose, or by its legal tradition)",
    )  # fmt: skip
    renew.add_argument("--paper", choices=("a4", "letter"), help=_PAPER)
    renew.add_argument("--force", action="store_true", help="overwrite a file that is there")
    _editions(add)

    stats = add("stats", "What the corpus holds, counted.")
    stats.add_argument("--format", choices=("text", "json"), default="text", help="how to print it")

    spillover = add("spillover", "Where the effects of a response measure may travel, on assumptions.")
    spillover.add_argument("measure", nargs="?", default="", help="id of a measure (default: none, only --sector)")
    spillover.add_argument("--length", default="P30D", metavar="PERIOD", help="how long it lasts (default: P30D)")
    spillover.add_argument(
        "--sector", action="append", default=[], metavar="CODE:SUPPLY[:PRICE]",
        help="what it does in a sector, as in energy:serious:limited; may be given several times",
    )  # fmt: skip
    spillover.add_argument(
        "--assume", metavar="FILE", help="YAML with dependencies and touches that replace or add to those of the corpus"
    )
    spillover.add_argument("--format", choices=("text", "json"), default="text")


def _editions(add: Adder) -> None:
    freeze = add("freeze", "Freeze the draft as an edition, which never changes again.")
    freeze.add_argument("id", metavar="ID", help="number of the edition, e.g. 1.0")
    freeze.add_argument("--date", type=_day, required=True, metavar="DATE", help="date of publication")
    standing = ("consultation", "published", "adopted")
    freeze.add_argument("--status", choices=standing, required=True, help="standing of the text")
    freeze.add_argument("--sentence", default="", metavar="TEXT", help="what first pages say of its standing")

    verify = add("verify", "Tell whether editions are as they were frozen, or a file reads as its edition.")
    verify.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a .docx of the law (default: editions)")
    verify.add_argument("--edition", metavar="ID", help="edition to hold it against, or draft (default: what it says)")

    diff = add("diff", "What changed from one edition to another, word by word.")
    diff.add_argument("old", metavar="OLD", help="0.9 or draft; with --docx also as a State adapts it, e.g. draft:KE")
    diff.add_argument("new", metavar="NEW", help="the same; with a vocabulary, e.g. draft:KE/civil")
    diff.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    diff.add_argument("--docx", type=Path, metavar="FILE", help="write the law as Word with tracked changes instead")
    diff.add_argument("--author", default="Normbook", metavar="NAME", help="who signs the changes (default: Normbook)")
    diff.add_argument("--law-only", action="store_true", help="leave the guide out of the Word file")
    diff.add_argument("--no-cover", action="store_true", help="no page in front of it that says what is compared")
    diff.add_argument("--force", action="store_true", help="write over a file that is there")


def _coming_back(add: Adder) -> None:
    """What reads files that a State returned, and fills them in."""
    readback = add("readback", "What a State did with a Word file: edits, comments, blanks, by provision.")
    readback.add_argument("file", type=Path, metavar="FILE", help="a .docx of the law that came back")
    readback.add_argument("--edition", default="", metavar="ID", help="what it was made from (default: what it says)")
    readback.add_argument("--propose", action="store_true", help="show what it comes to in norms/, as a diff")
    readback.add_argument("--apply", action="store_true", help="show it and write it, if the corpus stays sound")
    readback.add_argument("--force", action="store_true", help="write over what is there, and despite errors")
    readback.add_argument("--format", choices=("table", "json"), default="table")

    taken = add("import", "A checklist that came back, read into a private workspace.")
    taken.add_argument("file", type=Path, metavar="FILE", help="a checklist as .xlsx, .csv or .docx")
    taken.add_argument("--workspace", type=Path, required=True, metavar="DIR", help="private folder")
    taken.add_argument("--state", default="", metavar="ISO2", help="whose it is (default: what it says)")
    taken.add_argument("--edition", default="", metavar="ID", help="what it was made from (default: what it says)")
    taken.add_argument("--prefer", choices=("file", "workspace"), default="", help="which of two conflicting answers")
    taken.add_argument("--apply", action="store_true", help="write what is shown")

    release = add("release", "Carry the answers that a State released into the corpus, and no others.")
    release.add_argument("state", metavar="STATE", help="ISO 3166-1 code of the State, as in KE")
    release.add_argument("--workspace", type=Path, required=True, metavar="DIR", help="private folder of the State")
    release.add_argument("--apply", action="store_true", help="write what is shown")

    fill = add("fill", "Fill in the blanks of a Word file of the law.")
    fill.add_argument("file", type=Path, metavar="FILE", help="a .docx of the law")
    fill.add_argument("values", nargs="?", type=Path, metavar="VALUES", help="YAML with a value for each blank")
    fill.add_argument("--list", action="store_true", help="print the blanks, their values and where they stand")
    fill.add_argument("--format", choices=("table", "json", "yaml"), default="table",
                      help="how to print the list; yaml is a commented file of values to fill in (default: table)")
    fill.add_argument("-o", "--output", type=Path, metavar="OUT", help="file to write (default: FILE-filled.docx)")
    fill.add_argument("--force", action="store_true", help="write over a file that is there")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write YYYY-MM-DD") from None


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def _codes(text: str) -> frozenset[str]:
    return frozenset(code.strip().upper() for code in text.split(",") if code.strip())
