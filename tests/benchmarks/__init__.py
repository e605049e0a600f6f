"""What the product costs beside its peers, in one run on the same data; no test depends on these figures."""
