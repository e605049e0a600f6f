"""Gaps: unanswered searches brought together, why each has no answer, how much harm it does; no HTTP."""
