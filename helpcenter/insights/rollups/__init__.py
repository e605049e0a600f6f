"""Counts by day that pages read, so that what a page costs grows with the days it shows and not with the log."""
