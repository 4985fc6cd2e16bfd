"""Rows that read as sums in a file that does not say what its rows are: asked about, answered, never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from budgets.imports.choices import Choices
from budgets.imports.doubts import (
    Answer,
    code_in,
    label_reads_as_sum,
    measure_named,
    place_reads_as_sum,
    without_sum_words,
)
from budgets.imports.files import read_file
from budgets.imports.rows import ImportedRows, RowKind, read_rows
from members.models import Federation
from tests import factories as make
from tests.budgets.imports.making import ods, xlsx
from tests.budgets.imports.test_columns_and_rows import mapping_of, table_of
from tests.budgets.imports.test_importing import (
    PLAIN,
    PUBLISHED,
    counts,
    file_of,
    lines_of,
    plan_of,
    prepared,
    read,
)
from tests.conftest import Demo

GROUPS = ("grupp", "benamning", "belopp_tkr")


def read_as(
    *rows: tuple[str, ...], answers: dict[int, str] | None = None, names: tuple[str, ...] = ()
) -> ImportedRows:
    """The rows of a text file, with what a person has answered."""
    table = table_of(*rows)
    return read_rows(table, mapping_of(table), answers, names)


# --- Words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label",
    [
        "Totalt",
        "TOTALT",
        "Summa",
        "Summa:",
        "S:a styrelsen",
        "Σ",
        "Delsumma",
        "Slutsumma",
        "Netto",
        "Nettokostnad",
        "Kostnader totalt",
        "Totala kostnader",
        "Totalkostnad",
        "SUMMA INTÄKTER",
        "Styrelsen, tot.",
        "Subtotal",
        "Årets resultat",
        "RESULTAT",
        "Kostnader",
        "Intäkter",
        "Verksamhetens kostnader",
        "Årets underskott",
        "Summa övrigt",
    ],
)
def test_a_label_that_may_be_of_a_sum_is_known(label: str) -> None:
    assert label_reads_as_sum(label)


@pytest.mark.parametrize(
    "label",
    [
        "",
        "–",
        "Löner arbetad tid",
        "Diverse kostnader (medlemskap NNS, Sobona)",
        "Övriga kostnader",
        "Kostnadsersättningar",
        "Intäkter (bokförsäljning)",
        "Kursintäkter",
        "Resultatuppföljning",
        "Konsumentvägledning",
        "Totalförsvar",
        "Överskott från tidigare år",
        "总计",
    ],
)
def test_a_label_that_is_a_lines_own_is_not_asked_about(label: str) -> None:
    assert not label_reads_as_sum(label)


def test_no_line_of_the_published_table_is_taken_for_a_sum_and_every_sum_is() -> None:
    """Södra Dalarna's budget of 2023, which says in radtyp what each row is."""
    rows = [line.split(";") for line in PUBLISHED.read_text(encoding="utf-8").splitlines()[1:]]
    assert {row[0] for row in rows if label_reads_as_sum(row[3])} == {"total", "summa"}
    assert [row[3] for row in rows if row[0] in ("total", "summa") and not label_reads_as_sum(row[3])] == []


def test_that_a_group_is_of_costs_or_of_income_says_nothing_of_sums() -> None:
    assert not any(map(place_reads_as_sum, ("kostnader", "Intäkter", "resultat", "Styrelsen")))
    assert all(map(place_reads_as_sum, ("Totalt", "Summa Styrelsen", "Styrelsen, totalt")))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Totalt", ""),
        ("Summa Styrelsen", "Styrelsen"),
        ("Styrelsen, totalt", "Styrelsen"),
        ("S:a insatser", "insatser"),
    ],
)
def test_what_a_sum_is_said_to_be_of(text: str, rest: str) -> None:
    assert without_sum_words(text) == rest


def test_an_id_in_the_cell_of_a_sum_is_its_digits() -> None:
    assert [code_in(text) for text in ("Summa 10 000", "Totalt ID 10000", "Totalt", "Summa 10 A")] == [
        "10000",
        "10000",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Kostnader totalt", Answer.COST),
        ("Verksamhetens intäkter", Answer.INCOME),
        ("Årets resultat", Answer.RESULT),
        ("Totalt", ""),
        ("Intäkter och kostnader", ""),
        ("Nettokostnad", ""),
        ("Kostnader för lokaler", ""),
    ],
)
def test_a_measure_is_proposed_only_by_words_that_say_nothing_else(text: str, measure: str) -> None:
    assert measure_named(text) == measure


@given(st.text(max_size=40))
def test_no_text_is_too_strange_to_be_looked_at(text: str) -> None:
    assert label_reads_as_sum(text) in (True, False)
    assert len(without_sum_words(text)) <= len(text)
    assert code_in(text) == "" or code_in(text).isdecimal()


# --- Rows -----------------------------------------------------------------------------------------------------------


