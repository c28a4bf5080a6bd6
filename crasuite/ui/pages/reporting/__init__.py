"""The views of the reporting screen and their parts."""
