"""The dashboard of the team: pages of figures and gaps for writers, and of users for admins; no figure is made here."""
