"""What changed between two corpora: by id, field by field, word by word."""

from normbook.compare.comparing import compare
from normbook.compare.records import VERBS, Change, Comparison, FieldChange, Verb
from normbook.compare.segments import Segment, difference
from normbook.compare.succession import Succession, succession

__all__ = ["VERBS", "Change", "Comparison", "FieldChange", "Segment", "Succession", "Verb", "compare", "difference",
           "succession"]  # fmt: skip
