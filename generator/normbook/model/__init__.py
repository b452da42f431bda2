"""The typed corpus. `KINDS` says which files of `norms/` hold which kind."""
