"""From plain Markdown on disk to a static site: mkdocs with the Material theme, doing only what has changed.

`write_config` writes the configuration that `mkdocs build` reads too; `build_site` makes the site; `Resident` keeps it loaded
for a preview. Importing this package does not import mkdocs.
"""

from normbook.builders.config import NavItem, SiteSettings, write_config
from normbook.builders.resident import Resident
from normbook.builders.run import Builder, BuildReport, Progress, build_site

__all__ = ["Builder", "BuildReport", "NavItem", "Progress", "Resident", "SiteSettings", "build_site", "write_config"]
