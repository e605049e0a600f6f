"""A self-service help center: Markdown in git becomes a searchable, bilingual help site.

Data flows up the floors, imports go down:
``config errors`` < ``content`` < ``search storage`` < ``insights`` < ``web`` < ``cli`` < ``app``.
"""

__version__ = "0.1.0"
