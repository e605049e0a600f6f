"""The words of the picker, by the keys its script knows them by; in the language of the writer, not of the product."""

from __future__ import annotations

from flask_babel import force_locale, gettext

from helpcenter.web.locales import babel_name


def picker_texts(locale: str) -> dict[str, str]:
    """The words in a locale, in English where the interface does not speak it. ``{…}`` are filled in by the script."""
    with force_locale(babel_name(locale)):
        return {
            "title": gettext("Picker"),
            "close": gettext("End the picker"),
            "side": gettext("Move to the other side"),
            "back": gettext("Back"),
            "pick": gettext("Pick an element"),
            "again": gettext("Pick another element"),
            "try": gettext("Try a draft"),
            "check": gettext("Check a walkthrough"),
            "welcome": gettext("Pick elements for the steps of a walkthrough, or see whether its steps still fit."),
            "how": gettext(
                "Click the element, or find it with the arrow keys: up and down for what is around and inside it, "
                "left and right for its neighbours. Enter picks, Esc stops."
            ),
            "stop": gettext("Stop picking"),
            "stop_playing": gettext("Stop"),
            "wait": gettext("Loading…"),
            "nothing": gettext("Nothing is marked yet."),
            "found": gettext("Targets for {what}"),
            "none": gettext(
                "No target would find this element again. Pick what is around it, or add data-guide to it."
            ),
            "best": gettext("Best of all is an attribute of its own: ask your developers for {attribute}."),
            "unique": gettext("only one on the page"),
            "many": gettext("{count} on the page"),
            "stable": gettext("stable"),
            "fair": gettext("fairly stable"),
            "fragile": gettext("fragile"),
            "why_guide": gettext("Made for walkthroughs, so nobody changes it by chance."),
            "why_testid": gettext("Made for tests, so it survives a new design."),
            "why_role": gettext("What a screen reader says. It changes with the wording and the language."),
            "why_id": gettext("An id that a person wrote."),
            "why_attribute": gettext("An attribute that a person wrote."),
            "why_css": gettext("Its place in the page. It changes when the page is rebuilt."),
            "why_place": gettext("Its place among others like it. It changes when one is added or removed."),
            "line": gettext("The heading of the step"),
            "advance": gettext("The step goes on"),
            "advance_click": gettext("with a click on it"),
            "advance_input": gettext("when it is filled in"),
            "advance_next": gettext("with Next"),
            "heading_click": gettext("Choose {name}"),
            "heading_input": gettext("Fill in {name}"),
            "copy": gettext("Copy"),
            "copied": gettext("Copied."),
            "copy_failed": gettext("The browser did not let it be copied. It is selected: press Ctrl+C."),
            "draft": gettext("Markdown of the walkthrough, or of some of its steps"),
            "paste": gettext("Paste"),
            "paste_failed": gettext("The browser did not let it be read. Paste it with Ctrl+V."),
            "play": gettext("Play"),
            "playing": gettext("The draft is shown as readers would see it. Nothing of this is recorded."),
            "at_line": gettext("Line {line}"),
            "played": gettext("Played: {shown} of {total} steps were shown."),
            "choose": gettext(
                "Choose a walkthrough. Go through your product meanwhile: what was found once stays found."
            ),
            "no_guides": gettext("There are no walkthroughs yet."),
            "seen": gettext("{done} of {total} steps found"),
            "is_found": gettext("found"),
            "was_found": gettext("found before"),
            "is_nowhere": gettext("not found here"),
            "is_many": gettext("not unique: {count}"),
            "is_invalid": gettext("not a target"),
            "is_hidden": gettext("not visible"),
            "elsewhere": gettext("belongs to {screen}"),
            "by_itself": gettext("stands by itself"),
            "show": gettext("Show"),
            "failed": gettext("The help center cannot be reached at the moment. Please try again."),
        }
