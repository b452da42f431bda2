"""What each command says and does at the terminal, behind the thin door of `cli`."""
