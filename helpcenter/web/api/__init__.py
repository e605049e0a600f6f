"""The JSON API: typed parameters in, typed answers out, one table of operations that is also its documentation."""
