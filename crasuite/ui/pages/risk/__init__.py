"""The parts of the risk page."""
