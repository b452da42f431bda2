"""The periods of review and of expiry that a State has filled in -> the articles that they hold for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from normbook.model.law import Article, Blank

REVIEW: Final = ("review_period",)
LIFE: Final = ("sunset_period", "exceptional_sunset_period")
TABLING: Final = ("tabling_period",)
"""Blanks for the periods of the law. The model's figure for an article is the one proposed for one of these."""


RENEWAL: Final = "law/renewal"
"""The article on renewal. A law that leaves it out lets its powers expire for good."""


def with_own_periods(
    article: Article, blanks: Mapping[str, Blank], filled: Mapping[str, str], *, renewable: bool = True
) -> Article:
    """An article whose review and sunset run as the State has filled the blanks in; `filled` is blank -> duration.

    Where the law has no renewal, expiry is automatic and nothing is tabled (`law/sunset:B`, `law/renewal:C`).
    """
    own = {names: {blanks[name].default: filled[name] for name in names if name in blanks and name in filled}
           for names in (REVIEW, LIFE, TABLING)}
    review, sunset = article.review, article.sunset
    if review and review.every in own[REVIEW]:
        review = review.model_copy(update={"every": own[REVIEW][review.every]})
    if sunset:
        tabling = sunset.tabling and own[TABLING].get(sunset.tabling, sunset.tabling)
        update = {"after": own[LIFE].get(sunset.after, sunset.after), "tabling": tabling}
        sunset = sunset.model_copy(update=update if renewable else update | {"kind": "automatic", "tabling": None})
    if (review, sunset) == (article.review, article.sunset):
        return article
    return article.model_copy(update={"review": review, "sunset": sunset})
