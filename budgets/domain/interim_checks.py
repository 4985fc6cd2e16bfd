"""What must hold before a report of a part of the year is decided: the ledger is whole, and the statements tie.

Checks are plain functions over `InterimFacts`, in INTERIM_CHECKS. Months are those of the period, January and on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budgets.domain.balance_sheet import YearEnd, is_known, year_end
from budgets.domain.follow_up import FollowUpFacts, StatementRow, operating_statement
from budgets.domain.follow_up_checks import named, until
from budgets.domain.ledger import WHOLE_YEAR, YEAR_END, LedgerFacts, LedgerRow, added, month_name
from budgets.domain.ledger_balance import OPENING, BalanceFacts, BalanceSheet, balance_sheet
from finsam import periods, swedish
from finsam.findings import Finding, Severity
from finsam.money import ZERO
from finsam.sources import Source, accounting_act

NAMED = 6
"""How many accounts or objects a finding names; the rest it counts."""


@dataclass(frozen=True)
class InterimFacts:
    """What a report to and with a month is made of."""

    month: int
    follow_up: FollowUpFacts
    ledger: LedgerFacts
    balance: BalanceFacts
    balance_before: BalanceFacts

    @property
    def year(self) -> int:
        """The year of the report."""
        return self.ledger.year

    @property
    def last_day(self) -> date:
        """The day the period ends."""
        return periods.last_day(self.year, self.month)

    @property
    def words(self) -> str:
        """Januari–juni 2018."""
        words = periods.period_text(self.year, self.month)
        return words[:1].upper() + words[1:]

    @property
    def unmapped(self) -> tuple[LedgerRow, ...]:
        """The rows of the period of which nothing says the ID or the account group."""
        of_period = set(self.ledger.through(self.month))
        return tuple(row for row in self.ledger.unmapped if row in of_period)

    @property
    def sheet(self) -> BalanceSheet | None:
        """The balance when the period ended; None where it is not known."""
        return balance_sheet(self.balance, self.month) if is_known(self.balance, self.month) else None

    @property
    def year_end(self) -> YearEnd | None:
        """What the year before ended with."""
        return year_end(self.balance_before, self.balance)


def every_row_has_its_place(facts: InterimFacts) -> Iterator[Finding]:
    """No account of the period is without account group, and no row without ID."""
    without_centre = [row for row in facts.unmapped if row.centre is None]
    without_group = [row for row in facts.unmapped if row.centre is not None]
    names = dict(facts.follow_up.account_names)
    for code, rows, what, remedy in (
        (
            "ledger.without_centre",
            without_centre,
            "inte till något ID",
            "Koppla objekten eller kontona till ett ID.",
        ),
        (
            "ledger.without_group",
            without_group,
            "till konton utan kontogrupp",
            "Koppla kontona till en kontogrupp.",
        ),
    ):
        if rows:
            told = _told(rows, names, by_object=code == "ledger.without_centre")
            yield Finding(
                code=code,
                severity=Severity.ERROR,
                where=facts.words,
                message=f"{_kronor(added(rows))} av det bokförda hör {what}: {told}.",
                remedy=remedy,
                page="ledger_meanings",
                page_label="Koppla",
            )


def months_are_booked_and_closed(facts: InterimFacts) -> Iterator[Finding]:
    """Every month of the period holds figures and is closed, so that what is told does not change.

    A ledger that is kept by the year alone has no months to miss when the whole year is told of.
    """
    months = range(1, facts.month + 1)
    is_by_year = facts.month == YEAR_END and bool(facts.ledger.rows) and not facts.ledger.months
    if whole := [row for row in facts.ledger.rows if row.month == WHOLE_YEAR and facts.month < YEAR_END]:
        yield Finding(
            code="interim.whole_year",
            severity=Severity.WARNING,
            where=facts.words,
            message=f"{_kronor(added(whole))} är bokfört för hela {facts.year} utan månad, och ingår inte i perioden.",
            remedy="För in beloppen på månader.",
            page="ledger",
            page_label="Öppna huvudboken",
        )
    if empty := [month for month in months if not is_by_year and month not in facts.ledger.months]:
        yield Finding(
            code="interim.months_empty",
            severity=Severity.WARNING,
            where=facts.words,
            message=f"{_months(empty)} är inte bokförd."
            if len(empty) == 1
            else f"{_months(empty)} är inte bokförda.",
            remedy="Läs in eller skriv in bokföringen, eller förklara varför månaden är tom.",
            page="ledger",
            page_label="Öppna huvudboken",
        )
    if still_open := [month for month in months if month not in facts.ledger.closed]:
        yield Finding(
            code="interim.months_open",
            severity=Severity.WARNING,
            where=facts.words,
            message=f"{_months(still_open)} är inte {'stängd' if len(still_open) == 1 else 'stängda'}.",
            remedy="Stäng månaderna, så att siffrorna inte ändras efter beslutet.",
            page="ledger_months",
            page_label="Stäng månader",
        )


def balance_is_known_and_balances(facts: InterimFacts) -> Iterator[Finding]:
    """The balance sheet is entered at the period's end, each account has its row, and both sides are as large.

    A year cannot be told of without it (4 kap. 1 § LKBR), a part of a year can.
    """
    sheet = facts.sheet
    if sheet is None:
        yield _of_balance(
            facts,
            "interim.balance_missing",
            "Balansräkningen vid periodens slut är inte införd.",
            severity=Severity.ERROR if facts.month == YEAR_END else Severity.WARNING,
            remedy="För in tillgångar, eget kapital, avsättningar och skulder.",
            source=accounting_act("4 kap. 1 §" if facts.month == YEAR_END else "13 kap."),
        )
        return
    if sheet.without_line:
        accounts = _listed([f"konto {row.account_number}" for row in sheet.without_line])
        yield _of_balance(
            facts,
            "interim.balance_without_line",
            f"{_kronor(sum((row.amount for row in sheet.without_line), ZERO))} står på konton utan rad i "
            f"balansräkningen: {accounts}.",
            remedy="Koppla kontona till en rad i balansräkningen.",
        )
    if sheet.difference:
        yield _of_balance(
            facts,
            "interim.balance_differs",
            f"Tillgångarna och det som finansierar dem skiljer {_kronor(abs(sheet.difference))}.",
            expected=_kronor(sheet.assets_total),
            found=_kronor(sheet.liabilities_total),
            remedy="Kontrollera posterna, och att hela perioden är bokförd.",
        )


def year_opens_as_the_last_one_closed(facts: InterimFacts) -> Iterator[Finding]:
    """Each row's opening balance is what the year before closed with (4 kap. 4 § 7 LKBR)."""
    end = facts.year_end
    if end is None or end.is_opening or not any(row.month == OPENING for row in facts.balance.rows):
        return
    opening = balance_sheet(facts.balance, OPENING)
    closed, opened = _by_line(end.sheet), _by_line(opening)
    for line in sorted({*closed, *opened}):
        was, now = closed.get(line, ZERO), opened.get(line, ZERO)
        if was != now:
            yield _of_balance(
                facts,
                "interim.opening_differs",
                f"{facts.balance.names[line] if line != 'equity' else 'Eget kapital'} har en annan ingående balans än "
                f"vad som stod vid utgången av {facts.year - 1}.",
                expected=_kronor(was),
                found=_kronor(now),
                remedy="Läs in den fil som gäller, eller rätta posterna för det år som är fel.",
                source=accounting_act("4 kap. 4 § 7"),
            )


