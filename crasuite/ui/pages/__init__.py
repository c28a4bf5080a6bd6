"""Screens of the main window; each shows plain rows and says what the user asked for by signals."""
