"""Widgets shared by the window and the interview; each in a file of its own."""