def equity_moves_by_the_result(facts: InterimFacts) -> Iterator[Finding]:
    """Equity is what it was at last year-end with the period's result, and nothing else (4 kap. 4 § 8 LKBR)."""
    sheet, end = facts.sheet, facts.year_end
    if sheet is None or end is None:
        return
    was = end.sheet.equity
    if was + sheet.result != sheet.equity:
        yield _of_balance(
            facts,
            "interim.equity_moved",
            f"Det egna kapitalet har ändrats med {_kronor(sheet.equity - was)} sedan förra årets slut, men periodens "
            f"resultat är {_kronor(sheet.result)}.",
            expected=_kronor(was + sheet.result),
            found=_kronor(sheet.equity),
            remedy="Eget kapital vid årets början ska vara det som stod vid förra årets slut, med det årets resultat.",
            source=accounting_act("4 kap. 4 § 8"),
        )


def areas_are_forecast(facts: InterimFacts) -> Iterator[Finding]:
    """Every ID with a budget, or with anything booked, has a forecast: its own or one above it (13 kap. LKBR)."""
    if facts.month == YEAR_END or facts.follow_up.now.budget is None:
        return
    statement = operating_statement(facts.follow_up, facts.month)
    told = {row.centre for row in statement.rows if row.forecast is not None}
    parents = {each.pk: each.parent for each in facts.follow_up.centres}

    def is_told(centre: int | None) -> bool:
        return centre is not None and (centre in told or is_told(parents.get(centre)))

    asked: set[int | None] = {line.centre for line in facts.follow_up.now.budget.lines if line.amount}
    asked |= {row.centre for row in facts.follow_up.now.through(facts.month)} - {None}
    missing = [row for row in statement.rows if row.centre in asked and not is_told(row.centre)]
    if missing:
        yield Finding(
            code="interim.forecast_missing",
            severity=Severity.WARNING,
            where=f"Prognos {facts.year} {until(facts.month)}",
            message=f"Prognos saknas för {_listed([named(row) for row in missing])}. I årets resultat räknas det som "
            "budgeterat.",
            remedy="Skriv en prognos för varje ID, också där budgeten väntas hålla.",
            source=accounting_act("13 kap."),
            page="follow_up",
            page_label="Skriv prognos",
        )


