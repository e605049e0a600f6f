"""How much personal data is masked, and how little else, on labelled strings drawn with a fixed seed."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpcenter.insights.masking import CARD, EMAIL, LABELS, MY_NUMBER, PHONE, is_luhn, is_my_number, mask

if TYPE_CHECKING:
    from collections.abc import Callable

EACH = 200
WIDE = str.maketrans("0123456789-@.", "０１２３４５６７８９－＠．")
ENGLISH = (
    "{}",
    "My number is {}.",
    "Please call {} before Friday",
    "I paid with {} and got error 404",
    "contact: {}, thanks",
    "({})",
    "why was {} charged twice?",
    "it says\n{}\nand then nothing",
)
JAPANESE = (
    "{}",
    "番号は{}です。",
    "連絡先：{}",
    "{}までご連絡ください",
    "「{}」と入力するとエラーになります",
    "{}が登録できません。2回試しました。",
    "先日の件、{} の確認をお願いします",
)


# What cards begin with, and how many digits they have.
ISSUED: tuple[tuple[str, int], ...] = (
    *(("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("3528", 16)),
    *(("34", 15), ("37", 15), ("36", 14), ("62", 19)),
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A string, what is personal in it ("" for nothing), and what that is."""

    text: str
    secret: str
    label: str


class Drawing:
    """Numbers and addresses as people write them."""

    def __init__(self) -> None:
        self.random = random.Random(20261122)

    def digits(self, count: int) -> str:
        return "".join(str(self.random.randrange(10)) for _ in range(count))

    def card(self) -> str:
        """A card number of the usual issuers, with its check digit."""
        beginning, length = self.random.choice(ISSUED)
        body = beginning + self.digits(length - len(beginning) - 1)
        return body + next(last for last in "0123456789" if is_luhn([int(digit) for digit in body + last]))

    def my_number(self) -> str:
        body = self.digits(11)
        return body + next(last for last in "0123456789" if is_my_number([int(digit) for digit in body + last]))

    def in_groups(self, number: str, *sizes: int) -> str:
        between = self.random.choice([" ", "-", "  ", " - ", "–", "‐", ".", "　", "ー", "_"])
        pieces, start = [], 0
        for size in sizes:
            pieces.append(number[start : start + size])
            start += size
        return between.join([*pieces, number[start:]] if start < len(number) else pieces)

    def word(self) -> str:
        return "".join(self.random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(self.random.randint(2, 9)))

    def in_a_sentence(self, piece: str) -> str:
        return self.random.choice(ENGLISH + JAPANESE).format(piece)

    def perhaps_wide(self, piece: str) -> str:
        return piece.translate(WIDE) if self.random.random() < 0.3 else piece


def personal(draw: Drawing) -> dict[str, tuple[str, Callable[[], str]]]:
    pick = draw.random.choice
    return {
        "mobile": (PHONE, lambda: f"0{pick('789')}0-{draw.digits(4)}-{draw.digits(4)}"),
        "mobile in one": (PHONE, lambda: f"0{pick('789')}0{draw.digits(8)}"),
        "mobile, spaces": (PHONE, lambda: f"0{pick('789')}0 {draw.digits(4)} {draw.digits(4)}"),
        "city": (PHONE, lambda: f"0{pick('36')}-{pick('23456789')}{draw.digits(3)}-{draw.digits(4)}"),
        "brackets": (PHONE, lambda: f"0{draw.random.randrange(42, 99)}({draw.digits(3)}){draw.digits(4)}"),
        "free": (PHONE, lambda: f"0120-{draw.digits(3)}-{draw.digits(3)}"),
        "Japan from abroad": (PHONE, lambda: f"+81 {pick('789')}0 {draw.digits(4)} {draw.digits(4)}"),
        "Japan, no sign": (PHONE, lambda: f"81-{pick('789')}0-{draw.digits(4)}-{draw.digits(4)}"),
        "abroad": (PHONE, lambda: f"+{draw.random.randrange(30, 99)} {draw.digits(3)} {draw.digits(6)}"),
        "North America": (PHONE, lambda: f"({pick('23456789')}{draw.digits(2)}) 555-{draw.digits(4)}"),
        "North America, dots": (PHONE, lambda: f"{pick('23456789')}{draw.digits(2)}.555.{draw.digits(4)}"),
        "card": (CARD, draw.card),
        "card in fours": (CARD, lambda: draw.in_groups(draw.card(), 4, 4, 4)),
        "card, odd groups": (CARD, lambda: draw.in_groups(draw.card(), draw.random.randint(1, 6), 5)),
        "My Number": (MY_NUMBER, draw.my_number),
        "My Number in fours": (MY_NUMBER, lambda: draw.in_groups(draw.my_number(), 4, 4)),
        "My Number in threes": (MY_NUMBER, lambda: draw.in_groups(draw.my_number(), 3, 3, 3)),
        "address": (EMAIL, lambda: f"{draw.word()}.{draw.word()}@{draw.word()}.{pick(['com', 'co.jp', 'jp', 'io'])}"),
        "address with plus": (EMAIL, lambda: f"{draw.word()}+{draw.digits(2)}@mail.{draw.word()}.org"),
        "address in words": (EMAIL, lambda: f"{draw.word()} (at) {draw.word()} (dot) com"),
    }


