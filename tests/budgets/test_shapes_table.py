"""A table in a federation's own shape: what each kind of row, style, column, sign and mark gives."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.budget_table import BudgetTable, Row, RowKind, budget_table
from budgets.domain.example_budget import example_facts
from budgets.domain.facts import AmountFact, BudgetFact, BudgetFacts, CentreFact, LineFact
from budgets.domain.shape_starts import STARTS
from budgets.domain.shapes import (
    MEASURES,
    STANDARD_BUDGET,
    STANDARD_YEARS,
    ShapeColumn,
    ShapeFact,
    ShapeRow,
    shape_of,
    with_year,
)
from budgets.domain.years_table import years_table
from budgets.shape_rules import MOST_COLUMNS, MOST_ROWS, shape_problems
from finsam.money import Unit
from tests.budgets.facts import FLOOR_400, FUNDING, budget, centre, entry, facts, kr, line
from tests.budgets.test_budget_table import is_within, trees

HEADING, LINE, TOTAL, SUMMARY = RowKind.HEADING, RowKind.LINE, RowKind.TOTAL, RowKind.SUMMARY
AREAS = ShapeRow("areas")
THIS_YEAR = ShapeColumn("budget", 0)
LAST_YEAR = ShapeColumn("budget", -1)

GROUP = centre(1, "Individinriktade insatser", code="30000")
TEAM = centre(2, "Samordningsteam", parent=1, code="31000")
OFFICE = centre(3, "Kansli", code="20000")
CENTRES = (OFFICE, GROUP, TEAM, FUNDING)
PAY = line(1, 3, "Löner", 800, account="50")
TRAVEL = line(2, 3, "Resor", 20, account="70")
CURATOR = line(3, 1, "Kurator", 240)
TEAM_PAY = line(4, 2, "Löner i teamet", 1500)
CONTRIBUTION = line(5, 50, "Medel från huvudmännen", -7000, nature="contribution")
SOLD = line(6, 50, "Övriga intäkter", -100, nature="income")
NOW = budget(2023, PAY, TRAVEL, CURATOR, TEAM_PAY, CONTRIBUTION, SOLD)


def shape(
    *rows: ShapeRow, columns: tuple[ShapeColumn, ...] = (THIS_YEAR,), kind: str = "budget", **how: object
) -> ShapeFact:
    """A shape of the rows."""
    return replace(ShapeFact(None, "", "Tabell", kind, rows, columns), **how)  # type: ignore[arg-type]


def printed(table: BudgetTable) -> list[tuple[str, int, str, tuple[str, ...]]]:
    """Per row its kind, depth, label and amounts in tkr."""
    return [(row.kind.value, row.depth, row.label, tuple(map(tkr, row.amounts))) for row in table.rows]


def tkr(amount: Decimal | None) -> str:
    """An amount in whole tkr, "–" for nothing."""
    return "–" if amount is None else f"{amount / 1000:.0f}"


def with_others(row: LineFact, *others: tuple[str, int, int, float | None]) -> LineFact:
    """The line with amounts in other columns: kind, year, part, tkr."""
    found = tuple(AmountFact(kind, year, part, kr(amount)) for kind, year, part, amount in others)
    return replace(row, others=found)


# --- Rows: how an area is set ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "total_below",
            [
                ("heading", 0, "Individinriktade insatser", ("–",)),
                ("line", 0, "Kurator", ("240",)),
                ("heading", 1, "Samordningsteam", ("–",)),
                ("line", 1, "Löner i teamet", ("1500",)),
                ("total", 1, "Summa", ("1500",)),
                ("total", 0, "Summa", ("1740",)),
            ],
        ),
        (
            "total_heading",
            [
                ("heading", 0, "Individinriktade insatser", ("1740",)),
                ("line", 0, "Kurator", ("240",)),
                ("heading", 1, "Samordningsteam", ("1500",)),
                ("line", 1, "Löner i teamet", ("1500",)),
            ],
        ),
        (
            "heading_only",
            [
                ("heading", 0, "Individinriktade insatser", ("–",)),
                ("line", 0, "Kurator", ("240",)),
                ("heading", 1, "Samordningsteam", ("–",)),
                ("line", 1, "Löner i teamet", ("1500",)),
            ],
        ),
        (
            "lines_only",
            [("line", 0, "Kurator", ("240",)), ("line", 1, "Löner i teamet", ("1500",))],
        ),
        (
            "totals_only",
            [
                ("line", 0, "Individinriktade insatser", ("1740",)),
                ("line", 1, "Samordningsteam", ("1500",)),
            ],
        ),
    ],
)
def test_an_area_with_another_in_it_is_set_in_each_style(
    style: str, expected: list[tuple[str, int, str, tuple[str, ...]]]
) -> None:
    rows = ShapeRow("areas", centre=GROUP.pk, style=style, label="Summa")
    assert printed(budget_table(facts(2023, NOW, centres=CENTRES), shape(rows))) == expected


def test_an_area_with_a_single_line_stands_on_one_row_where_the_shape_joins_them() -> None:
    """ "Styrelse -427" of Norra Västmanland's budget 2023 is an area with one line; the group above it is not."""
    rows = ShapeRow("areas", areas="cost", style="total_heading", joins_single=True)
    found = budget_table(facts(2023, NOW, centres=CENTRES), shape(rows))
    assert [(row.kind, row.code, row.label) for row in found.rows] == [
        (HEADING, "20000", "Kansli"),
        (LINE, "50", "Löner"),
        (LINE, "70", "Resor"),
        (HEADING, "30000", "Individinriktade insatser"),
        (LINE, "", "Kurator"),
        (LINE, "31000", "Samordningsteam"),
    ]


