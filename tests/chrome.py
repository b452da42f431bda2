"""Chromium as the tests use it: how it is started, and how a page is opened in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
ZONE = "Pacific/Marquesas"
"""Of the machine: a zone that no case is given in, for what the machine believes must not matter to the calculator."""


@contextmanager
def running(program: str) -> Iterator[Browser]:
    """Chromium, until the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS, env={**os.environ, "TZ": ZONE})
        yield browser
        browser.close()


def opened(browser: Browser, site: Path, path: str, fragment: str = "", **options: Any) -> Page:
    """A page of the site from the disk, in a context of its own with these options."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, **options).new_page()
    page.goto((site / path / "index.html").as_uri() + fragment, wait_until="load")
    return page
