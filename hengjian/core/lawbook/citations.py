"""Citations of articles in running text: does the article exist, was it in force that day. Whether it fits is a lawyer's question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hengjian.core.lawbook.editions import Edition, Instrument, Library, article_words, first_key, name_of, number_of
from hengjian.core.lawbook.texts import Article
from hengjian.core.terms import tongue

SIGN = "[零〇一二三四五六七八九十百千两0-9０-９]"
ARTICLE = rf"第\s*({SIGN}{{1,9}})\s*条(?:之{SIGN}{{1,2}})?"
PART = rf"(?:第?[（(]?{SIGN}{{1,4}}[)）]?[款项])*"
JOIN = rf"(?:\s*(?:、|，|,|和|与|及|以及|或者|或|至|到|—|－|-)\s*(?:第{SIGN}{{1,4}}[款项](?:第?[（(]?{SIGN}{{1,4}}[)）]?项)*(?:、|和)?)*)"
RUN = re.compile(rf"{ARTICLE}{PART}(?:{JOIN}{ARTICLE}{PART})*")
ONE = re.compile(ARTICLE)
SECTION = r"[一二三四五六七八九十]{1,3}(?:[（(][一二三四五六七八九十]{1,3}[)）])?\d?"
SECTIONS = re.compile(rf"\s*({SECTION}(?:、{SECTION})*)(?![\w、])")
BEFORE = re.compile(r"(?:[（(][^（）()]*?((?:19|20)\d{2})?[^（）()]*[)）])?\s*$")
QUOTED = re.compile(r"《([^《》]{2,60})》$")
SAME = re.compile(r"(?:同法|该法|该规定|该条例|上述法律|前述法律)$")
UNKNOWN = re.compile(r"([一-龥]{2,30}(?:法|条例|规定|规则|办法|细则|解释))$")
LED = re.compile(r"根据|依据|依照|按照|违反|适用|参照|以及|[以按据和与及由]")
LOCAL = "省市区县州"
SAID = {
    "no_article": ("{cited}：{edition}只到{last}，没有这一条", "{cited}: {edition} ends with {last}; there is no such article"),
    "not_in_force": (
        "{cited}：{day}不在施行期内（{from_to}）{instead}",
        "{cited}: was not in force on {day} ({from_to}){instead}",
    ),
    "other_edition": (
        "{cited}：条文库里只有另一版（{edition}，{from_to}）有这一条；{day}施行的是{now}，条号可能已变，请核对",
        "{cited}: the pack holds this article only of another edition ({edition}, {from_to}); on {day} {now} is in force and"
        " its numbering may differ",
    ),
    "unheld": ("{cited}：条文库没有收录，无法核对", "{cited}: not in the text pack, not checked"),
    "no_edition": ("{cited}：条文库没有{day}施行的版本，无法核对", "{cited}: the pack holds no edition in force on {day}, not checked"),
    "unknown": ("{cited}：条文库没有这部法规，无法核对", "{cited}: the pack does not hold this instrument, not checked"),
}  # fmt: skip
WRONG = frozenset({"no_article", "not_in_force", "other_edition"})


@dataclass(frozen=True, slots=True)
class Citation:
    """One article that a text names. `law` is the library's name, empty where it holds no such instrument; `year` the edition named."""

    said: str
    law: str
    number: str
    year: int | None = None

    @property
    def words(self) -> str:
        """治安管理处罚法（2012）第九十九条, as the library calls it."""
        edition = f"（{self.year}）" if self.year else ""
        return f"{self.law or self.said}{edition}{article_words(self.number)}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library says of a citation on a day: `held` (in force, and worded here) or a code of `SAID`."""

    citation: Citation
    state: str
    day: date
    article: Article | None = None
    edition: Edition | None = None
    instead: Edition | None = None

    @property
    def wrong(self) -> bool:
        return self.state in WRONG

    @property
    def key(self) -> str:
        """Where the wording stands in the pack; empty where it is not held."""
        return first_key(self.article) if self.article else ""

    def sentence(self, language: str) -> str:
        """What is wrong, or why it could not be checked; only for another state than `held`."""
        english = tongue(language) == "en"
        edition, instead = self.edition, self.instead
        named = f"；当日施行的是{instead.title}" if instead else ""
        if english and instead:
            named = f"; in force that day: {instead.title}"
        return SAID[self.state][english].format(
            cited=self.citation.words, day=self.day.isoformat(), edition=edition.title if edition else "", instead=named,
            now=instead.title if instead else "", from_to=from_to(edition, english), last=last_words(edition, tongue(language)),
        )  # fmt: skip


def from_to(edition: Edition | None, english: bool) -> str:
    if edition is None or edition.since is None:
        return ""
    until = edition.until.isoformat() if edition.until else ("now" if english else "今")
    return f"{edition.since.isoformat()} – {until}" if english else f"{edition.since.isoformat()} 至 {until}"


