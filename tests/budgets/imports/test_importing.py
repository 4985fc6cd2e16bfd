"""Files read into budgets: what the plan says, what is then written, and that a refusal writes nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from budgets.domain.facts import BudgetFacts, CentreFact
from budgets.import_queries import first_choices, prepared
from budgets.imports.choices import AccountChoice, CentreChoice, Choices
from budgets.imports.columns import proposed
from budgets.imports.files import read_file
from budgets.imports.plan import Change, ImportPlan
from budgets.imports.planning import plan_import
from budgets.imports.rows import read_rows
from budgets.models import BudgetLine, CostCentre
from budgets.services.importing import import_budget
from members.models import Federation
from tests import factories as make
from tests.budgets.imports.making import text
from tests.conftest import Demo

pytestmark = pytest.mark.django_db
PUBLISHED = Path(__file__).parents[2] / "golden" / "sodra_dalarna_2023" / "tabell_budget_2023.csv"
PLAIN = ("id", "id_namn", "konto", "benamning", "belopp_tkr")


def counts() -> dict[str, int]:
    """How many rows every table of ours has."""
    return {
        model._meta.label: model._base_manager.count()
        for app in ("members", "budgets", "plans", "reports")
        for model in apps.get_app_config(app).get_models()
    }


def file_of(*rows: tuple[str, ...]) -> bytes:
    """A text file of the rows."""
    return text(rows).encode()


def plan_of(federation: Federation, year: int, content: bytes, choices: Choices | None = None) -> ImportPlan:
    """What the file would do; it must be readable."""
    plan = prepared(federation, year, content, "budget.csv", choices or Choices()).plan
    assert plan is not None
    return plan


def read(federation: Federation, year: int, content: bytes, **more: Any) -> ImportPlan:
    """Read the file in."""
    more.setdefault("choices", Choices())
    return import_budget(federation=federation, year=year, name="budget.csv", content=content, **more)


def lines_of(federation: Federation, year: int) -> list[tuple[str, str, str, str, Decimal | None]]:
    """The lines of the year's newest budget in order."""
    budget = federation.budgets.worked_on(year).first()
    return [
        (
            line.cost_centre.code,
            line.account_group.code if line.account_group else "",
            line.label,
            line.nature,
            line.amount,
        )
        for line in (budget.lines.select_related("cost_centre", "account_group") if budget else ())
    ]


def test_what_a_file_changes_is_told_row_by_row_and_what_it_does_not_mention_is_kept(demo: Demo) -> None:
    content = file_of(
        PLAIN,
        ("10 000", "Styrelsen", "47", "Konsulttjänster (revision)", "55"),
        ("10000", "Styrelsen", "50", "Löner arbetad tid", "35"),
        ("10000", "Styrelsen", "47", "Utredning", "12,5"),
    )
    before = lines_of(demo.federation, 2023)
    plan = plan_of(demo.federation, 2023, content)
    assert [(row.status, row.changes) for row in plan.rows] == [
        ("changed", (Change("Budget 2023", "50\u00a0000", "55\u00a0000"),)),
        ("same", ()),
        ("new", (Change("Budget 2023", "–", "12\u00a0500"),)),
    ]
    assert (len(plan.kept), plan.changed, plan.can_be_read) == (len(before) - 2, 2, True)
    assert (plan.totals.income, plan.totals.cost, plan.totals.result) == (
        Decimal(6_308_000),
        Decimal(6_925_500),
        Decimal(-617_500),
    )
    read(demo.federation, 2023, content, basis=plan.basis)
    after = lines_of(demo.federation, 2023)
    changed = [
        (*line[:4], Decimal(55_000)) if line[:3] == ("10000", "47", "Konsulttjänster (revision)") else line
        for line in before
    ]
    new = ("10000", "47", "Utredning", "cost", Decimal(12_500))
    assert sorted(after, key=str) == sorted([*changed, new], key=str)
    assert plan_of(demo.federation, 2023, content).changed == 0


