"""The parts of the form page."""