@pytest.mark.parametrize(
    ("areas", "names"),
    [
        ("all", ["Kansli", "Individinriktade insatser", "Samordningsteam", "Intäkter"]),
        ("funding", ["Intäkter"]),
        ("cost", ["Kansli", "Individinriktade insatser", "Samordningsteam"]),
    ],
)
def test_a_run_of_areas_covers_all_or_those_of_income_or_those_of_cost(areas: str, names: list[str]) -> None:
    found = budget_table(
        facts(2023, NOW, centres=CENTRES), shape(ShapeRow("areas", areas=areas, style="totals_only"))
    )
    assert [row.label for row in found.rows] == names


def test_one_area_alone_begins_at_the_margin_however_deep_it_lies() -> None:
    found = budget_table(facts(2023, NOW, centres=CENTRES), shape(ShapeRow("areas", centre=TEAM.pk)))
    assert printed(found) == [
        ("heading", 0, "Samordningsteam", ("–",)),
        ("line", 0, "Löner i teamet", ("1500",)),
        ("total", 0, "Totalt", ("1500",)),
    ]


def test_headings_and_computed_rows_stand_where_the_shape_puts_them_with_its_words_and_the_year() -> None:
    found = budget_table(
        facts(2023, NOW, centres=CENTRES),
        shape(
            ShapeRow("measure", measure="income", label="SUMMA INTÄKTER"),
            ShapeRow("heading", label="Kostnader {år}, inte {år-1}"),
            ShapeRow("measure", measure="cost"),
            ShapeRow("measure", measure="result", is_total=True),
        ),
    )
    assert found.rows == (
        Row(SUMMARY, "", "SUMMA INTÄKTER", (kr(7100),), measure="income"),
        Row(HEADING, "", "Kostnader 2023, inte 2022", (None,)),
        Row(SUMMARY, "", "Kostnader totalt", (kr(2560),), measure="cost"),
        Row(SUMMARY, "", "Resultat", (kr(4540),), is_total=True, measure="result"),
    )


def test_every_measure_can_be_a_row_of_a_budget_table() -> None:
    """Opening equity 1 000, of which 400 must stay: what the board may do is a row like any other."""
    known = facts(
        2023,
        NOW,
        centres=CENTRES,
        rules=(FLOOR_400,),
        outlook=(entry(2022, 7000, 7000, equity=1000), entry(2023, forecast=-50)),
    )
    found = budget_table(known, shape(*(ShapeRow("measure", measure=name) for name in MEASURES)))
    assert {name: tkr(row.amounts[0]) for name, row in zip(MEASURES, found.rows, strict=True)} == {
        "funding": "7000",
        "other_income": "100",
        "income": "7100",
        "cost": "2560",
        "result": "4540",
        "forecast_result": "-50",
        "opening_equity": "1000",
        "closing_equity": "950",
        "decision_space": "8100",
        "available_funds": "7600",
        "equity_floor": "400",
        "equity_ceiling": "–",
    }


# --- Columns --------------------------------------------------------------------------------------------------------


