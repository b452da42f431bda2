"""`python -m normbook`."""

import sys

from normbook.cli import main

sys.exit(main())