def last_words(edition: Edition | None, language: str) -> str:
    return article_words(str(edition.last), language) if edition and edition.last else ""


def citations_in(text: str, library: Library) -> list[Citation]:
    """Every article that the text names with its instrument, in order; 第三条 without one is not taken for a citation."""
    found: list[Citation] = []
    end, last = 0, ""
    for run in RUN.finditer(text):
        said, law, year = instrument_before(text[end : run.start()], library, last)
        end = run.end()
        if said:
            last = law or said
            found += [Citation(said, law, number_of(number), year) for number in ONE.findall(run.group())]
    return found + list(sections_in(text, library))


def instrument_before(text: str, library: Library, last: str) -> tuple[str, str, int | None]:
    """How the instrument right before an article is called, its name in the library, and the year that it bears."""
    edition = BEFORE.search(text)
    year = int(edition[1]) if edition and edition[1] else None
    plain = text[: edition.start()] if edition else text
    quoted = QUOTED.search(plain)
    if quoted:
        return name_of(quoted[1]), library.names.get(name_of(quoted[1]), ""), year or year_in(quoted[1])
    if SAME.search(plain) and last:
        return last, library.names.get(last, ""), year
    known = known_before(plain, library)
    if known:
        return known, library.names[known], year
    unknown = UNKNOWN.search(plain)
    return (LED.split(unknown[1])[-1] if unknown else ""), "", year


def year_in(title: str) -> int | None:
    """The year in 《某法（2020修正）》."""
    found = BEFORE.search(title)
    return int(found[1]) if found and found[1] else None


def known_before(text: str, library: Library) -> str:
    """The longest name of the library that the text ends with; a local regulation of the same name is another one."""
    names = [name for name in library.names if text.endswith(name)]
    name = max(names, key=len, default="")
    before = text[: len(text) - len(name)]
    return "" if name and before and before[-1] in LOCAL else name


def sections_in(text: str, library: Library) -> Iterator[Citation]:
    """Citations of instruments that are counted 一、二、三: 某规定（2024）八（四）、十二."""
    for name, law in library.names.items():
        held = library.instruments.get(law)
        if held is None or not held.sectioned:
            continue
        for place in re.finditer(re.escape(name), text):
            year, end = year_after(text, place.end())
            run = SECTIONS.match(text, end)
            longer = any(text.endswith(other, 0, place.end()) for other in library.names if len(other) > len(name))
            if run and not longer:
                yield from (Citation(name, law, number_of(one), year) for one in run[1].split("、"))


def year_after(text: str, start: int) -> tuple[int | None, int]:
    """The year in the brackets that open here, and where they end."""
    found = re.compile(r"[（(][^（）()]*?((?:19|20)\d{2})[^（）()]*[)）]").match(text, start)
    return (int(found[1]), found.end()) if found else (None, start)


def checked(citation: Citation, library: Library, day: date) -> Answer:
    """Whether the article exists and is in force on that day."""
    law = library.instruments.get(citation.law)
    if law is None:
        return Answer(citation, "unknown", day)
    current = law.on(day)
    asked = law.of_year(citation.year) if citation.year else current
    if asked is None:
        return unplaced(citation, law, current, day)
    if asked.last and citation.number.isdigit() and int(citation.number) > asked.last:
        return Answer(citation, "no_article", day, edition=asked)
    article = asked.article(citation.number)
    if asked.on(day) is False:
        return Answer(citation, "not_in_force", day, article, asked, current)
    if article:
        return Answer(citation, "held", day, article, asked)
    return elsewhere(citation, law, asked, day)


def unplaced(citation: Citation, law: Instrument, current: Edition | None, day: date) -> Answer:
    """The year names no edition of the pack (there may be one that it does not hold), or none is in force that day."""
    if citation.year and current is not None and len(law.editions) == 1 and not YEARS_IN_TITLE.search(current.title):
        article = current.article(citation.number)
        return Answer(citation, "held" if article else "unheld", day, article, current)
    return Answer(citation, "unheld" if current else "no_edition", day, edition=current)


YEARS_IN_TITLE = re.compile(r"[（(](?:19|20)\d{2}")


def elsewhere(citation: Citation, law: Instrument, asked: Edition, day: date) -> Answer:
    """Not held of the edition in force; of another one perhaps, whose numbers may differ."""
    others = [one for one in law.editions if one is not asked and one.article(citation.number)] if not citation.year else []
    if others:
        return Answer(citation, "other_edition", day, others[-1].article(citation.number), others[-1], asked)
    return Answer(citation, "unheld", day, edition=asked)


def wrong_in(text: str, library: Library, day: date) -> list[Answer]:
    """The citations of a text that are certainly or probably wrong on that day, each once."""
    answers = dict.fromkeys(checked(one, library, day) for one in citations_in(text, library))
    return [answer for answer in answers if answer.wrong]