def test_quarters_stand_beside_the_whole_year_and_add_up_to_it() -> None:
    parts = [("part", 2023, number, amount) for number, amount in enumerate((200, 210, 190, 200), start=1)]
    quarterly = replace(budget(2023, with_others(replace(PAY, whole=None), *parts)), parts=4)
    columns = (*(ShapeColumn("part", part=number) for number in (1, 2, 3, 4)), ShapeColumn("budget"))
    found = budget_table(facts(2023, quarterly, centres=CENTRES), shape(AREAS, columns=columns))
    assert [column.heading for column in found.columns] == [
        "Kvartal 1",
        "Kvartal 2",
        "Kvartal 3",
        "Kvartal 4",
        "Årsbudget 2023",
    ]
    assert printed(found) == [
        ("heading", 0, "Kansli", ("–",) * 5),
        ("line", 0, "Löner", ("200", "210", "190", "200", "800")),
        ("total", 0, "Totalt", ("200", "210", "190", "200", "800")),
    ]


def test_budget_forecast_and_plan_stand_in_the_order_of_the_shape_under_its_headings() -> None:
    now = budget(2023, with_others(PAY, ("forecast", 2022, 0, 760), ("plan", 2024, 0, 820)))
    before = budget(2022, line(11, 3, "Löner", 750, key=1))
    columns = (
        ShapeColumn("plan", 1, heading="Plan {år}"),
        ShapeColumn("forecast", -1, heading="Prognos {år}"),
        LAST_YEAR,
        THIS_YEAR,
        ShapeColumn("change"),
        ShapeColumn("change_percent"),
    )
    found = budget_table(facts(2023, now, before, centres=CENTRES), shape(AREAS, columns=columns))
    assert [column.heading for column in found.columns] == [
        "Plan 2024",
        "Prognos 2022",
        "Årsbudget 2022",
        "Årsbudget 2023",
        "Förändring",
        "Förändring %",
    ]
    percent = Decimal(50_000) * 100 / 750_000
    assert found.rows[1].amounts == (kr(820), kr(760), kr(750), kr(800), kr(50), percent)
    assert [column.is_percent for column in found.columns] == [False] * 5 + [True]


def test_a_column_of_a_budget_that_is_not_there_or_not_divided_so_is_left_out() -> None:
    columns = (THIS_YEAR, LAST_YEAR, ShapeColumn("part", part=1), ShapeColumn("change"))
    found = budget_table(facts(2023, NOW, centres=CENTRES), shape(AREAS, columns=columns))
    assert [column.heading for column in found.columns] == ["Årsbudget 2023"]


def test_a_forecast_that_nobody_has_begun_stands_empty() -> None:
    columns = (THIS_YEAR, ShapeColumn("forecast", -1))
    found = budget_table(
        facts(2023, NOW, centres=CENTRES), shape(ShapeRow("measure", measure="cost"), columns=columns)
    )
    assert found.rows[0].amounts == (kr(2560), None)


# --- Sign, unit, codes, marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cost_sign", "funding_sign", "expected"),
    [
        ("plus", "minus", ["800", "-7000", "7100", "2560", "4540"]),
        ("minus", "plus", ["-800", "7000", "7100", "-2560", "4540"]),
        ("plus", "plus", ["800", "7000", "7100", "2560", "4540"]),
        ("minus", "minus", ["-800", "-7000", "7100", "-2560", "4540"]),
    ],
)
def test_signs_are_the_shapes_own_and_the_summarys_income_and_result_never_turn(
    cost_sign: str, funding_sign: str, expected: list[str]
) -> None:
    rows = (
        ShapeRow("areas", centre=OFFICE.pk, style="lines_only"),
        ShapeRow("areas", centre=FUNDING.pk, style="lines_only"),
        *(ShapeRow("measure", measure=name) for name in ("income", "cost", "result")),
    )
    found = budget_table(
        facts(2023, NOW, centres=CENTRES), shape(*rows, cost_sign=cost_sign, funding_sign=funding_sign)
    )
    by_label = {row.label: tkr(row.amounts[0]) for row in found.rows}
    labels = ("Löner", "Medel från huvudmännen", "Intäkter totalt", "Kostnader totalt", "Resultat")
    assert [by_label[label] for label in labels] == expected


def test_the_unit_and_whether_codes_are_shown_are_the_shapes_own() -> None:
    known = facts(2023, NOW, centres=CENTRES)
    with_codes = budget_table(known, shape(AREAS, unit="kr"))
    without = budget_table(known, shape(AREAS, shows_codes=False, unit="mnkr"))
    assert (with_codes.has_codes, with_codes.unit) == (True, Unit.KR)
    assert (without.has_codes, without.unit) == (False, Unit.MNKR)
    assert without.rows == with_codes.rows


