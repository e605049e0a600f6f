"""One address of every kind of page the site has, by locale."""

from __future__ import annotations

from urllib.parse import quote

LOCALES = ("ja", "en")
_FOUND = {"ja": "請求書を送る", "en": "send an invoice"}
_UNSURE = {"ja": "明日の天気と犬の散歩の請求", "en": "weather tomorrow for dog walking tax"}
_FILTERED = {"ja": "請求書", "en": "invoice"}
_MISTYPED = {"ja": "せいきゅうしょ", "en": "recieve wehbooks"}
_FOREIGN = {"ja": "Discord", "en": "マイナンバー"}
_UNKNOWN = {"ja": "鱏鱐鱑鱒鱓", "en": "zzyzx qwxyv"}


def pages(locale: str) -> dict[str, str]:
    """The addresses by what they show."""
    return {
        "home": f"/{locale}/",
        "topic": f"/{locale}/topics/integrations",
        "article": f"/{locale}/articles/integrations/webhooks",
        "rich article": f"/{locale}/articles/account/two-factor",
        "pictured article": f"/{locale}/articles/start/first-steps",
        "walkthrough": f"/{locale}/articles/start/tour",
        "not translated": f"/{locale}/articles/integrations/chat/discord",
        "older translation": f"/{locale}/articles/integrations/chat/teams",
        "long title": f"/{locale}/articles/account/sign-in-problems",
        "wide table": f"/{locale}/articles/billing/tax-rates",
        "results": f"/{locale}/search?q={quote(_FOUND[locale])}",
        "filtered results": f"/{locale}/search?q={quote(_FILTERED[locale])}&topic=billing&kind=article",
        "all filtered out": f"/{locale}/search?q={quote(_FILTERED[locale])}&topic=account&kind=faq",
        "unsure results": f"/{locale}/search?q={quote(_UNSURE[locale])}",
        "page too far": f"/{locale}/search?q={quote(_FILTERED[locale])}&page=9",
        "no results": f"/{locale}/search?q={quote(_UNKNOWN[locale])}",
        "corrected results": f"/{locale}/search?q={quote(_MISTYPED[locale])}",
        "results in another language": f"/{locale}/search?q={quote(_FOREIGN[locale])}",
        "nothing searched": f"/{locale}/search",
        "ask": f"/{locale}/ask?q={quote(_FOUND[locale])}&from=billing/send-invoice",
        "feedback": f"/{locale}/feedback/billing/send-invoice",
        "sign-in": f"/{locale}/sign-in",
        "lost": f"/{locale}/articles/billing/send-invoce",
    }
