"""What a State changed in a Word file of the law: found, told apart by provision, and brought back to the source."""
