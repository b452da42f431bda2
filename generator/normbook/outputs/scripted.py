"""What the scripts of two pages read: the conditions of the response menu, and the rules of the worksheet.

Each is JSON inside a classic script, which a browser also loads from a disk, where it fetches no data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from normbook import attribution, conditions
from normbook.conditions import ConditionError, Json
from normbook.fingerprint import key_of
from normbook.model.response import Measure
from normbook.outputs.task import Task
from normbook.publication import Publication

MENU, WORKSHEET = "data/response-menu.js", "data/attribution-worksheet.js"
"""Addresses of the two files from the edition's root."""


def tasks(publication: Publication, _cache: Path) -> Iterator[Task]:
    """The two files, as far as the corpus has a menu and a worksheet."""
    corpus = publication.corpus
    key = key_of([corpus.method, corpus.questions, *corpus.measures, *corpus.taxonomies], publication.names)
    if corpus.questions and corpus.measures:
        yield Task("response menu", key, lambda: {MENU: script("menu", menu(publication))})
    if sheet := attribution.sheet_of(corpus, publication.plain):
        rules = attribution.as_data(sheet)
        yield Task("worksheet rules", key, lambda: {WORKSHEET: script("worksheet", rules)})


def menu(publication: Publication) -> dict[str, Json]:
    """The measures with their conditions as trees, the scales that they compare, and what names are called."""
    corpus, plain = publication.corpus, publication.plain
    words = {q.id: f"the answer to “{plain(q.label)}”" for q in corpus.questions.questions} if corpus.questions else {}
    for taxonomy in corpus.taxonomies:
        words[taxonomy.id] = taxonomy.id.replace("-", " ")
        words |= {f"{taxonomy.id}/{term.code}": plain(term.label).lower() for term in taxonomy.terms}
    used = {each.name.text for measure in corpus.measures for condition in measure.conditions
            for each in names(condition.test)}
    return {
        "scales": {t.id: [term.code for term in t.terms] for t in corpus.taxonomies if t.ordered and t.id in used},
        "words": {name: said for name, said in words.items() if name.partition("/")[0] in used},
        "measures": [_measure(measure, publication) for measure in corpus.measures],
    }


def names(test: str) -> tuple[conditions.Used, ...]:
    """What a test names; nothing where there is none or it cannot be read, which a check has said."""
    try:
        return conditions.names(conditions.parse(test)) if test else ()
    except ConditionError:
        return ()


def _measure(measure: Measure, publication: Publication) -> Json:
    held: list[Json] = []
    for condition in measure.conditions:
        said: dict[str, Json] = {"text": publication.plain(condition.text, f"measure:{measure.id}")}
        if condition.test:
            said["tree"] = conditions.to_json(conditions.parse(condition.test))
        held.append(said)
    return {"id": measure.id, "name": publication.plain(measure.name), "rung": str(measure.rung), "conditions": held}


def script(name: str, data: Mapping[str, Any]) -> bytes:
    """Data as a classic script that adds them, under a name, to what the scripts of the site share."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.normbook = Object.assign(globalThis.normbook || {{}}, {{ {name}: {written} }});\n".encode()
