"""The model law as Akoma Ntoso 3.0 (OASIS LegalDocML): XML that legislative software reads."""
