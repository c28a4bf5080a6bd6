"""The workspace on disk: the only SQL and the only sqlite import of the program."""
