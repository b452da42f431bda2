"""Spreadsheets from outside, read with care: rows of plain text, with what is odd about a cell beside it."""
