"""Starting files for `normbook new`: commented, valid, and placed where the kind belongs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from normbook import ids
from normbook.edit import EditError, Insertion
from normbook.model.corpus import Corpus
from normbook.resources import templates
from normbook.source import read

KINDS = ("norm", "article", "timeline", "taxonomy", "response", "term", "instrument", "regime", "country")
_FOLDERS = {"timeline": "timelines", "taxonomy": "taxonomies", "response": "responses", "instrument": "instruments",
            "regime": "regimes", "country": "countries"}
_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_PATTERNS = {
    "norm": (re.compile(r"[a-z]{3}-[0-9]+\Z"), "a family and a number, such as not-7"),
    "article": (re.compile(r"law/[a-z0-9-]+\Z"), "law/ and a short name, such as law/early-warning"),
    "response": (re.compile(r"r[0-9]{2}-[a-z0-9-]+\Z"), "r, two digits and a name, such as r23-joint-statement"),
    "country": (re.compile(r"[A-Za-z]{2}\Z"), "an ISO 3166-1 code, such as KE"),
}


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written, relative to the folder `norms/`."""

    path: str
    content: str


def start(kind: str, name: str, title: str, today: date, corpus: Corpus | None) -> NewFile | Insertion:
    """What `normbook new KIND NAME` writes. EditError when the kind or the id does not do."""
    if kind not in KINDS:
        raise EditError(f"'{kind}' is not a kind", f"Kinds: {', '.join(KINDS)}.")
    pattern, wanted = _PATTERNS.get(kind, (_ID, "lower-case words joined by hyphens"))
    if not pattern.match(name):
        raise EditError(f"'{name}' is not an id of a {kind}", f"Write {wanted}.")
    if corpus and kind == "norm" and name[:3].upper() not in {f.id for f in corpus.handbook.families}:
        raise EditError(f"there is no family {name[:3].upper()}", "Add it to 'families' in norms/handbook.yaml first.")
    if corpus and kind == "country" and name.upper() not in {s.iso2 for s in corpus.states.states}:
        raise EditError(f"'{name.upper()}' is not a State of norms/states/states.yaml", "Write its ISO 3166-1 code.")
    if kind == "country":
        return NewFile(_path(kind, name, title), _of_state(name.upper(), corpus, today))
    title = title or name.rpartition("/")[2].replace("-", " ").capitalize()
    text = _fill((templates() / "new" / f"{kind}.yaml").read_text(encoding="utf-8"), name, title, today)
    if kind == "article":
        return Insertion(_last_part(corpus), "articles", text)
    if kind == "term":
        return Insertion("glossary.yaml", "terms", text, "term")
    return NewFile(_path(kind, name, title), text)


def _of_state(iso2: str, corpus: Corpus | None, today: date) -> str:
    """The file of a State, made from the law: what there is to decide stands in it."""
    from normbook.countryfile import country_file
    from normbook.link import link
    from normbook.publication import Publication

    if corpus is None:
        raise EditError("the law cannot be read, and its choices are listed in the file", "Run 'normbook check' first.")
    return country_file(Publication(corpus, link(corpus)[0], today), iso2)


def _fill(text: str, name: str, title: str, today: date) -> str:
    simple = re.match(r"[A-Za-z][\w ,()/-]*\Z", title) and _reads_as(title)
    quoted = title if simple else json.dumps(title, ensure_ascii=False)
    values = {"{id}": name, "{ID}": name.upper(), "{FAMILY}": name[:3].upper(), "{title}": quoted,
              "{today}": today.isoformat(), "<competent_authority>": "{competent_authority}"}
    return re.sub("|".join(map(re.escape, values)), lambda mark: values[mark.group()], text)


def _reads_as(words: str) -> bool:
    """Whether words without quotes are text to every reader: 'No' is not."""
    found = read(f"a: {words}\n".encode(), "")
    return not found.problems and found.data["a"] == words


def _path(kind: str, name: str, title: str) -> str:
    if kind == "norm":
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-")
        return f"principles/{'-'.join(filter(None, (ids.show_norm(name), slug)))}.yaml"
    return f"{_FOLDERS[kind]}/{name.lower()}.yaml"


def _last_part(corpus: Corpus | None) -> str:
    if corpus is None or not corpus.parts:
        raise EditError("there is no Part to put the article in", "Write norms/law/part-01-….yaml first.")
    return corpus.parts[-1].place.file.partition("/")[2]
