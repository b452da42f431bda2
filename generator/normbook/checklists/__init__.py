"""Checklists: the rows that all States share, what is publicly known of one State, and the dates that concern it."""
