"""Phones: kept in E.164, shown by Russian habit, found by any fragment."""

from __future__ import annotations

import re

import phonenumbers

_NOT_DIGITS = re.compile(r"\D+")
# Fifteen digits are the longest number of the world; the rest is an exit code or an extension typed along.
LONGEST_NUMBER = 20
LONGEST_EXTENSION = 10
# Fewer after a «/» are the last digits of the same line: «300-10-00/01».
FEWEST_OF_ANOTHER = 6
_BETWEEN = re.compile(r"[/;,\n]")
_WHOLE_RUSSIAN = re.compile(r"(?:\+\s?7|8)(?:[\s().\-\u2010-\u2015]*\d){10}")
_BLANK = re.compile(r"[\s,;/]*")


def digits_of(text: str) -> str:
    return _NOT_DIGITS.sub("", text or "")


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def normalise(text: str) -> str:
    """E.164 where the text is a phone, else its digits as typed: a short or odd number is kept, never refused."""
    text = (text or "").strip()
    digits = digits_of(text)
    if len(digits) == 11 and digits.startswith("8") and not text.startswith("+"):
        text = "+7" + digits[1:]
    elif len(digits) == 11 and digits.startswith("7") and not text.startswith("+"):
        text = "+" + digits
    number = _parsed(text)
    if number is None:
        return digits
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def numbers_in(text: str) -> list[str]:
    """Several phones typed in one line, where they are plainly several; else the line as it is."""
    parts = [part.strip() for part in _BETWEEN.split(text or "")]
    if len(parts) == 1 or any(len(digits_of(part)) < FEWEST_OF_ANOTHER for part in parts):
        parts = [text or ""]
    return [number for part in parts for number in _russian_in_a_row(part)]


def _russian_in_a_row(text: str) -> list[str]:
    found = _WHOLE_RUSSIAN.findall(text)
    is_nothing_else = _BLANK.fullmatch(_WHOLE_RUSSIAN.sub("", text))
    return found if len(found) > 1 and is_nothing_else else [text]


def is_too_long(number: str, extension: str = "") -> bool:
    return len(digits_of(number)) > LONGEST_NUMBER or len(extension) > LONGEST_EXTENSION


def extension_of(text: str) -> str:
    number = _parsed(text or "")
    return (number.extension or "") if number else ""


def is_phone(text: str) -> bool:
    number = _parsed(normalise(text))
    return number is not None and phonenumbers.is_valid_number(number)


MASK = "•"


def masked_number(number: str) -> str:
    """«+7 9•• •••-••-27»: enough to tell two numbers apart, not to call either."""
    if re.fullmatch(r"\+7\d{10}", number):
        return f"+7 {number[2]}{MASK * 2} {MASK * 3}-{MASK * 2}-{number[-2:]}"
    return number[:2] + MASK * max(len(number) - 4, 3) + number[-2:]


def shown(number: str) -> str:
    """«+7 921 000-14-27»: the way a Russian reads a number aloud."""
    if re.fullmatch(r"\+7\d{10}", number):
        return f"+7 {number[2:5]} {number[5:8]}-{number[8:10]}-{number[10:12]}"
    parsed = _parsed(number) if number.startswith("+") and MASK not in number else None
    if parsed is None:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def search_digits(text: str) -> str:
    """The digits to look for inside E.164: a leading 8 of a whole Russian number means 7."""
    digits = digits_of(text)
    if len(digits) == 11 and digits[0] == "8":
        return "7" + digits[1:]
    if len(digits) > 4 and digits[0] == "8" and (text or "").lstrip().startswith(("8 ", "8(", "8-", "8 (")):
        return digits[1:]
    return digits
