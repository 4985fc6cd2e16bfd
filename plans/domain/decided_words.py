"""Whether a text says by itself that the document is adopted: a sentence that is made from the decision.

Typed by hand it is true before the board has met, and stands with last year's date when the plan is carried on. What is
told is only what is surely about the document itself: a decision on a policy, or on another year's plan, is a fact.
"""

from __future__ import annotations

import re

from finsam import figures

_MONTH = "(?:jan|feb|mars|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zåäö]*\\.?"
_DATE = re.compile(rf"\b\d{{1,2}}(?::?e)?\s+{_MONTH}(?:\s+(20\d\d))?|\b(20\d\d)-\d\d-\d\d\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"§\s*\d")
_ADOPTED = re.compile(
    r"\b(?:fastställ(?:d|t|da|des|ts)|antag(?:en|et|its)|antogs|beslutad(?:es)?|beslutats)\s+"
    r"(?:\w+\s+)?av\s+(?:\w+\s+)?(?:förbunds)?styrelsen?\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"^\W*(?:$|(?:(?:denna|den\s+här|förbundets)\s+)?"
    r"(?:(?:verksamhets)?plan(?:en)?|(?:års)?budget(?:en)?|dokumentet)\b)",
    re.IGNORECASE,
)
_TO_COME = re.compile(r"\b(?:ska|skall|bör|kommer|senast|innan|när|om)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d\d)\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")


def typed_adoption(text: str, year: int) -> str:
    """The sentence that says that the document of the year is adopted, on a day or under a paragraph; "" for none."""
    bare = figures.fill(text, lambda reference: "…")
    return next((sentence for sentence in _SENTENCE.split(bare) if _tells(sentence, year)), "")


def _tells(sentence: str, year: int) -> bool:
    adopted = _ADOPTED.search(sentence)
    if adopted is None:
        return False
    before, after = sentence[: adopted.start()], sentence[adopted.end() :]
    if not _ITSELF.search(before):
        return False  # something else was adopted
    if _TO_COME.search(sentence):
        return False  # it tells of what is to be done
    if any(int(named) != year for named in _YEAR.findall(before)):
        return False  # another year's plan
    dates = [int(day or iso) for day, iso in _DATE.findall(after) if day or iso]
    if any(each not in (year - 1, year) for each in dates):
        return False  # a decision of another year is history
    return bool(_DATE.search(after) or _PARAGRAPH.search(after))
