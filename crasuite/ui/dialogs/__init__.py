"""Questions the window asks; each has a class method that asks and returns the answer."""
