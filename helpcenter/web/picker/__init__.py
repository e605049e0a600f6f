"""The page on which writers open the picker; what the picker itself asks is in `embed`."""
