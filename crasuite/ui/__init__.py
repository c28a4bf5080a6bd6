"""The window: pages, widgets, theme. The only part of the program that imports PySide6."""
