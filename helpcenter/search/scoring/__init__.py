"""Adding up rows of impacts: the innermost part of a search, compiled where it can be, else with numpy."""
