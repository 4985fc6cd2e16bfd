"""The follow-up as files: the operating statement to a month, and the ledger's rows behind an area's amount.

The figures are those of the pages, exact: the statement as results (costs with minus), the rows in ledger sign.
"""

from __future__ import annotations

from budgets.domain.follow_up import OperatingStatement, StatementRow
from budgets.domain.ledger_rows import ChosenRows, Entry, MonthOfRows
from budgets.exports import Value
from budgets.imports.cells import guarded
from finsam.money import round_half_up


def statement_rows(statement: OperatingStatement) -> list[tuple[Value, ...]]:
    """Titles, a row for each area and the total, as on the page."""
    header: list[Value] = ["ID"] if statement.has_codes else []
    header += ["Beskrivning", "Ack utfall", "Årsbudget", "Återstår", "Förbrukad % av årsbudget"]
    header += ["Avvikelse mot väntat"]
    if statement.has_before:
        header.append(f"Ack utfall {statement.year - 1}")
    if statement.has_forecast:
        header += ["Prognos för året", "Kommentar"]
    return [tuple(header), *(_statement_row(statement, row) for row in (*statement.rows, statement.total))]


def _statement_row(statement: OperatingStatement, row: StatementRow) -> tuple[Value, ...]:
    percent = row.consumed_percent
    cells: list[Value] = [row.code] if statement.has_codes else []
    cells += [guarded(row.name), row.actual, row.budget, row.remaining]
    cells += [None if percent is None else round_half_up(percent, 0), row.deviation]
    if statement.has_before:
        cells.append(row.actual_before)
    if statement.has_forecast:
        cells += [row.forecast_shown, guarded(row.comment)]
    return tuple(cells)


def ledger_rows(rows: ChosenRows) -> list[tuple[Value, ...]]:
    """Titles and a row for each booked row, without sums: they are added up where they are read."""
    header = (
        "Månad",
        "Datum",
        "Verifikation",
        "Konto",
        "Kontogrupp",
        "Text",
        "Belopp",
        "Fil",
        "Inskrivet av",
        "Källa",
    )
    return [header, *(_ledger_row(month, row) for month in rows.months for row in month.rows)]


def _ledger_row(month: MonthOfRows, row: Entry) -> tuple[Value, ...]:
    return (
        month.name,
        row.dated.isoformat() if row.dated else "",
        guarded(row.voucher),
        guarded(row.account),
        guarded(row.group),
        guarded(row.text),
        row.amount,
        guarded(row.file),
        guarded(row.entered_by),
        guarded(row.source),
    )
