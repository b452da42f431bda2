"""Normbook: a handbook of norms, a model law and national checklists, written once and published from one source."""

__version__ = "0.1.0"
