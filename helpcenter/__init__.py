"""A self-service help center: Markdown in git becomes a searchable, bilingual help site.

Data flows up the floors, imports go down:
``config errors clock`` < ``content`` < ``search storage`` < ``insights`` < ``web`` < ``cli`` < ``app``.
How each of them is given the time, `helpcenter.clock` says.
"""

__version__ = "0.1.0"