def test_a_year_not_begun_is_begun_and_its_lines_carry_on_last_years(demo: Demo) -> None:
    content = file_of(
        PLAIN,
        ("10000", "", "47", "Konsulttjänster (revision)", "60"),
        ("50000", "", "35", "Bidrag", "-7500"),
    )
    plan = read(demo.federation, 2024, content)
    assert plan.can_be_read
    budget = demo.federation.budgets.get(year=2024)
    last = {line.label: line for line in demo.federation.budgets.get(year=2023).lines.all()}
    assert [(line.label, line.nature, line.key == last[line.label].key) for line in budget.lines.all()] == [
        ("Konsulttjänster (revision)", "cost", True),
        ("Bidrag", "contribution", True),
    ]
    assert budget.previous is not None and budget.previous.year == 2023


def test_the_published_table_of_2023_is_read_with_its_sums_and_the_sums_that_are_wrong_are_told(
    demo: Demo,
) -> None:
    """Every row of the published table, 905 (895), 7 195 (7 185) and −873 (−863) for 2022 among them."""
    content = PUBLISHED.read_text(encoding="utf-8").replace("Bidrag (not 1)", "Bidrag").encode()
    plan = plan_of(demo.federation, 2023, content)
    assert plan.problems == ()
    assert [row.status for row in plan.rows if row.status != "same"] == []
    assert [
        (each.row.label, each.slot.year, each.value, each.computed) for each in plan.sums if each.difference
    ] == [
        ("Totalt", 2022, Decimal(905_000), Decimal(895_000)),
        ("Kostnader totalt", 2022, Decimal(7_195_000), Decimal(7_185_000)),
        ("Resultat", 2022, Decimal(-873_000), Decimal(-863_000)),
    ]
    kept = demo.federation.published_figures.count()
    read(demo.federation, 2023, content, choices=Choices(document="Tabellen"))
    assert demo.federation.published_figures.count() == kept + sum(each.is_kept for each in plan.sums)
    figure = demo.federation.published_figures.get(
        document="Tabellen", reference="budget.cost_centre_total:20000@2022"
    )
    assert (figure.place.replace("\u00a0", " "), figure.printed, figure.value, figure.unit) == (
        "20 000 Administration, Totalt, budget 2022",
        "905",
        Decimal(905_000),
        "tkr",
    )


SUMS = ("id", "benamning", "radtyp", "belopp_tkr")


def test_a_printed_figure_that_a_sum_replaces_is_told_and_one_that_it_agrees_with_is_not(demo: Demo) -> None:
    content = file_of(SUMS, ("", "Kostnader totalt", "summa", "7"), ("", "Resultat", "summa", "-600"))
    choices = Choices(document="Tabellen")
    read(demo.federation, 2023, content, choices=choices)
    shown = plan_of(demo.federation, 2023, content, choices)
    assert [each.replaces for each in shown.sums] == ["", ""]
    figure = demo.federation.published_figures.get(document="Tabellen", reference="budget.cost_total@2023")
    figure.save_next(printed="6 908", value=Decimal(6_908_000))
    assert [each.replaces for each in plan_of(demo.federation, 2023, content, choices).sums] == [
        "6 908 tkr",
        "",
    ]
    with pytest.raises(ValidationError, match="har ändrats sedan förhandsvisningen"):
        read(demo.federation, 2023, content, choices=choices, basis=shown.basis)
    figure.refresh_from_db()
    assert figure.printed == "6 908"


def test_a_sum_whose_place_is_too_long_is_refused_at_its_cell_and_never_cut(demo: Demo) -> None:
    content = file_of(SUMS, ("", "Kostnader totalt " + "x" * 160, "summa", "6908"))
    (problem,) = plan_of(demo.federation, 2023, content).problems
    assert (problem.place, problem.message[-43:]) == (
        "Cell B2",
        "är längre än 160 tecken. Korta benämningen.",
    )


def test_two_sums_of_one_figure_do_not_replace_each_other(demo: Demo) -> None:
    header = ("grupp", "benamning", "radtyp", "belopp_tkr")
    content = file_of(header, ("A", "Resultat", "summa", "1"), ("B", "Resultat", "summa", "2"))
    assert [str(each) for each in plan_of(demo.federation, 2023, content).problems] == [
        "Cell B3: Rad 2 och rad 3 är samma summa. Ta bort den ena, eller ge dem olika benämning."
    ]


