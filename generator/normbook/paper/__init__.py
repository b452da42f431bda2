"""The model law on paper: the blocks of the Word file as an accessible PDF."""
