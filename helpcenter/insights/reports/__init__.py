"""What pages and digests tell, read from the counts by day; raw rows only for one query, and never more than some."""
