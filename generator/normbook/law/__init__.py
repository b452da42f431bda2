"""The model law as a numbered tree: chosen, numbered and referenced once, for every output."""
