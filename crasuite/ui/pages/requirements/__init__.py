"""The parts of the requirements screen."""