def test_kronor_are_told_to_the_ore_when_any_has_ore_and_other_units_are_whole() -> None:
    with_ore = budget(2023, line(1, 3, "Löner", "800.0125"), CONTRIBUTION)
    columns = (THIS_YEAR, ShapeColumn("change_percent", 0))
    for known, expected in ((NOW, 0), (with_ore, 2)):
        all_of_it = facts(2023, known, centres=CENTRES)
        assert budget_table(all_of_it, shape(AREAS, columns=columns, unit="kr")).decimals == expected
        assert years_table(all_of_it, replace(STANDARD_YEARS, unit="kr")).decimals == expected
        assert budget_table(all_of_it, shape(AREAS, unit="tkr")).decimals == 0
        assert years_table(all_of_it).decimals == 0


@pytest.mark.parametrize(
    ("marks", "expected"), [("numbers", ["1)", "2)", "1)"]), ("asterisks", ["*", "**", "*"])]
)
def test_footnotes_are_marked_in_the_order_they_are_met_and_the_same_text_once(
    marks: str, expected: list[str]
) -> None:
    """The asterisk of Nedansiljan's "Samverkansinsatser *": a note to a row, told once below."""
    unknown = "Kommande ansökningar är inte kända."
    lines = (
        replace(PAY, label_note=unknown),
        replace(TRAVEL, note="Enligt avtal."),
        replace(CURATOR, note=unknown),
    )
    found = budget_table(facts(2023, budget(2023, *lines), centres=CENTRES), shape(AREAS, marks=marks))
    rows = {row.label: row for row in found.rows if row.kind is LINE}
    assert [rows["Löner"].mark, *rows["Resor"].marks, *rows["Kurator"].marks] == expected
    assert found.notes == ((expected[0], unknown), (expected[1], "Enligt avtal."))


# --- Tables of years ------------------------------------------------------------------------------------------------


def test_a_table_of_years_shows_the_shapes_span_measures_signs_and_headings() -> None:
    """The budget overview of Norra Västmanland 2022–2023 has costs with a minus."""
    known = facts(
        2023,
        NOW,
        centres=CENTRES,
        outlook=(entry(2021, 6000, 6000, equity=1500), entry(2022, 7000, 7500), entry(2024, 7000, 7000)),
    )
    columns = (
        ShapeColumn("measure", measure="income", heading="Budgeterade intäkter"),
        ShapeColumn("measure", measure="cost"),
        ShapeColumn("measure", measure="result", heading="Resultat {år}"),
    )
    found = years_table(
        known,
        shape(kind="years", columns=columns, cost_sign="minus", first_offset=-1, last_offset=0, unit="kr"),
    )
    assert found.headings == ("Budgeterade intäkter", "Kostnader totalt", "Resultat 2023")
    assert found.unit == Unit.KR
    assert [(row.year, [tkr(each.amount) for each in row.amounts]) for row in found.rows] == [
        (2022, ["7000", "-7500", "-500"]),
        (2023, ["7100", "-2560", "4540"]),
    ]


def test_a_table_of_years_without_a_span_shows_them_all_and_marks_only_where_the_shape_says() -> None:
    known = facts(2023, NOW, centres=CENTRES, outlook=(entry(2024, 7000, 7000),))
    marked, plain = years_table(known), years_table(known, replace(STANDARD_YEARS, shows_basis=False))
    assert [row.year for row in marked.rows] == [row.year for row in plain.rows] == [2023, 2024]
    assert marked.marks == (("*", "prognos"), ("**", "äskat belopp"))
    assert plain.marks == ()


# --- Which shape, which year ----------------------------------------------------------------------------------------


def test_the_shape_is_the_one_named_else_the_first_of_its_kind_else_the_standard() -> None:
    own = tuple(
        replace(shape(kind=kind), slug=slug)
        for kind, slug in (("years", "ar"), ("budget", "a"), ("budget", "b"))
    )
    assert [shape_of(own, kind, slug) for kind, slug in (("budget", "b"), ("budget", ""), ("years", ""))] == [
        own[2],
        own[1],
        own[0],
    ]
    assert shape_of(own, "budget", "ar") is None
    assert (shape_of((), "budget"), shape_of((), "years"), shape_of((), "figures")) == (
        STANDARD_BUDGET,
        STANDARD_YEARS,
        None,
    )


def test_a_text_may_speak_of_the_year_and_of_those_around_it() -> None:
    assert with_year("Information {år}–{år+2} (mot {år-1}) {annat}", 2025) == (
        "Information 2025–2027 (mot 2024) {annat}"
    )