def test_a_row_that_reads_as_a_sum_is_no_line_before_somebody_says_so() -> None:
    found = read_as(
        PLAIN,
        ("10000", "Styrelsen", "50", "Löner", "35"),
        ("10000", "Styrelsen", "", "Totalt", "35"),
        ("", "", "", "Kostnader totalt", "35"),
    )
    assert [row.label for row in found.rows] == ["Löner"]
    assert found.problems == ()
    assert [(each.row, each.column, each.place.called, each.proposed) for each in found.questions] == [
        (3, 4, "10\u00a0000 Styrelsen", "total"),
        (4, 4, "10\u00a0000 Styrelsen", "kostnader"),
    ]
    assert str(found.questions[0].problem) == (
        "Cell D3: ”Totalt” ser ut som en summa, men filen säger inte om raden är en summa eller en budgetrad. "
        "Välj vad den är, eller skriv det i filen i kolumnen radtyp."
    )
    assert found.questions[0].printed == ("35",)


@pytest.mark.parametrize("make_file", [xlsx, ods], ids=["xlsx", "ods"])
def test_a_workbook_is_asked_about_too(make_file: type) -> None:
    rows = [PLAIN, (Decimal(10000), "Styrelsen", None, "Totalt", Decimal("35.5"))]
    (table,) = read_file(make_file(rows), "x").tables
    found = read_rows(table, mapping_of(table))
    assert (found.rows, [(each.row, each.printed) for each in found.questions]) == ((), [(2, ("35,5",))])


@pytest.mark.parametrize("kind", ["rad", "total", "summa"])
def test_what_the_file_says_is_not_asked(kind: str) -> None:
    found = read_as((*PLAIN, "radtyp"), ("10000", "Styrelsen", "", "Kostnader totalt", "35", kind))
    assert (found.questions, [row.kind for row in found.rows]) == ((), [kind])


def test_an_empty_cell_in_radtyp_says_nothing() -> None:
    found = read_as(
        (*PLAIN, "radtyp"),
        ("10000", "Styrelsen", "50", "Löner", "35", ""),
        ("10000", "Styrelsen", "", "Totalt", "35", ""),
    )
    assert ([row.label for row in found.rows], [each.row for each in found.questions]) == (["Löner"], [3])


@pytest.mark.parametrize(
    ("row", "column", "place"),
    [
        (("", "Summa Styrelsen", "", "", "35"), 2, "Styrelsen"),
        (("Summa 10 000", "", "", "", "35"), 1, "10\u00a0000"),
        (("Summa Styrelsen", "", "", "", "35"), 1, "Styrelsen"),
        (("10000", "Totalt", "", "", "35"), 2, "10\u00a0000"),
        (("10000", "Styrelsen", "Summa", "", "35"), 3, "10\u00a0000 Styrelsen"),
        (("", "", "", "Summa styrelsen", "35"), 4, "10\u00a0000 Styrelsen"),
    ],
)
def test_a_sum_is_known_in_whatever_cell_it_is_said_and_nothing_else_is_told_of_its_row(
    row: tuple[str, ...], column: int, place: str
) -> None:
    found = read_as(PLAIN, ("10000", "Styrelsen", "50", "Löner", "35"), row)
    assert found.problems == ()
    (question,) = found.questions
    assert (question.column, question.place.called, question.is_own, question.proposed) == (
        column,
        place,
        True,
        "total",
    )


def test_an_id_of_the_federation_may_be_called_anything() -> None:
    row = ("Nettoverket totalt", "Löner", "35")
    assert len(read_as(GROUPS, row).questions) == 1
    assert read_as(GROUPS, row, names=("Nettoverket totalt",)).questions == ()


def test_each_answer_makes_the_row_what_it_says() -> None:
    rows = (
        PLAIN,
        ("10000", "Styrelsen", "50", "Löner", "35"),
        ("20000", "Administration", "76", "Summa övrigt", "15"),
        ("", "", "", "Totalt", "50"),
        ("", "", "", "Delsumma", "7"),
        ("", "", "", "Netto", "-50"),
    )
    answers = {3: Answer.LINE, 4: Answer.COST, 5: Answer.LEFT_OUT, 6: Answer.RESULT}
    found = read_as(*rows, answers=dict(answers))
    assert found.problems == ()
    assert [(row.number, row.kind, row.centre_code, row.account, row.measure) for row in found.rows] == [
        (2, RowKind.LINE, "10000", "50", ""),
        (3, RowKind.LINE, "20000", "76", ""),
        (4, RowKind.SUM, "", "", "cost_total"),
        (6, RowKind.SUM, "", "", "result"),
    ]
    total = read_as(*rows, answers={4: Answer.TOTAL})
    assert [(row.number, row.kind, row.centre_code) for row in total.rows] == [
        (2, RowKind.LINE, "10000"),
        (4, RowKind.TOTAL, "20000"),
    ]


