"""The model law as a Word document: pandoc's tree -> pandoc -> a pass over the parts of the file."""
