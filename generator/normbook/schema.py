"""JSON Schemas of the corpus, for editors and for the published data."""

from __future__ import annotations

import json
from typing import Any

from normbook.model.corpus import KINDS, Kind


def schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one file of a kind, with a description on every field."""
    made = kind.model.model_json_schema(by_alias=False)
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = kind.name
    return made


def files() -> dict[str, bytes]:
    """Schemas by file name, and the editor settings that apply each to its files."""
    return {f"{kind.name}.schema.json": _json(schema(kind)) for kind in KINDS}


def editor_settings(folder: str) -> bytes:
    """Settings for the YAML language server of Visual Studio Code: which schema goes with which files."""
    schemas = {f"{folder}/{kind.name}.schema.json": f"norms/{kind.pattern}" for kind in KINDS}
    return _json({"yaml.schemas": schemas, "yaml.format.enable": False, "yaml.validate": True})


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