def test_what_a_row_is_the_total_of_does_not_turn_on_what_is_answered_above_it() -> None:
    rows = (
        PLAIN,
        ("10000", "Styrelsen", "50", "Löner", "35"),
        ("20000", "Administration", "76", "Summa övrigt", "15"),
        ("", "", "", "Delsumma", "50"),
    )
    places = {
        read_as(*rows, answers={3: answer}).questions[1].place.called
        for answer in ("", "rad", "bort", "total")
    }
    assert places == {"20\u00a0000 Administration"}


def test_an_answer_about_a_row_that_is_not_asked_about_is_nothing() -> None:
    found = read_as(PLAIN, ("10000", "Styrelsen", "50", "Löner", "35"), answers={2: Answer.LEFT_OUT})
    assert [(row.label, row.kind) for row in found.rows] == [("Löner", RowKind.LINE)]


def test_a_row_that_is_said_to_be_a_line_has_to_be_right_as_one() -> None:
    found = read_as(PLAIN, ("", "", "", "Summa övrigt", "x"), answers={2: Answer.LINE})
    assert [str(problem) for problem in found.problems] == [
        "Rad 2: Raden säger inte vart den hör. Skriv ID, ID-namn eller grupp.",
        "Cell E2: ”x” är inte ett tal. Skriv med siffror, till exempel 1\u00a0234,50.",
    ]


# --- Plans ----------------------------------------------------------------------------------------------------------

REVISION = ("10000", "Styrelsen", "47", "Konsulttjänster (revision)", "55")


def settled(federation: Federation, content: bytes, answers: dict[int, str]) -> Choices:
    """The choices with the answers, which must leave nothing to ask."""
    choices = Choices(answers=answers)
    assert plan_of(federation, 2023, content, choices).open_questions == ()
    return choices


@pytest.mark.django_db
def test_a_total_without_radtyp_is_never_read_in_as_a_line_unasked(demo: Demo) -> None:
    content = file_of(PLAIN, REVISION, ("10000", "Styrelsen", "", "Totalt", "165"))
    plan = plan_of(demo.federation, 2023, content)
    assert (plan.can_be_read, plan.totals, [each.row for each in plan.open_questions]) == (False, None, [3])
    before, lines = counts(), lines_of(demo.federation, 2023)
    with pytest.raises(ValidationError, match="Cell D3: ”Totalt” ser ut som en summa"):
        read(demo.federation, 2023, content)
    assert (counts(), lines_of(demo.federation, 2023)) == (before, lines)


@pytest.mark.django_db
def test_a_total_that_is_said_to_be_one_is_kept_as_printed_and_compared(demo: Demo) -> None:
    content = file_of(PLAIN, REVISION, ("", "", "", "Totalt", "160"), ("", "Summa styrelsen", "", "", "165"))
    choices = settled(demo.federation, content, {3: Answer.TOTAL, 4: Answer.TOTAL})
    plan = read(demo.federation, 2023, content, choices=choices)
    assert [(each.row.label, each.named, each.value, each.difference) for each in plan.sums] == [
        ("Totalt", "10\u00a0000 Styrelsen", Decimal(160_000), Decimal(-5_000)),
        ("Summa styrelsen", "10\u00a0000 Styrelsen", Decimal(165_000), Decimal(0)),
    ]
    assert "Totalt" not in [line[2] for line in lines_of(demo.federation, 2023)]
    assert demo.federation.published_figures.filter(document="budget.csv").count() == 2


@pytest.mark.django_db
def test_the_published_table_without_radtyp_is_read_by_answers_as_with_it(demo: Demo) -> None:
    """Södra Dalarna 2023: the same lines and the same 22 printed figures, when all is as the words propose."""
    rows = [
        line.split(";")[:6]
        for line in PUBLISHED.read_text(encoding="utf-8").replace("Bidrag (not 1)", "Bidrag").splitlines()
    ]
    content = file_of(*(tuple(row[1:]) for row in rows if row[0] != "rubrik"))
    asked = plan_of(demo.federation, 2023, content).questions
    choices = settled(demo.federation, content, {each.row: each.proposed for each in asked})
    plan = plan_of(demo.federation, 2023, content, choices)
    assert [row.status for row in plan.rows if row.status != "same"] == []
    assert [
        (each.row.label, each.slot.year, each.value, each.computed) for each in plan.sums if each.difference
    ] == [
        ("Totalt", 2022, Decimal(905_000), Decimal(895_000)),
        ("Kostnader totalt", 2022, Decimal(7_195_000), Decimal(7_185_000)),
        ("Resultat", 2022, Decimal(-873_000), Decimal(-863_000)),
    ]
    assert sum(each.is_kept for each in plan.sums) == 22


