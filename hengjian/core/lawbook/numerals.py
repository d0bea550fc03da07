"""Numbers as articles write them: 三十日, ３０日, 30日, 第一百一十八条. Reading and writing them; nothing is judged here."""

from __future__ import annotations

import re
import unicodedata

DIGIT_SIGNS = "零一二三四五六七八九"
DIGITS = {sign: number for number, sign in enumerate(DIGIT_SIGNS)} | {"〇": 0, "两": 2, "○": 0}
POWERS = {"十": 10, "百": 100, "千": 1000}
SIGNS = "零〇○一二三四五六七八九十百千万两"
UNITS = "小时|日|天|个|年|月|周|元|次|人|名|倍|岁|级|份|分|以上|以下|以内"
COUNTED = re.compile(rf"([{SIGNS}]+|\d[\d,]*)余?(?={UNITS})")
REFERENCE = re.compile(rf"第(?:[{SIGNS}]+|\d+)[条款项章节编]|[(（](?:[{SIGNS}]+|\d+)[)）]")


def numbers_in(text: str) -> frozenset[int]:
    """Every number that counts something in an article; numbers of articles, paragraphs and items do not count."""
    plain = REFERENCE.sub(" ", unicodedata.normalize("NFKC", text))
    return frozenset(found for found in (value_of(written) for written in COUNTED.findall(plain)) if found is not None)


def value_of(written: str) -> int | None:
    """三十 → 30, 1,000 → 1000; None where the signs make no number."""
    if written[0].isdigit():
        return int(written.replace(",", ""))
    if "万" in written:
        high, low = written.split("万", 1)
        thousands, rest = below_ten_thousand(high or "一"), below_ten_thousand(low) if low else 0
        return None if thousands is None or rest is None else thousands * 10_000 + rest
    return below_ten_thousand(written)


def below_ten_thousand(written: str) -> int | None:
    total, digit = 0, None
    for sign in written:
        if sign in POWERS:
            total += (1 if digit is None or digit == 0 else digit) * POWERS[sign]
            digit = None
        elif sign not in DIGITS or digit:
            return None
        else:
            digit = DIGITS[sign]
    return total + (digit or 0)


def written(number: int) -> str:
    """118 → 一百一十八, as an article's number is written; from 1 to 9999."""
    said, gap = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            said += ("零" if gap and said else "") + DIGIT_SIGNS[digit] + sign
        gap = not digit
    return said.removeprefix("一") if said.startswith("一十") else said
