"""The parts of the documents screen."""