@pytest.mark.django_db
def test_an_account_that_is_called_a_sum_comes_in_as_the_line_it_is(demo: Demo) -> None:
    content = file_of(PLAIN, ("20000", "Administration", "76", "Summa övrigt", "15"))
    plan = read(demo.federation, 2023, content, choices=Choices(answers={2: Answer.LINE}))
    assert [row.status for row in plan.rows] == ["new"]
    assert ("20000", "76", "Summa övrigt", "cost", Decimal(15_000)) in lines_of(demo.federation, 2023)


@pytest.mark.django_db
def test_two_sums_of_one_name_may_be_of_costs_and_of_income(demo: Demo) -> None:
    content = file_of(PLAIN, ("", "", "", "Totalt", "6908"), ("", "", "", "Totalt", "6308"))
    choices = settled(demo.federation, content, {2: Answer.COST, 3: Answer.INCOME})
    plan = plan_of(demo.federation, 2023, content, choices)
    assert (plan.problems, [each.difference for each in plan.sums]) == ((), [Decimal(0), Decimal(0)])


@pytest.mark.django_db
def test_choices_are_kept_with_their_answers() -> None:
    choices = Choices(answers={3: "total"})
    assert Choices.from_json(choices.as_json()) == choices
    stored = make.BudgetImportFactory()
    stored.save_next(choices=choices.as_json())
    stored.refresh_from_db()
    assert Choices.from_json(stored.choices) == choices
    assert Choices.from_json({}).answers == {}


@pytest.mark.django_db
def test_a_row_that_says_not_where_it_belongs_asks_for_no_nameless_id(demo: Demo) -> None:
    plan = plan_of(demo.federation, 2023, file_of(PLAIN, ("", "", "47", "Revision", "5")))
    assert ([str(problem) for problem in plan.problems], plan.needs) == (
        ["Rad 2: Raden säger inte vart den hör. Skriv ID, ID-namn eller grupp."],
        (),
    )


# --- What is refused counts nowhere ---------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["7o2", "1.234", "1,234567"])
def test_no_sum_is_shown_while_a_cell_cannot_be_read(demo: Demo, bad: str) -> None:
    content = file_of(
        (*PLAIN, "radtyp"), (*REVISION[:4], bad, "rad"), ("", "", "", "Kostnader totalt", "6908", "summa")
    )
    plan = plan_of(demo.federation, 2023, content)
    assert (plan.totals, [each.computed for each in plan.sums]) == (None, [None])


@pytest.mark.django_db
def test_a_refused_row_changes_nothing(demo: Demo) -> None:
    content = file_of(PLAIN, REVISION, (*REVISION[:4], "61"))
    plan = plan_of(demo.federation, 2023, content)
    assert [(row.row.number, row.status, len(row.changes)) for row in plan.rows] == [
        (2, "changed", 1),
        (3, "refused", 0),
    ]
    assert plan.changed == 1


@pytest.mark.django_db
def test_amounts_with_ore_are_written_with_both_decimals(demo: Demo) -> None:
    plan = plan_of(demo.federation, 2023, file_of(PLAIN, (*REVISION[:4], "1,2345")))
    assert [(each.before, each.after) for each in plan.rows[0].changes] == [("50\u00a0000", "1\u00a0234,50")]


# --- A row that adds up ---------------------------------------------------------------------------------------------


def notices_of(federation: Federation, *rows: tuple[str, ...]) -> list[str]:
    plan = prepared(federation, 2023, file_of(*rows), "budget.csv", Choices()).plan
    assert plan is not None
    assert (plan.problems, plan.can_be_read) == ((), True)
    return [notice for notice in plan.notices if "tillsammans" in notice]


@pytest.mark.django_db
def test_a_row_that_is_what_those_above_it_add_up_to_is_told_and_stops_nothing(demo: Demo) -> None:
    header = (*PLAIN, "plan_tkr_2024")
    lines = (
        ("10000", "", "47", "Granskning", "50", "60"),
        ("10000", "", "50", "Arvode", "35,5", ""),
        ("10000", "", "76", "Hela styrelsen", "85,5", "60"),
    )
    assert notices_of(demo.federation, header, *lines) == [
        (
            "Rad 4 (”Hela styrelsen”) är lika stor som raderna 2–3 tillsammans. "
            "Är den en summa, skriv total i kolumnen radtyp."
        )
    ]
    other_id = ("20000", *lines[2][1:])
    assert notices_of(demo.federation, header, *lines[:2], other_id) == []
    assert notices_of(demo.federation, header, *lines[:2], (*lines[2][:5], "61")) == []
    assert notices_of(demo.federation, header, lines[0], (*lines[2][:4], "50", "60")) == []
    told = [(*header, "radtyp"), *((*line, "rad") for line in lines)]
    assert notices_of(demo.federation, *told) == []
