"""Corpus + links + date -> plain records that templates can print. One module per kind."""