UNDIVIDED = (
    "Årets budget skrivs för hela året och har inga delar. Dela den först under Tabeller › Årets delar."
)

# --- Rules ----------------------------------------------------------------------------------------------------------


def test_the_standard_shapes_and_every_starting_point_are_as_they_must_be() -> None:
    for known in (STANDARD_BUDGET, STANDARD_YEARS, *(start.shape for start in STARTS)):
        assert shape_problems(known, 1) == [], known.name
    assert len({start.key for start in STARTS}) == len({start.label for start in STARTS}) == len(STARTS)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (shape(AREAS, columns=()), ["Tabellen behöver minst en kolumn. Lägg till en."]),
        (shape(), ["Tabellen behöver minst en rad. Lägg till en."]),
        (shape(ShapeRow("measure")), ["Rad 1: Välj vad raden ska räkna fram."]),
        (shape(AREAS, ShapeRow("heading")), ["Rad 2: Skriv vad rubriken ska säga."]),
        (
            shape(ShapeRow("figure", reference="budget.cost_total")),
            ["Rad 1: En sådan rad kan inte stå i en tabell av det här slaget."],
        ),
        (shape(ShapeRow("figure"), kind="figures", columns=()), ["Rad 1: Välj en siffra."]),
        (
            shape(ShapeRow("figure", reference="budget.finns_inte"), kind="figures", columns=()),
            ["Rad 1: Siffran ”budget.finns_inte” finns inte."],
        ),
        (
            shape(AREAS, columns=(ShapeColumn("measure", measure="cost"),)),
            ["Kolumn 1: En sådan kolumn kan inte stå i en tabell av det här slaget."],
        ),
        (
            shape(kind="years", columns=(ShapeColumn("measure"),)),
            ["Kolumn 1: Välj vad kolumnen ska räkna fram."],
        ),
        (
            shape(AREAS, columns=(THIS_YEAR, ShapeColumn("change_percent"))),
            ["Kolumn 2: Förändringen räknas mot förra årets budget: lägg också till en kolumn med den."],
        ),
        (
            shape(AREAS, columns=(ShapeColumn("budget", 1),)),
            ["Kolumn 1: Välj årets eller förra årets budget."],
        ),
        (
            shape(AREAS, columns=(ShapeColumn("plan"),)),
            ["Kolumn 1: En plan gäller ett år efter budgetåret. Välj ett senare år."],
        ),
        (
            shape(AREAS, columns=(ShapeColumn("part"),)),
            ["Kolumn 1: Välj vilken del av året kolumnen visar."],
        ),
        (
            shape(*[AREAS] * (MOST_ROWS + 1), columns=(THIS_YEAR,) * (MOST_COLUMNS + 1)),
            [
                "En tabell kan ha högst 60 rader i uppställningen.",
                "En tabell kan ha högst 20 kolumner.",
            ],
        ),
    ],
)
def test_a_shape_that_could_show_nothing_is_told_what_is_wrong_and_where(
    wrong: ShapeFact, expected: list[str]
) -> None:
    assert [str(problem) for problem in shape_problems(wrong)] == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (None, []),
        (4, []),
        (
            1,
            [f"Kolumn 1: {UNDIVIDED}"],
        ),
        (3, ["Kolumn 1: Årets budget skrivs i 3 delar. Välj tertial 1–3."]),
    ],
)
def test_a_part_must_be_one_that_the_years_budget_is_divided_in(
    parts: int | None, expected: list[str]
) -> None:
    quarterly = shape(AREAS, columns=(ShapeColumn("part", part=4),))
    assert [str(problem) for problem in shape_problems(quarterly, parts)] == expected


# --- The made-up budget of a preview --------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [start for start in STARTS if start.shape.kind == "budget"])
def test_every_starting_point_has_all_its_columns_filled_over_the_made_up_budget(start: object) -> None:
    wanted: ShapeFact = start.shape  # type: ignore[attr-defined]
    found = budget_table(example_facts(facts(2023, None, centres=()), wanted), wanted)
    assert len(found.columns) == len(wanted.columns)
    filled = [row for row in found.rows if row.kind is LINE]
    assert filled
    assert all(amount is not None for row in filled for amount in row.amounts)


