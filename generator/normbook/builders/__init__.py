"""From plain Markdown on disk to a static site: mkdocs with the Material theme, doing only what has changed.

`write_config` writes the configuration that `mkdocs build` reads too; `build_site` makes the site; `Resident` keeps it
loaded for a preview. Importing this package does not import mkdocs.
"""

from normbook.builders.ahead import Ahead
from normbook.builders.config import ConfigError, NavItem, SiteSettings, write_config
from normbook.builders.entry import build_site
from normbook.builders.report import BuildReport, Progress
from normbook.builders.resident import Resident

__all__ = [
    "Ahead",
    "BuildReport",
    "ConfigError",
    "NavItem",
    "Progress",
    "Resident",
    "SiteSettings",
    "build_site",
    "write_config",
]