def forecasts_hold_what_is_booked(facts: InterimFacts) -> Iterator[Finding]:
    """No ID is expected to end the year at less than it has come to already."""
    if facts.month == YEAR_END:
        return
    for row in operating_statement(facts.follow_up, facts.month).rows:
        if row.forecast is None or not _is_passed(row):
            continue
        yield Finding(
            code="interim.forecast_passed",
            severity=Severity.WARNING,
            where=f"Prognos {facts.year} {until(facts.month)}",
            message=f"{named(row)} har redan {'gett' if row.is_funding else 'kostat'} mer än vad hela året väntas "
            f"{'ge' if row.is_funding else 'kosta'}.",
            expected=f"minst {_kronor(abs(row.outturn.actual))}",
            found=_kronor(abs(row.forecast)),
            remedy="Ändra prognosen, eller förklara vad som ska komma tillbaka under året.",
            about=(f"actual.cost_centre_total:{row.slug}@{facts.year}",),
            page="follow_up",
            page_label="Ändra prognosen",
        )


INTERIM_CHECKS = (
    every_row_has_its_place,
    months_are_booked_and_closed,
    balance_is_known_and_balances,
    year_opens_as_the_last_one_closed,
    equity_moves_by_the_result,
    areas_are_forecast,
    forecasts_hold_what_is_booked,
)


def _is_passed(row: StatementRow) -> bool:
    actual, forecast = row.outturn.actual, row.forecast or ZERO
    return forecast > actual and actual < 0 if row.is_funding else forecast < actual and actual > 0


def _of_balance(
    facts: InterimFacts,
    code: str,
    message: str,
    *,
    severity: Severity = Severity.ERROR,
    expected: str = "",
    found: str = "",
    remedy: str,
    source: Source | None = None,
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        where=f"Balans vid utgången av {month_name(facts.month)} {facts.year}",
        message=message,
        expected=expected,
        found=found,
        remedy=remedy,
        source=source,
        page="balance",
        page_label="Öppna balansen",
    )


def _by_line(sheet: BalanceSheet) -> dict[str, Decimal]:
    """Each row as printed, equity with the year's result."""
    found = {line.line: line.printed for line in (*sheet.assets, *sheet.liabilities)}
    return {**found, "equity": sheet.equity}


def _told(rows: Iterable[LedgerRow], names: dict[str, str], *, by_object: bool) -> str:
    """The accounts or objects with what each comes to, the largest first."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        name = names.get(row.account_number, "")
        what = f"konto {row.account_number}{' ' if name else ''}{name}"
        if by_object and row.object_code:
            what = f"objekt {row.object_code}"
        sums[what] = sums.get(what, ZERO) + row.amount
    ordered = sorted(sums.items(), key=lambda each: (-abs(each[1]), each[0]))
    return _listed([f"{what} ({_kronor(amount)})" for what, amount in ordered])


def _listed(items: list[str]) -> str:
    left = len(items) - NAMED
    return swedish.listed(items if left <= 1 else [*items[:NAMED], f"{swedish.count(left)} till"])


def _months(months: list[int]) -> str:
    """Mars, or Mars och april."""
    text = swedish.listed([month_name(each) for each in months])
    return text[:1].upper() + text[1:]


def _kronor(amount: Decimal) -> str:
    return f"{swedish.exact(amount)}{swedish.NBSP}kr"