def test_unknown_ids_and_accounts_are_offered_and_never_guessed() -> None:
    federation = make.FederationFactory()
    known = make.CostCentreFactory(federation=federation, code="20000", name="Administration")
    content = file_of(
        (*PLAIN, "slag"),
        ("10000", "Styrelsen", "50", "Arvoden", "35", "kostnad"),
        ("2000", "Admin", "50", "Löner", "702", "kostnad"),
        ("50000", "Intäkter", "35", "Bidrag", "-6308", "medelstilldelning"),
    )
    plan = plan_of(federation, 2023, content)
    assert [(need.code, need.name, need.purpose, need.rows) for need in plan.needs] == [
        ("10000", "Styrelsen", "operations", [2]),
        ("2000", "Admin", "operations", [3]),
        ("50000", "Intäkter", "funding", [4]),
    ]
    assert [(need.code, need.name, need.rows) for need in plan.accounts] == [
        ("35", "Bidrag", (4,)),
        ("50", "Arvoden", (2, 3)),
    ]
    assert not plan.can_be_read
    before = counts()
    with pytest.raises(ValidationError, match="Välj först"):
        read(federation, 2023, content)
    assert counts() == before
    choices = Choices(
        centres={
            "id:10000": CentreChoice(name="Styrelsen", purpose="operations"),
            "id:2000": CentreChoice(use=known.pk),
            "id:50000": CentreChoice(name="Intäkter", purpose="funding"),
        },
        accounts={"35": AccountChoice(name="Bidrag"), "50": AccountChoice(name="Löner")},
    )
    plan = read(federation, 2023, content, choices=choices)
    assert (plan.totals.income, plan.totals.cost) == (Decimal(6_308_000), Decimal(737_000))
    assert lines_of(federation, 2023) == [
        ("20000", "50", "Löner", "cost", Decimal(702_000)),
        ("10000", "50", "Arvoden", "cost", Decimal(35_000)),
        ("50000", "35", "Bidrag", "contribution", Decimal(-6_308_000)),
    ]
    assert federation.cost_centres.get(code="50000").purpose == CostCentre.Purpose.FUNDING


def test_names_carry_the_tree_and_what_is_missing_in_it_is_added_from_the_top() -> None:
    federation = make.FederationFactory()
    content = file_of(
        ("grupp", "id_namn", "benamning", "belopp_tkr"),
        ("Individinriktat", "Team Sala", "Löner", "1500"),
        ("Individinriktat", "", "Kurator", "240"),
    )
    plan = plan_of(federation, 2023, content)
    assert [(need.name, need.rows) for need in plan.needs] == [
        ("Individinriktat", [2, 3]),
        ("Team Sala", [2]),
    ]
    choices = Choices(
        centres={need.key: CentreChoice(name=need.name, purpose=need.purpose) for need in plan.needs}
    )
    read(federation, 2023, content, choices=choices)
    team = federation.cost_centres.get(names__name="Team Sala")
    assert team.parent is not None and str(team.parent.names.get()) == "Individinriktat"
    assert plan_of(federation, 2023, content).changed == 0


def test_several_columns_fill_last_year_the_forecast_and_later_years_at_once() -> None:
    federation = make.FederationFactory()
    make.CostCentreFactory(federation=federation, code="10000", name="Styrelsen")
    header = (
        "id",
        "benamning",
        "belopp_tkr_2025",
        "budget_2024_tkr",
        "prognos_tkr_2024",
        "ar_2026_tkr",
        "plan_kr_2027",
    )
    content = file_of(header, ("10000", "Arvoden", "93", "90", "91,5", "99", "102000"))
    plan = read(federation, 2025, content)
    assert [change.what for change in plan.rows[0].changes] == [
        "Budget 2025",
        "Prognos 2024",
        "Plan 2026",
        "Plan 2027",
        "Budget 2024",
    ]
    this, last = (BudgetLine.objects.get(budget__year=year) for year in (2025, 2024))
    assert (this.amount, last.amount, this.key == last.key) == (Decimal(93_000), Decimal(90_000), True)
    assert [(cell.kind, cell.year, cell.amount) for cell in this.amounts.all()] == [
        ("forecast", 2024, Decimal(91_500)),
        ("plan", 2026, Decimal(99_000)),
        ("plan", 2027, Decimal(102_000)),
    ]


