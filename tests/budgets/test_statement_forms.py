"""What a statement's form makes of amounts: sums by where they stand, rows left out, and forms that would not tie."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from budgets.domain.standard_forms import (
    LKBR_BALANCE,
    LKBR_INCOME,
    OLDER_BALANCE,
    OLDER_INCOME,
    form_of,
    law_form,
)
from budgets.domain.statement_forms import (
    Form,
    FormRow,
    Layout,
    Level,
    Statement,
    in_groups,
    lines,
    problems,
)


def shown(form: Form, **amounts: int) -> list[tuple[str, int | None]]:
    """Label and amount of each line over one column."""
    found = lines(form, [{part: Decimal(amount) for part, amount in amounts.items()}])
    return [(each.label, int(each.amounts[0] or 0) if each.amounts else None) for each in found]


def test_a_sum_is_of_its_group_and_a_total_of_its_side() -> None:
    assert shown(OLDER_BALANCE, receivables=140, cash=4326, equity=1761, result=255, current_debts=2450) == [
        ("Tillgångar", None),
        ("Omsättningstillgångar", None),
        ("Kortfristiga fordringar", 140),
        ("Kassa och bank", 4326),
        ("Summa omsättningstillgångar", 4466),
        ("Summa tillgångar", 4466),
        ("Skulder och eget kapital", None),
        ("Eget kapital", None),
        ("Eget kapital", 1761),
        ("Årets resultat", 255),
        ("Summa eget kapital", 2016),
        ("Kortfristiga skulder", 2450),
        ("Summa kortfristiga skulder", 2450),
        ("Summa skulder och eget kapital", 4466),
    ]


def test_a_group_without_rows_has_neither_heading_nor_sum() -> None:
    labels = [label for label, _amount in shown(LKBR_BALANCE, cash=5, equity=5)]

    assert "Anläggningstillgångar" not in labels
    assert "Avsättningar" not in labels
    assert "Summa avsättningar" not in labels
    assert labels[:2] == ["Omsättningstillgångar", "Kassa och bank"]


def test_a_row_stands_where_any_column_has_an_amount() -> None:
    columns = [{"cost": Decimal(-5)}, {"cost": Decimal(-5), "depreciation": Decimal(-1)}]
    found = {each.label: each.amounts for each in lines(LKBR_INCOME, columns)}

    assert found["Avskrivningar"] == (Decimal(0), Decimal(-1))
    assert found["Årets resultat"] == (Decimal(-5), Decimal(-6))
    assert "Extraordinära poster" not in found


def test_what_is_not_known_is_not_nought() -> None:
    (equity,) = [
        each for each in lines(LKBR_BALANCE, [{"equity": Decimal(7), "result": None}]) if each.key == "result"
    ]
    assert equity.amounts == (None,)


def test_a_part_of_a_year_has_its_own_words() -> None:
    assert lines(OLDER_INCOME, [{}], is_year=False)[-1].label == "Periodens resultat"
    assert lines(OLDER_INCOME, [{}])[-1].label == "Årets resultat"


def test_lines_hold_together_in_groups_that_end_with_their_sum() -> None:
    amounts = {"cash": Decimal(9), "equity": Decimal(4), "current_debts": Decimal(5)}
    groups = in_groups(lines(OLDER_BALANCE, [amounts]))

    assert [[line.label for line in group] for group in groups] == [
        [
            "Tillgångar",
            "Omsättningstillgångar",
            "Kortfristiga fordringar",
            "Kassa och bank",
            "Summa omsättningstillgångar",
        ],
        ["Summa tillgångar"],
        ["Skulder och eget kapital", "Eget kapital", "Eget kapital", "Årets resultat", "Summa eget kapital"],
        ["Kortfristiga skulder", "Summa kortfristiga skulder"],
        ["Summa skulder och eget kapital"],
    ]


@pytest.mark.parametrize(("year", "form"), [(2018, OLDER_INCOME), (2019, LKBR_INCOME), (2026, LKBR_INCOME)])
def test_the_law_in_force_in_the_year_decides_until_the_federation_does(year: int, form: Form) -> None:
    assert law_form(Statement.INCOME, year) is form
    assert form_of((), Statement.INCOME, year) is form


def test_a_federations_own_form_holds_from_its_year_until_it_chooses_another() -> None:
    own = replace(OLDER_INCOME, key="own", from_year=2020, until_year=None, is_own=True)
    chosen = (Layout(Statement.INCOME, 2020, own), Layout(Statement.INCOME, 2023, None))

    assert [form_of(chosen, Statement.INCOME, year) for year in (2019, 2020, 2022, 2023, 2024)] == [
        LKBR_INCOME,
        own,
        own,
        LKBR_INCOME,
        LKBR_INCOME,
    ]
    assert form_of(chosen, Statement.BALANCE, 2022) is LKBR_BALANCE


# --- Forms that would not tie -----------------------------------------------------------------------------


NOWHERE = "Lägg det på en, annars går uppställningen inte ihop."


def without(key: str, form: Form = OLDER_INCOME) -> Form:
    return replace(form, rows=tuple(row for row in form.rows if row.key != key))


def with_row(row: FormRow, place: int, form: Form = OLDER_INCOME) -> Form:
    return replace(form, rows=(*form.rows[:place], row, *form.rows[place:]))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        pytest.param(
            without("grants"),
            ["”EU-medel och andra bidrag” står inte på någon rad. " + NOWHERE],
            id="a part that stands nowhere",
        ),
        pytest.param(
            with_row(FormRow("more", "Kostnader igen", Level.ROW, ("cost",)), 1),
            ["”Kostnader” står på 2 rader. Det ska stå på en enda."],
            id="a part that stands twice",
        ),
        pytest.param(
            with_row(FormRow("empty", "Tom rad"), 1),
            ["Raden ”Tom rad” visar ingenting. Välj vad den ska samla."],
            id="a row of nothing",
        ),
        pytest.param(
            with_row(FormRow("heading", " ", Level.HEADING), 0),
            ["En rad saknar text. Skriv vad den heter, eller ta bort den."],
            id="a row without text",
        ),
        pytest.param(without("result"), ["Uppställningen ska ha en totalsumma."], id="no total"),
        pytest.param(
            with_row(
                FormRow("grants", "Bidrag", Level.ROW, ("grants",)),
                len(OLDER_INCOME.rows) - 1,
                without("grants"),
            ),
            ["”EU-medel och andra bidrag” står på fel sida om totalsumman."],
            id="a part below the result",
        ),
        pytest.param(
            replace(
                OLDER_BALANCE,
                rows=tuple(
                    replace(row, gathers=(*row.gathers, "cash"))
                    if row.key == "equity"
                    else replace(row, gathers=("equity",))
                    if row.key == "cash"
                    else replace(row, gathers=("cash",))
                    if row.key == "equity"
                    else row
                    for row in OLDER_BALANCE.rows
                ),
            ),
            ["”Eget kapital vid årets början” står på 2 rader. Det ska stå på en enda."],
            id="equity among assets too",
        ),
        pytest.param(replace(OLDER_INCOME, rows=()), ["Uppställningen behöver minst en rad."], id="nothing"),
    ],
)
def test_a_form_that_would_not_tie_is_refused_with_what_to_do(form: Form, said: list[str]) -> None:
    assert problems(form) == said
