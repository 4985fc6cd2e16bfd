"""What stops a file of the ledger, what has to be confirmed, and what is worth telling. Plain Python, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgets.domain.ledger import month_name
from budgets.imports.ledger_standing import (
    WHOLE_YEAR,
    Accept,
    Place,
    Standing,
    months_text,
    without_nought,
)
from budgets.imports.sie.books import Books
from budgets.imports.sie.items import Encoding, Reason
from budgets.imports.sie.reconciliation import Check, Rule
from finsam import swedish


@dataclass(frozen=True)
class Question:
    """What has to be confirmed before the file is read in."""

    accept: Accept
    text: str


def wrong_file(
    books: Books,
    standing: Standing,
    has_amounts: bool,
    outside: tuple[str, ...],
    tied: Iterable[Check],
) -> Iterable[str]:
    """The file is of another year or currency, or has nothing to read, or its vouchers do not add up."""
    year, own = standing.year, books.years.get(0)
    if own is not None and (own.first.year != year or own.last.year != year):
        yield (
            f"Filen gäller räkenskapsåret {swedish.long_date(own.first)} till och med "
            f"{swedish.long_date(own.last)}, inte {year}. "
            "Välj rätt år högst upp på sidan, eller exportera rätt år."
        )
    elif outside:
        which = swedish.listed([f"{month_name(int(each[4:]))} {each[:4]}" for each in outside[:5]])
        yield f"Filen har rader utanför {year} ({which}). Exportera bara {year} från ekonomisystemet."
    elif not has_amounts:
        yield "Filen har inga bokförda belopp för året. Exportera årets verifikationer, helst som SIE-fil av typ 4."
    if (currency := books.info.get("#VALUTA", ("SEK",))[0].upper()) not in ("SEK", ""):
        yield f"Filens belopp är i {currency}. Bara kronor (SEK) kan läsas in."
    for check in tied:
        if check.rule is Rule.VOUCHERS and not check.ties:
            named = "; ".join(
                f"{each.about} ({swedish.exact(each.found)} kr)" for each in check.differences[:5]
            )
            more = f" och {check.count - 5} till" if check.count > 5 else ""
            yield f"{_vouchers(check.count)} summerar inte till noll: {named}{more}. Rätta i ekonomisystemet."


def _vouchers(count: int) -> str:
    return "En verifikation" if count == 1 else f"{count} verifikationer"


def clashes(covered: tuple[int, ...], standing: Standing) -> Iterable[str]:
    """Months and the whole year in one year would be counted twice."""
    if not covered:
        return
    of_months = set(standing.typed) | set(standing.figures)
    if covered == (WHOLE_YEAR,) and of_months - {WHOLE_YEAR}:
        yield (
            f"Filen har bara summor för hela {standing.year}, men året har redan belopp per månad. "
            "Exportera en SIE-fil av typ 4, eller en tabell med månader."
        )
    if covered != (WHOLE_YEAR,) and WHOLE_YEAR in of_months:
        yield (
            f"{standing.year} har redan belopp för hela året, som skulle räknas två gånger. "
            "Ta bort dem innan du läser in månader."
        )


def closed_months_differ(
    figures: Mapping[int, Mapping[Place, Decimal]], opening: Mapping[str, Decimal], standing: Standing
) -> Iterable[str]:
    """A closed month may be in the file again, as long as it says the same."""
    differing = [
        month_name(month)
        for month, places in figures.items()
        if standing.is_closed(month)
        and without_nought(places) != without_nought(standing.figures.get(month, {}))
    ]
    if differing:
        is_are = "är stängd" if len(differing) == 1 else "är stängda"
        yield (
            f"{swedish.listed(differing).capitalize()} {standing.year} {is_are}, och filen har andra belopp där. "
            "Öppna igen under Uppföljning › Månader, med en motivering, om filen är den rätta."
        )
    known = {account: amount for (month, account), amount in standing.balances.items() if month == 0}
    if 1 in standing.closed and known and opening and _said(opening) != _said(known):
        yield (
            f"Januari {standing.year} är stängd, och filen har andra ingående balanser än den förra filen. "
            "Öppna igen under Uppföljning › Månader, med en motivering, om filen är den rätta."
        )


def questions(
    books: Books, standing: Standing, tied: Iterable[Check], covered: Iterable[int]
) -> Iterable[Question]:
    """What may be as it should be, though it does not look so."""
    told, own = books.info.get("#ORGNR", ("",)), standing.organisation_number
    number = told[0] if told else ""
    if number and own and _digits(number) != _digits(own):
        called = "".join(books.info.get("#FNAMN", ()))
        yield Question(
            Accept.ORGANISATION,
            f"Filen hör till organisationsnummer {number}{f' ({called})' if called else ''}, men förbundet har {own}.",
        )
    failed = [each.rule.label for each in tied if not each.ties and each.rule is not Rule.VOUCHERS]
    if failed:
        said = swedish.listed([f"”{each}”" for each in failed])
        yield Question(Accept.DIFFERENCES, f"Filens uppgifter går inte ihop: {said} stämmer inte.")
    new = set(standing.typed) - set(standing.figures)
    beside = [month for month in covered if month in new and not standing.is_closed(month)]
    if beside:
        yield Question(Accept.TYPED, _counted_with_typed(standing, beside))


def _counted_with_typed(standing: Standing, months: list[int]) -> str:
    """What is entered by hand where no file has been read before: the same amounts would be counted twice."""
    which = months_text(months)
    together = swedish.exact(sum((standing.typed[month] for month in months), Decimal(0)))
    return (
        f"{which[:1].upper()}{which[1:]} {'' if months == [WHOLE_YEAR] else f'{standing.year} '}har belopp som är "
        f"införda för hand, {together} kr i kostnader minus intäkter. De står kvar, och filens läggs till. "
        "Är det samma belopp räknas de två gånger: ta då först bort dem i huvudboken."
    )


def _digits(number: str) -> str:
    """The ten digits, without the century that some write before them."""
    return "".join(each for each in number if each.isdigit())[-10:]


def notices(books: Books, is_typed: bool) -> Iterable[str]:
    """What is worth telling but stops nothing."""
    begin, end = books.begin, books.end
    if (
        begin is not None
        and begin.reason not in (Reason.ONLY_ASCII, Reason.CHOSEN)
        and begin.encoding is not Encoding.CP437
    ):
        yield (
            f"Filen lästes som {begin.encoding.label} ({begin.reason.label}). "
            "Kontrollera att å, ä och ö stämmer i namnen nedan."
        )
    elif begin is not None and begin.reason is Reason.UNSURE:
        yield "Det går inte att avgöra hur filens å, ä och ö är skrivna. Kontrollera namnen nedan."
    if end is not None and end.lost_letters:
        yield "Filen har bokstäver som gick förlorade innan den kom hit. Beloppen är inte berörda."
    if end is not None and end.unknown:
        yield f"Poster som inte lästes, eftersom de är okända: {', '.join(sorted(end.unknown))}."
    if end is not None and end.unmatched_added_rows:
        yield f"{end.unmatched_added_rows} tillagda rader (#RTRANS) saknar sin vanliga rad och räknas inte."
    if books.moved_rows:
        yield (
            f"{books.moved_rows} rader är bokförda på en annan månad än verifikationens datum. "
            "De räknas till den månad de är bokförda på."
        )
    if books.info.get("#FLAGGA", ("0",))[0] == "1":
        yield "Filen är märkt som redan inläst i ett annat program."
    if is_typed:
        yield "Några av månaderna har redan både inlästa belopp och införda för hand. De införda står kvar."


def _said(balances: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {account: amount for account, amount in balances.items() if amount}
