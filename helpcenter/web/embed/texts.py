"""The words of the guide's interface, by the keys its script knows them by."""

from __future__ import annotations

from flask_babel import force_locale, gettext

from helpcenter.web.locales import babel_name


def texts(locale: str) -> dict[str, str]:
    """The words in a locale, in English where the interface does not speak it. ``{…}`` are filled in by the script."""
    with force_locale(babel_name(locale)):
        return {
            "back": gettext("Back"),
            "checklist": gettext("First steps"),
            "choose": gettext("Please choose"),
            "click": gettext("Choose the marked element to go on."),
            "close": gettext("Close"),
            "comment": gettext("Anything to add? (optional)"),
            "dismiss": gettext("Got it"),
            "done": gettext("Done"),
            "gone": gettext("This guided tour is no longer available."),
            "guides": gettext("Guided tours"),
            "helpful": gettext("Did this help?"),
            "here": gettext("For this page"),
            "high": gettext("very well"),
            "input": gettext("Fill in the marked field to go on."),
            "loading": gettext("Loading…"),
            "low": gettext("not at all"),
            "missing": gettext("This part of the page is not here at the moment."),
            "next": gettext("Next"),
            "no": gettext("No"),
            "none": gettext("Nothing was found."),
            "offline": gettext("Help cannot be reached at the moment."),
            "open": gettext("Help"),
            "opens_new": gettext("opens in a new tab"),
            "placeholder": gettext("Search help"),
            "progress": gettext("{done} of {total} done"),
            "reach": gettext("Press F6 to move between the page and this help."),
            "read_more": gettext("Read more"),
            "results": gettext("Results"),
            "retry": gettext("Try again"),
            "search": gettext("Search"),
            "send": gettext("Send"),
            "skip": gettext("Skip this step"),
            "step": gettext("Step {n} of {total}"),
            "thanks": gettext("Thank you."),
            "unsure": gettext("Perhaps one of these helps:"),
            "yes": gettext("Yes"),
        }