def nobodys(draw: Drawing) -> dict[str, Callable[[], str]]:
    number = draw.random.randrange

    def day(between: str) -> str:
        return f"{number(2015, 2030)}{between}{number(1, 13):02}{between}{number(1, 29):02}"

    def time() -> str:
        return f"{number(24):02}:{number(60):02}:{number(60):02}"

    return {
        "day": lambda: day("-"),
        "day and time": lambda: f"{day('/')} {time()}",
        "day in one": lambda: day(""),
        "Japanese day": lambda: f"{number(2015, 2030)}年{number(1, 13)}月{number(1, 29)}日",
        "time stamp": lambda: f"{day('-')}T{time()}",
        "seconds since 1970": lambda: str(number(1_500_000_000, 1_900_000_000)),
        "milliseconds since 1970": lambda: str(number(1_500_000_000_000, 1_900_000_000_000)),
        "price": lambda: f"{number(1, 999)},{draw.digits(3)}円",
        "large price": lambda: f"${number(1, 999)},{draw.digits(3)},{draw.digits(3)}.{draw.digits(2)}",
        "version": lambda: f"{number(20)}.{number(30)}.{number(200)}",
        "version of four": lambda: f"{number(150)}.0.{number(9999)}.{number(300)}",
        "IP": lambda: ".".join(str(number(256)) for _ in range(4)),
        "IP and port": lambda: f"{'.'.join(str(number(256)) for _ in range(4))}:{number(1024, 65535)}",
        "order of 8": lambda: f"{number(1, 10)}{draw.digits(7)}",
        "order of 10": lambda: f"{number(1, 10)}{draw.digits(9)}",
        "order of 12": lambda: f"{number(1, 10)}{draw.digits(11)}",
        "order with letters": lambda: f"ORD-{number(2020, 2030)}-{draw.digits(6)}",
        "order in groups": lambda: f"{number(100, 999)}-{draw.digits(7)}-{draw.digits(7)}",
        "invoice": lambda: f"INV{number(1, 10)}{draw.digits(12)}",
        "parcel": lambda: f"{number(1000, 9999)}-{draw.digits(4)}-{draw.digits(4)}",
        "postal code": lambda: f"〒{draw.digits(3)}-{draw.digits(4)}",
        "error code": lambda: f"0x{number(2**32):08X}",
        "ratio": lambda: f"{number(10)}.{draw.digits(10)}",
        "size": lambda: f"{number(100, 4000)}x{number(100, 4000)}",
        "list": lambda: ", ".join(str(number(1, 100)) for _ in range(6)),
        "commit": lambda: f"{number(2**64):016x}",
        "at": lambda: f"{number(1, 20)} @ {number(100, 900)}円",
    }


def strings() -> list[Labelled]:
    draw = Drawing()
    drawn: list[Labelled] = []
    for label, make in personal(draw).values():
        for _ in range(EACH):
            secret = draw.perhaps_wide(make())
            drawn.append(Labelled(draw.in_a_sentence(secret), secret, label))
    for make in nobodys(draw).values():
        drawn += [Labelled(draw.in_a_sentence(draw.perhaps_wide(make())), "", "") for _ in range(EACH)]
    return drawn


def figures() -> tuple[float, float, float, Counter[str]]:
    """Recall, precision, share of strings that are nobody's and stay, and raw card and My Number strings by label."""
    drawn = strings()
    hidden = missed = false = kept = 0
    raw: Counter[str] = Counter()
    for each in drawn:
        masked = mask(each.text)
        if each.secret:
            is_hidden = each.label in masked and plain_digits(each.secret) not in plain_digits(masked)
            is_hidden = is_hidden and (each.label != EMAIL or "@" not in masked)
            hidden += is_hidden
            missed += not is_hidden
            raw[each.label] += each.label in {CARD, MY_NUMBER} and left_of(each, masked) > 0
        elif any(label in masked for label in LABELS):
            false += 1
        else:
            kept += 1
    return hidden / (hidden + missed), hidden / (hidden + false), kept / (kept + false), +raw


def plain_digits(text: str) -> str:
    """The digits of a text; of an address, which may have none, its letters too."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isdecimal()) or text


def left_of(each: Labelled, masked: str) -> int:
    """How many digits of the secret were left: those of the text around it are known."""
    around = plain_digits(each.text.replace(each.secret, "x", 1)).count
    digits = [sign for sign in masked if sign.isdecimal()]
    return len(digits) - sum(around(digit) for digit in "0123456789")


def test_of_thousands_of_labelled_strings_the_personal_ones_are_masked_and_little_else() -> None:
    assert len(strings()) >= 2_000
    recall, precision, kept, raw = figures()
    assert not raw, "digits of a card or a My Number were left"
    assert recall >= 0.99
    assert precision >= 0.98
    assert kept >= 0.98


if __name__ == "__main__":
    print(*figures())  # noqa: T201
