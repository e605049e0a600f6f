"""One file for each change of the tables. A released one never changes; a mistake is mended by the next."""
