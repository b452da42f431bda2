"""The private workspace of a State: its checklist comes back, is merged, carried over editions, released row by row."""