def test_a_year_in_quarters_is_read_part_by_part() -> None:
    federation = make.FederationFactory()
    make.CostCentreFactory(federation=federation, code="10000")
    header = ("id", "benamning", *(f"belopp_kr_kv{part}" for part in range(1, 5)), "belopp_kr")
    content = file_of(header, ("10000", "Arvoden", "1", "2", "3", "4", "10"))
    plan = read(federation, 2025, content)
    assert (plan.parts, plan.totals.cost) == (4, Decimal(10))
    wrong = file_of(header, ("10000", "Arvoden", "1", "2", "3", "4", "11"))
    assert [str(each) for each in plan_of(federation, 2025, wrong).problems] == [
        "Cell G2: Delarna blir 10 kr men hela året är 11 kr. Rätta filen, så att delarna blir hela året."
    ]
    whole = file_of(("id", "benamning", "belopp_kr"), ("10000", "Arvoden", "11"))
    assert [each.message.split(":")[0] for each in plan_of(federation, 2025, whole).problems] == [
        "Budgeten skrivs per kvartal"
    ]


QUARTERS = ("id", "benamning", "belopp_kr", *(f"belopp_kr_kv{part}" for part in range(1, 5)))


def test_a_whole_year_without_its_parts_is_refused_at_its_cell_and_so_is_the_other_way_about() -> None:
    """Only the parts are kept: a whole that they do not add up to would be lost without a word."""
    federation = make.FederationFactory()
    make.CostCentreFactory(federation=federation, code="10000", name="Styrelsen")
    content = file_of(
        QUARTERS,
        ("10000", "Arvoden", "1000", "", "", "", ""),
        ("10000", "Resor", "400", "100", "100", "100", "100"),
        ("10000", "Lokal", "", "1", "2", "3", "4"),
        ("10000", "Kurser", "0", "", "", "", ""),
    )
    assert [str(each).replace("\u00a0", " ") for each in plan_of(federation, 2025, content).problems] == [
        "Cell C2: Delarna är tomma men hela året är 1 000 kr. Rätta filen, så att delarna blir hela året.",
        "Cell C4: Delarna blir 10 kr men hela året är tomt. Rätta filen, så att delarna blir hela året.",
    ]
    before = counts()
    with pytest.raises(ValidationError, match="Cell C2"):
        read(federation, 2025, content)
    assert counts() == before


def test_parts_that_the_file_does_not_name_count_as_they_stand() -> None:
    federation = make.FederationFactory()
    make.CostCentreFactory(federation=federation, code="10000", name="Styrelsen")
    read(federation, 2025, file_of(QUARTERS, ("10000", "Arvoden", "10", "1", "2", "3", "4")))
    later = ("id", "benamning", "belopp_kr", "belopp_kr_kv4")
    assert plan_of(federation, 2025, file_of(later, ("10000", "Arvoden", "11", "5"))).problems == ()
    wrong = plan_of(federation, 2025, file_of(later, ("10000", "Arvoden", "10", "5")))
    assert [each.message.split(".")[0] for each in wrong.problems] == [
        "Delarna blir 11 kr men hela året är 10 kr"
    ]


AMOUNTS = st.none() | st.integers(0, 50)


@given(st.lists(st.tuples(AMOUNTS, *[AMOUNTS] * 4), min_size=1, max_size=5))
def test_what_a_file_says_of_a_whole_year_is_what_the_budget_holds_or_is_refused(
    rows: list[tuple[int | None, ...]],
) -> None:
    """Property: no amount of a file with whole years and quarters is dropped in silence."""
    table = read_file(
        file_of(
            QUARTERS,
            *(
                ("10000", f"Rad {number}", *("" if each is None else str(each) for each in row))
                for number, row in enumerate(rows)
            ),
        ),
        "budget.csv",
    ).tables[0]
    mapping = proposed(table.rows[0])
    centre = CentreFact(1, None, "10000", "Styrelsen", "operations", "styrelsen")
    facts = BudgetFacts(2025, None, None, (centre,), (), (), None)
    plan = plan_import(read_rows(table, mapping), mapping, facts, {}, Choices(), {})
    wrong = [
        number
        for number, (whole, *parts) in enumerate(rows, start=2)
        if (whole or 0) != sum(part or 0 for part in parts)
    ]
    assert [(each.row, each.column) for each in plan.problems] == [(number, 3) for number in wrong]
    if not wrong:
        assert plan.totals.cost == sum(row[0] or 0 for row in rows)


