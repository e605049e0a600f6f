"""A year of invented traffic, so that the dashboard can be seen alive; marked as such, and removed with one command."""
