"""The exceptions a caller may want to tell apart; each message says what, where and how to mend it."""


class HelpCenterError(Exception):
    """Base of every error this package raises on purpose."""


class ToldError(HelpCenterError):
    """An error that pages tell in the reader's language; its own message is the one for terminals and logs.

    `reason` is the word that tells it from others of its kind, `facts` are what its sentence names.
    """

    def __init__(self, message: str, reason: str = "", **facts: str | int) -> None:
        super().__init__(message)
        self.reason = reason
        self.facts = facts


class ConfigError(HelpCenterError):
    """A setting is unknown, malformed or points nowhere."""


class ContentError(HelpCenterError):
    """The articles folder as a whole cannot be read (single bad files are problems, not errors)."""


class IndexUnavailableError(HelpCenterError):
    """No generation can be opened, so nothing can be searched or shown; an outage, never "no results"."""


class IndexDamagedError(IndexUnavailableError):
    """A generation's files do not match its manifest."""


class IndexLockedError(HelpCenterError):
    """Another process is publishing a generation."""


class JudgmentsError(HelpCenterError):
    """A file of judged queries is malformed."""


class DatabaseUnavailableError(HelpCenterError):
    """The database cannot be reached, is locked, full or of another version; the site goes on without it."""


class DeliveryError(HelpCenterError):
    """A question did not reach the people it is for, as far as is known; it may be tried again."""


class NotKeptError(HelpCenterError):
    """What a reader sent could be written nowhere; they have to be told."""


class IdentityError(HelpCenterError):
    """A token does not prove who somebody is; the message says why."""


class AccountError(HelpCenterError):
    """An account cannot be made or changed like this."""


class ChangeError(ToldError):
    """A change to an article cannot be made or written like this."""


class GapError(ToldError):
    """A gap cannot be found or changed like this."""


class LastAdminError(AccountError):
    """The last admin cannot lose that role, or their account."""


class InvitationError(HelpCenterError):
    """A link to make an account is unknown, was used or is too old; `reason` is one of these words."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This invitation cannot be used: {reason}. Ask for another one.")
        self.reason = reason


class DemoDataError(HelpCenterError):
    """Invented traffic cannot be written here, or there is none to remove."""
