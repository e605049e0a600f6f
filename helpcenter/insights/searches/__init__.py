"""The log of searches: one durable row for each attempt to find something; nothing in it says whose it was."""