def test_an_adopted_year_is_compared_and_never_changed(demo: Demo) -> None:
    header = (*PLAIN, "foregaende_ar_tkr")
    same = ("10000", "Styrelsen", "47", "Konsulttjänster (revision)", "50", "50")
    assert plan_of(demo.federation, 2023, file_of(header, same)).problems == ()
    dash = ("20000", "Administration", "60", "Lokal- och markhyror, fastighetsservice", "–", "0")
    assert plan_of(demo.federation, 2023, file_of(header, dash)).changed == 0
    plan = plan_of(demo.federation, 2023, file_of(header, (*same[:5], "51")))
    assert [str(problem) for problem in plan.problems] == [
        (
            "Cell F2: Budgeten för 2022 är fastställd och ändras inte här. Där står 50\u00a0000 kr, i filen "
            "51\u00a0000 kr. Rätta filen, eller läs inte kolumnen."
        )
    ]
    assert [
        problem.message for problem in plan_of(demo.federation, 2022, file_of(PLAIN, same[:5])).problems
    ] == ["Budgeten för 2022 är fastställd och ändras inte. En rättelse görs i en ny version."]


def test_a_budget_that_has_changed_since_the_preview_is_not_written_to(demo: Demo) -> None:
    content = file_of(PLAIN, ("10000", "Styrelsen", "47", "Konsulttjänster (revision)", "55"))
    plan = plan_of(demo.federation, 2023, content)
    line = BudgetLine.objects.get(budget__year=2023, label="Löner arbetad tid", cost_centre__code="10000")
    line.save_next(amount=Decimal(36_000))
    before = counts()
    with pytest.raises(ValidationError, match="har ändrats sedan förhandsvisningen"):
        read(demo.federation, 2023, content, basis=plan.basis)
    assert counts() == before


def test_a_file_with_one_bad_row_writes_nothing_at_all(demo: Demo) -> None:
    content = file_of(
        PLAIN,
        ("10000", "Styrelsen", "47", "Konsulttjänster (revision)", "55"),
        ("10000", "Styrelsen", "50", "Löner arbetad tid", "1.234"),
    )
    before, lines = counts(), lines_of(demo.federation, 2023)
    with pytest.raises(ValidationError, match="Cell E3"):
        read(demo.federation, 2023, content)
    assert (counts(), lines_of(demo.federation, 2023)) == (before, lines)


def test_income_that_nothing_tells_the_kind_of_is_asked_for() -> None:
    federation = make.FederationFactory()
    make.CostCentreFactory(federation=federation, code="50000", purpose="funding")
    make.CostCentreFactory(federation=federation, code="20000")
    content = file_of(
        ("id", "benamning", "belopp_tkr"),
        ("50000", "Bidrag", "-6308"),
        ("20000", "Avtal", "-320"),
        ("20000", "Lön", "702"),
    )
    plan = plan_of(federation, 2023, content)
    assert [row.number for row in plan.nature_needs] == [2]
    assert plan.notices == ("Filen säger inte vad som är intäkt. Rad 3 med minus läses som övrig intäkt.",)
    plan = read(federation, 2023, content, choices=Choices(natures={2: "contribution"}))
    assert plan.totals.funding == Decimal(6_308_000)


def test_what_was_chosen_for_a_file_is_remembered_for_the_next_with_the_same_titles() -> None:
    federation = make.FederationFactory()
    make.CostCentreFactory(federation=federation, code="10000")
    content = file_of(("Enhet", "Vad", "Summa tkr"), ("10000", "Arvoden", "-93"))
    chosen = Choices(
        columns={"enhet": "id", "vad": "benamning", "summa_tkr": "belopp_tkr"},
        cost_sign="minus",
        income_sign="plus",
    )
    assert read(federation, 2025, content, choices=chosen).totals.cost == Decimal(93_000)
    again = first_choices(federation, read_file(content, "nästa.csv"))
    assert (again.columns, again.signs) == (chosen.columns, chosen.signs)
    assert plan_of(federation, 2025, content, again).changed == 0
