"""What the site builder is told about an edition."""

from __future__ import annotations

from normbook.builders import SiteSettings
from normbook.publication import Publication
from normbook.resources import templates
from normbook.settings import Settings
from normbook.views.changes import retired_pages
from normbook.views.page import Page
from normbook.views.site import navigation


def site_settings(publication: Publication, settings: Settings, made: list[Page]) -> SiteSettings:
    """Names, folders and navigation of the edition's site."""
    handbook, edition = publication.corpus.handbook, publication.edition
    latest = None if publication.whose else publication.latest  # a State's own view holds the draft alone
    return SiteSettings(
        name=handbook.short_title,
        url=f"{handbook.base_url.rstrip('/')}/{edition.id}/",
        nav=navigation(publication, made),
        docs_dir=settings.docs,
        site_dir=settings.site / edition.id,
        base=settings.root / "mkdocs.yml",
        theme=templates() / "theme",
        as_of=settings.as_of,
        description=publication.plain(handbook.summary),
        author=handbook.publisher,
        copyright=f"{handbook.licence}. Reference data carries the licences of its sources.",
        language=handbook.language,
        not_in_nav=(
            "/countries/*.md", "/countries/*/*.md", "/playbooks/*/*.md", "/exercises/*/*.md",
            *(f"/{url.rstrip('/')}.md" for url in retired_pages(publication)),
        ),
        extra={
            "notice": publication.plain(edition.status), "edition_id": edition.id, "edition_title": edition.title,
            "edition_date": edition.date.isoformat(), "source_url": handbook.source_url,
            "latest": {"id": latest.id, "title": latest.title} if latest else {}, "frozen": bool(publication.record),
            "version": {"provider": "mike", "default": "latest" if latest else edition.id},
        },
    )