def test_a_made_up_budget_stands_on_the_federations_own_areas_and_is_divided_as_the_table_asks() -> None:
    thirds = shape(AREAS, columns=tuple(ShapeColumn("part", part=number) for number in (1, 2, 3)))
    found = budget_table(example_facts(facts(2023, None, centres=(OFFICE, FUNDING)), thirds), thirds)
    assert [column.heading for column in found.columns] == ["Tertial 1", "Tertial 2", "Tertial 3"]
    assert [row.label for row in found.rows if row.kind is HEADING] == ["Kansli", "Intäkter"]


# --- Whatever the budget and the shape are --------------------------------------------------------------------------

STYLES = ["total_below", "total_heading", "heading_only", "lines_only", "totals_only"]


@st.composite
def shapes(draw: st.DrawFn, number_of_centres: int) -> ShapeFact:
    """A budget table of some runs of areas, with signs of any kind, over this year and last."""
    rows = draw(
        st.lists(
            st.builds(
                ShapeRow,
                st.just("areas"),
                areas=st.sampled_from(["all", "funding", "cost"]),
                centre=st.none() | st.integers(1, number_of_centres),
                style=st.sampled_from(STYLES),
                joins_single=st.booleans(),
            ),
            min_size=1,
            max_size=3,
        )
    )
    return shape(
        *rows,
        columns=draw(st.permutations((THIS_YEAR, LAST_YEAR, ShapeColumn("change")))),
        cost_sign=draw(st.sampled_from(["plus", "minus"])),
        funding_sign=draw(st.sampled_from(["plus", "minus"])),
    )


@st.composite
def budgets_and_shapes(draw: st.DrawFn) -> tuple[BudgetFacts, ShapeFact]:
    """Two years' budgets over one tree, some lines carried on, and a shape to show them in."""
    now, centres = draw(trees())
    moved = draw(st.lists(st.sampled_from([each.pk for each in centres]), min_size=25, max_size=25))
    carried = draw(st.lists(st.booleans(), min_size=25, max_size=25))
    before = tuple(
        replace(
            each,
            pk=each.pk + 100,
            key=each.key if stays else UUID(int=each.pk + 100),
            centre=each.centre if stays else place,
        )
        for each, stays, place in zip(now.lines, carried, moved, strict=False)
    )
    known = facts(2023, now, BudgetFact(2022, 2022, 1, "adopted", before), centres=centres)
    return known, draw(shapes(len(centres)))


def runs(known: BudgetFacts, wanted: ShapeFact) -> list[tuple[ShapeRow, BudgetTable]]:
    """Each run of areas as a table of its own."""
    return [(row, budget_table(known, replace(wanted, rows=(row,)))) for row in wanted.rows]


@given(budgets_and_shapes())
def test_a_line_is_shown_at_most_once_in_a_run_of_areas_and_the_table_is_its_runs_in_order(
    case: tuple[BudgetFacts, ShapeFact],
) -> None:
    known, wanted = case
    found = runs(known, wanted)
    for _, table in found:
        shown = [row.line for row in table.rows if row.line] + [
            -row.last_year for row in table.rows if row.last_year
        ]
        assert len(shown) == len(set(shown))
    assert budget_table(known, wanted).rows == tuple(row for _, table in found for row in table.rows)


@given(budgets_and_shapes())
def test_a_total_on_a_heading_or_below_is_the_exact_sum_of_the_lines_shown_under_it(
    case: tuple[BudgetFacts, ShapeFact],
) -> None:
    """Signs are each area's own, so lines are added up by ledger sign and then shown as the area of the total is."""
    known, wanted = case
    parents = {each.pk: each.parent for each in known.centres}
    by_pk: dict[int, CentreFact] = {each.pk: each for each in known.centres}

    def turned(amount: Decimal, area: int) -> Decimal:
        sign = wanted.funding_sign if by_pk[area].is_funding else wanted.cost_sign
        is_turned = sign == ("plus" if by_pk[area].is_funding else "minus")
        return -amount if is_turned else amount

    money = [place for place, column in enumerate(wanted.columns) if column.source == "budget"]
    for row, table in runs(known, wanted):
        if row.style not in ("total_below", "total_heading"):
            continue
        lines = [each for each in table.rows if each.kind is LINE]
        for total in table.rows:
            if total.centre is None or not total.has_amounts or total.kind not in (HEADING, TOTAL):
                continue
            for place in money:
                shown = sum(
                    (
                        turned(each.amounts[place] or Decimal(0), each.centre)
                        for each in lines
                        if each.centre is not None and is_within(each.centre, total.centre, parents)
                    ),
                    Decimal(0),
                )
                assert total.amounts[place] == turned(shown, total.centre)
