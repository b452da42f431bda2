"""What languages are called in English: by CLDR, as the package babel carries it, and ours where CLDR has no name."""

from __future__ import annotations

from functools import cache
from typing import Final

_OURS: Final = {
    "ber": "Berber languages", "bwg": "Barwe", "cnr": "Montenegrin", "fa-AF": "Dari", "kck": "Kalanga",
    "khi": "Khoisan languages", "nb": "Norwegian (Bokmål)", "ndc": "Ndau", "nmq": "Nambya", "nn": "Norwegian (Nynorsk)",
    "nzs": "New Zealand Sign Language", "sfs": "South African Sign Language", "toi": "Tonga (of Zambia and Zimbabwe)",
    "to": "Tongan", "zdj": "Comorian", "zh-Hans": "Chinese", "zib": "Zimbabwe Sign Language",
}  # fmt: skip


@cache
def language(tag: str) -> str:
    """The English name of a BCP 47 tag; the tag itself where nothing names it."""
    from babel import Locale

    return _OURS.get(tag) or Locale("en").languages.get(tag.replace("-", "_")) or tag
