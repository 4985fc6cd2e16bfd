"""Writes of budgets: what is kept, what is refused and in which words, and that a decided budget stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgets import services
from budgets.domain.budget_table import budget_table
from budgets.domain.totals import totals
from budgets.models import (
    AccountGroup,
    Budget,
    BudgetLine,
    CostCentre,
    CostCentreName,
    EquityRule,
    OutlookYear,
    PublishedFigure,
)
from budgets.queries import budget_facts, name_in_year
from finsam.revisions import EditConflict
from finsam.scope import Scope
from members.models import ChangeLogEntry, Federation
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def federation() -> Federation:
    return make.FederationFactory()


@pytest.fixture
def budget(federation: Federation) -> Budget:
    """The budget of 2023, a draft."""
    return make.BudgetFactory(federation=federation)


def refused(write: Callable[..., Any], **arguments: Any) -> list[str]:
    """What is said when a write is refused, by field where it concerns one."""
    with pytest.raises(ValidationError) as error:
        write(**arguments)
    if hasattr(error.value, "error_dict"):
        return [f"{field}: {text}" for field, texts in error.value.message_dict.items() for text in texts]
    return list(error.value.messages)


def add_centre(federation: Federation, name: str, year: int = 2023, **fields: Any) -> CostCentre:
    return services.save_cost_centre(federation=federation, year=year, name=name, **fields)


def add_line(budget: Budget, centre: CostCentre, label: str, amount: int | None, **fields: Any) -> BudgetLine:
    return services.save_line(
        federation=budget.federation,
        budget=budget,
        cost_centre=centre,
        label=label,
        amount=None if amount is None else Decimal(amount),
        **fields,
    )


# --- Beginning a year ------------------------------------------------------------------------------------------


def test_a_year_is_begun_as_a_draft_beside_last_years_budget(federation: Federation) -> None:
    last_year = make.BudgetFactory(federation=federation, year=2022)
    make.BudgetFactory(year=2022)  # another federation's

    begun = services.start_budget(federation=federation, year=2023)

    assert (begun.year, begun.version, begun.status, begun.previous) == (2023, 1, "draft", last_year)


def test_the_budget_beside_is_the_adopted_one_though_a_newer_draft_exists(federation: Federation) -> None:
    decision = make.DecisionFactory(meeting__federation=federation)
    adopted = make.BudgetFactory(federation=federation, year=2022, status="adopted", decision=decision)
    make.BudgetFactory(federation=federation, year=2022, version=2)

    assert services.start_budget(federation=federation, year=2023).previous == adopted


def test_a_year_is_begun_once(federation: Federation, budget: Budget) -> None:
    said = refused(services.start_budget, federation=federation, year=2023)

    assert said == ["Budgeten för 2023 är redan påbörjad."]
    assert federation.budgets.count() == 1


def test_a_year_before_the_law_is_no_year(federation: Federation) -> None:
    said = refused(services.start_budget, federation=federation, year=1999)

    assert said == ["year: Året ska vara ett årtal mellan 2004 och 2100."]


# --- IDs and their names ---------------------------------------------------------------------------------------


def test_ids_come_in_the_order_they_are_added(federation: Federation) -> None:
    names = ["Styrelsen", "Administration", "Insatser"]
    centres = [
        add_centre(federation, name, code=code) for name, code in zip(names, ("30", "10", "20"), strict=True)
    ]

    assert list(federation.cost_centres.all()) == centres
    assert [centre.position for centre in centres] == [10, 20, 30]


def test_a_name_belongs_to_its_year_and_those_after_it(federation: Federation) -> None:
    centre = add_centre(federation, "Kraften", 2021)
    services.save_cost_centre(federation=federation, pk=centre.pk, year=2023, name="Kraften Hedemora")
    services.save_cost_centre(federation=federation, pk=centre.pk, year=2025, name="Hedemora")
    services.save_cost_centre(federation=federation, pk=centre.pk, year=2024, name="Kraften Hedemora")

    assert [name_in_year(centre, year) for year in range(2020, 2027)] == [
        "Kraften",
        "Kraften",
        "Kraften",
        "Kraften Hedemora",
        "Kraften Hedemora",
        "Hedemora",
        "Hedemora",
    ]
    assert list(CostCentreName.objects.values_list("from_year", flat=True)) == [2021, 2023, 2025]


def test_the_name_of_a_year_can_be_corrected(federation: Federation) -> None:
    centre = add_centre(federation, "Administartion")

    services.save_cost_centre(federation=federation, pk=centre.pk, year=2023, name="Administration")

    assert list(centre.names.values_list("from_year", "name")) == [(2023, "Administration")]


def test_an_id_does_not_belong_to_itself_not_even_in_a_circle(federation: Federation) -> None:
    above = add_centre(federation, "Insatser")
    below = add_centre(federation, "Individinriktade", parent=above)
    lowest = add_centre(federation, "Fagersta", parent=below)

    for parent in (above, below, lowest):
        said = refused(
            services.save_cost_centre,
            federation=federation,
            pk=above.pk,
            year=2023,
            name="Insatser",
            parent=parent,
        )
        assert said == ["parent: Ett ID kan inte höra till sig självt."]
    above.refresh_from_db()
    assert above.parent is None


def test_an_id_keeps_to_its_own_federation(federation: Federation) -> None:
    foreign = make.CostCentreFactory()

    assert refused(
        services.save_cost_centre, federation=federation, year=2023, name="Under andras", parent=foreign
    ) == ["parent: Välj något som hör till samma förbund."]
    assert refused(
        services.save_cost_centre, federation=federation, pk=foreign.pk, year=2023, name="Kapad"
    ) == ["Raden hör till ett annat förbund."]
    assert refused(services.remove_cost_centre, federation=federation, pk=foreign.pk, revision=None) == [
        "Raden hör till ett annat förbund."
    ]
    assert not federation.cost_centres.exists()


def test_ids_without_a_code_are_as_many_as_one_likes(federation: Federation) -> None:
    for name in ("Styrelse", "Administration"):
        add_centre(federation, name)

    assert federation.cost_centres.count() == 2


def test_an_id_with_others_under_it_is_not_removed(federation: Federation) -> None:
    above = add_centre(federation, "Insatser", code="30000")
    add_centre(federation, "Individinriktade", parent=above)

    assert refused(services.remove_cost_centre, federation=federation, pk=above.pk, revision=None) == [
        "”ID\u00a030\u00a0000” går inte att ta bort, eftersom ID:n använder det. Ta bort eller ändra dem först."
    ]


# --- Lines -----------------------------------------------------------------------------------------------------


def test_a_line_carried_on_from_last_year_stands_beside_it(federation: Federation) -> None:
    """Pensions of Södra Dalarna: 100 tkr in 2022, 379 in 2023, under another name."""
    centre = add_centre(federation, "Administration", 2022)
    old = add_line(services.start_budget(federation=federation, year=2022), centre, "Pension", 100_000)
    now = services.start_budget(federation=federation, year=2023)

    new = add_line(now, centre, "Pensionsutbetalning ind del", 379_000, continues=old.key)

    table = budget_table(Scope(federation.pk, 2023).facts(budget_facts))
    assert new.key == old.key
    assert [(row.label, row.amounts) for row in table.rows if row.kind == "line"] == [
        ("Pensionsutbetalning ind del", (379_000, 100_000))
    ]


def test_lines_come_in_the_order_they_are_added(budget: Budget) -> None:
    centre = add_centre(budget.federation, "Styrelsen")

    lines = [add_line(budget, centre, label, 1) for label in ("Revision", "Arvoden", "Resor")]

    assert list(budget.lines.all()) == lines
    assert [line.position for line in lines] == [10, 20, 30]


def test_a_line_without_money_is_kept(budget: Budget) -> None:
    line = add_line(budget, add_centre(budget.federation, "Administration"), "Lokalhyra", None)

    line.refresh_from_db()
    assert line.amount is None


@pytest.mark.parametrize("nature", ["income", "contribution"])
def test_income_is_written_with_a_minus(budget: Budget, nature: str) -> None:
    centre = add_centre(budget.federation, "Intäkter")

    with pytest.raises(ValidationError) as error:
        add_line(budget, centre, "Bidrag", 6_308_000, nature=nature)

    assert error.value.message_dict == {"amount": ["En intäkt skrivs med minus framför beloppet."]}
    assert not budget.lines.exists()


def test_a_cost_may_be_negative_since_the_sign_is_never_guessed(budget: Budget) -> None:
    """A cost paid back. Codes 35 and 38 hold both costs and income in real budgets."""
    line = add_line(budget, add_centre(budget.federation, "Administration"), "Återbetald hyra", -5_000)

    assert (line.nature, line.amount) == ("cost", -5_000)


def test_a_line_points_only_within_its_own_federation(federation: Federation, budget: Budget) -> None:
    other = make.BudgetFactory()
    own, foreign = add_centre(federation, "Eget"), make.CostCentreFactory(federation=other.federation)
    group = make.AccountGroupFactory(federation=other.federation)
    line = make.BudgetLineFactory(budget=other)

    save = {"federation": federation, "label": "Rad", "amount": Decimal(1)}
    same = "Välj något som hör till samma förbund."
    assert refused(services.save_line, **save, budget=budget, cost_centre=foreign) == [f"cost_centre: {same}"]
    assert refused(services.save_line, **save, budget=budget, cost_centre=own, account_group=group) == [
        f"account_group: {same}"
    ]
    strange = ["Det hör till ett annat förbund."]
    assert refused(services.save_line, **save, budget=other, cost_centre=foreign) == strange
    assert refused(services.save_line, **save, pk=line.pk, revision=1) == strange
    assert refused(services.remove_line, federation=federation, pk=line.pk, revision=1) == strange
    assert BudgetLine.objects.get() == line


def test_two_who_change_a_line_are_told_of_each_other(budget: Budget) -> None:
    line = add_line(budget, add_centre(budget.federation, "Administration"), "Löner", 702_000)
    change = {"federation": budget.federation, "pk": line.pk, "revision": 1}
    services.save_line(**change, amount=Decimal(712_000))

    with pytest.raises(EditConflict) as conflict:
        services.save_line(**change, amount=Decimal(700_000))

    assert conflict.value.current.amount == 712_000  # type: ignore[attr-defined]
    with pytest.raises(EditConflict):
        services.remove_line(**change)


# --- Decided ---------------------------------------------------------------------------------------------------


@pytest.fixture
def adopted(budget: Budget) -> Budget:
    """The budget of 2023 with a line and an outlook, adopted."""
    centre = make.CostCentreFactory(federation=budget.federation)
    make.BudgetLineFactory(budget=budget, cost_centre=centre, label="Löner", amount=Decimal(702_000))
    make.OutlookYearFactory(budget=budget, year=2024, cost=Decimal(7_200_000))
    decision = make.DecisionFactory(meeting__federation=budget.federation)
    return services.adopt_budget(federation=budget.federation, pk=budget.pk, decision=decision)


CLOSED = [
    "Budgeten för 2023 är fastställd och ändras inte. En rättelse görs i en ny version med eget beslut."
]


def test_a_budget_is_adopted_by_a_decision(adopted: Budget) -> None:
    adopted.refresh_from_db()

    assert adopted.status == "adopted"
    assert adopted.decision is not None


def test_an_adopted_budget_takes_no_change_of_any_kind(adopted: Budget) -> None:
    federation, line, year = adopted.federation, adopted.lines.get(), adopted.outlook_years.get()
    own = {"federation": federation}
    draft = make.BudgetFactory(federation=federation, year=2025)
    other_line = make.BudgetLineFactory(budget=draft, cost_centre=line.cost_centre)
    other_year = make.OutlookYearFactory(budget=draft, year=2026)
    new_line = {"budget": adopted, "cost_centre": line.cost_centre, "label": "Ny", "amount": Decimal(1)}
    row, entry = {"pk": line.pk, "revision": 1}, {"pk": year.pk, "revision": 1}
    decision = make.DecisionFactory(meeting=adopted.decision.meeting)  # type: ignore[union-attr]

    for said in (
        refused(services.save_line, **own, **new_line),
        refused(services.save_line, **own, **row, amount=Decimal(712_000)),
        refused(services.save_line, **own, **row, label="Arvoden"),
        refused(services.save_line, **own, pk=other_line.pk, revision=1, budget=adopted),
        refused(services.remove_line, **own, **row),
        refused(services.save_outlook_year, **own, budget=adopted, year=2027),
        refused(services.save_outlook_year, **own, **entry, cost=Decimal(1)),
        refused(services.save_outlook_year, **own, pk=other_year.pk, revision=1, budget=adopted),
        refused(services.remove_outlook_year, **own, **entry),
        refused(services.propose_budget, **own, pk=adopted.pk),
        refused(services.adopt_budget, **own, pk=adopted.pk, decision=decision),
    ):
        assert said == CLOSED
    assert list(adopted.lines.values_list("label", "amount")) == [("Löner", 702_000)]
    assert list(adopted.outlook_years.values_list("year", "cost")) == [(2024, 7_200_000)]


def test_a_budget_laid_before_the_board_may_still_be_changed(budget: Budget) -> None:
    centre = add_centre(budget.federation, "Administration")

    proposed = services.propose_budget(federation=budget.federation, pk=budget.pk)

    assert proposed.status == "proposed"
    assert add_line(proposed, centre, "Löner", 702_000).pk


def test_an_adopted_budget_has_a_decision_of_its_own_federation(budget: Budget) -> None:
    said = refused(
        services.adopt_budget, federation=budget.federation, pk=budget.pk, decision=make.DecisionFactory()
    )

    assert said == ["Det hör till ett annat förbund."]
    budget.refresh_from_db()
    assert budget.status == "draft"


def test_a_correction_is_a_new_version_that_replaces_the_old_when_it_is_adopted(adopted: Budget) -> None:
    federation = adopted.federation

    correction = services.new_budget_version(federation=federation, pk=adopted.pk)
    line = correction.lines.get()
    services.save_line(federation=federation, pk=line.pk, revision=1, amount=Decimal(712_000))

    assert (correction.version, correction.status, line.key) == (2, "draft", adopted.lines.get().key)
    assert list(correction.outlook_years.values_list("year", "cost")) == [(2024, 7_200_000)]
    assert cost_in_force(federation) == 702_000  # until the board has decided
    decision = make.DecisionFactory(meeting=adopted.decision.meeting)  # type: ignore[union-attr]
    explain(correction)
    services.adopt_budget(federation=federation, pk=correction.pk, decision=decision)
    assert cost_in_force(federation) == 712_000
    assert list(federation.budgets.order_by("version").values_list("version", "status")) == [
        (1, "superseded"),
        (2, "adopted"),
    ]
    assert adopted.lines.get().amount == 702_000


def explain(correction: Budget) -> None:
    """Say what a change is and how it is paid for."""
    services.save_budget(
        federation=correction.federation,
        pk=correction.pk,
        revision=correction.revision,
        change_reason="Högre arvoden",
        funding_source=Budget.FundingSource.EQUITY,
    )


def cost_in_force(federation: Federation) -> Decimal:
    """What the year's budget in force costs."""
    facts = Scope(federation.pk, 2023).facts(budget_facts)
    assert facts.budget is not None
    return totals(facts.budget, facts.centres).cost


def test_a_budget_has_one_open_version_at_a_time(adopted: Budget) -> None:
    services.new_budget_version(federation=adopted.federation, pk=adopted.pk)

    assert refused(services.new_budget_version, federation=adopted.federation, pk=adopted.pk) == [
        "Budgeten för 2023 har redan en version som är öppen för ändringar."
    ]


def test_an_id_of_an_adopted_budget_keeps_what_the_budget_rests_on(adopted: Budget) -> None:
    """In itself, and when the lines stand in an ID under it."""
    federation = adopted.federation
    centre = adopted.lines.get().cost_centre
    above = add_centre(federation, "Insatser", 2024)
    other = add_centre(federation, "Annat", 2024)
    CostCentre.objects.filter(pk=centre.pk).update(parent=above)
    kept = "ID:t finns i en fastställd budget och behåller detta. Lägg till ett nytt ID."

    for pk, name in ((centre.pk, f"Område {centre.code}"), (above.pk, "Insatser")):
        save = {"federation": federation, "pk": pk, "year": 2024, "name": name}
        assert refused(services.save_cost_centre, **save, code="99999") == [f"code: {kept}"]
        assert refused(services.save_cost_centre, **save, parent=other) == [f"parent: {kept}"]
        assert refused(services.save_cost_centre, **save, purpose="funding") == [f"purpose: {kept}"]
    assert (
        services.save_cost_centre(
            federation=federation, pk=other.pk, year=2024, name="Annat", code="99999"
        ).code
        == "99999"
    )


def test_an_id_is_not_renamed_in_a_year_that_is_decided_nor_from_a_year_before_it(adopted: Budget) -> None:
    """The budget of 2023 is adopted; the ID is called something else from 2025."""
    centre = adopted.lines.get().cost_centre
    save = {"federation": adopted.federation, "pk": centre.pk}
    said = ["name: Budgeten för 2023 är fastställd. Byt namn från ett år som inte är fastställt."]
    services.save_cost_centre(**save, year=2025, name="Senare")

    for year in (2021, 2023):
        assert refused(services.save_cost_centre, **save, year=year, name="Tidigare") == said
    services.save_cost_centre(**save, year=2024, name="Därefter")

    assert [name_in_year(centre, year) for year in (2022, 2023, 2024, 2025)] == [
        f"Område {centre.code}",
        f"Område {centre.code}",
        "Därefter",
        "Senare",
    ]


def test_what_a_year_is_compared_with_can_be_chosen_until_it_is_decided(adopted: Budget) -> None:
    federation = adopted.federation
    next_year = services.start_budget(federation=federation, year=2024)
    correction = services.new_budget_version(federation=federation, pk=adopted.pk)

    services.save_budget(federation=federation, pk=next_year.pk, revision=1, previous=correction)

    next_year.refresh_from_db()
    assert next_year.previous == correction
    assert (
        refused(services.save_budget, federation=federation, pk=adopted.pk, revision=None, previous=None)
        == CLOSED
    )


def test_a_year_begun_late_is_taken_up_by_the_year_after_it(federation: Federation) -> None:
    later = services.start_budget(federation=federation, year=2023)
    assert later.previous is None

    before = services.start_budget(federation=federation, year=2022)

    later.refresh_from_db()
    assert later.previous == before


# --- Outlook, rules, account groups, published figures -------------------------------------------------------------


def test_what_is_entered_instead_of_computed_has_a_reason(budget: Budget) -> None:
    add = {"federation": budget.federation, "budget": budget, "year": 2024}
    asked = ["__all__: Skriv en motivering till prognosen eller det inskrivna egna kapitalet."]

    assert refused(services.save_outlook_year, **add, forecast_result=Decimal(-262_000)) == asked
    assert refused(services.save_outlook_year, **add, closing_equity=Decimal(1_262_000)) == asked
    assert services.save_outlook_year(**add, closing_equity=Decimal(1_262_000), reason="Bokslutet").pk


def test_a_floor_is_in_kronor_and_a_ceiling_in_per_cent(federation: Federation) -> None:
    add = {"federation": federation, "from_year": 2023, "source": "Beslut"}
    said = ["__all__: Lägsta nivå anges i kronor, högsta nivå i procent."]

    assert refused(services.save_equity_rule, **add, kind="floor", percent=Decimal(20)) == said
    assert refused(services.save_equity_rule, **add, kind="ceiling", amount=Decimal(400_000)) == said
    assert services.save_equity_rule(**add, kind="floor", amount=Decimal(400_000)).pk
    assert services.save_equity_rule(**add, kind="ceiling", percent=Decimal(20)).pk


def test_rows_of_another_federation_are_out_of_reach(federation: Federation) -> None:
    group, rule, year = make.AccountGroupFactory(), make.EquityRuleFactory(), make.OutlookYearFactory()
    own = {"federation": federation, "revision": 1}

    for write, row in (
        (services.save_account_group, group),
        (services.remove_account_group, group),
        (services.save_equity_rule, rule),
        (services.remove_equity_rule, rule),
    ):
        assert refused(write, **own, pk=row.pk) == ["Raden hör till ett annat förbund."]
    for write in (services.save_outlook_year, services.remove_outlook_year):
        assert refused(write, **own, pk=year.pk) == ["Det hör till ett annat förbund."]
    for write in (services.propose_budget, services.new_budget_version):
        assert refused(write, federation=federation, pk=year.budget_id) == ["Det hör till ett annat förbund."]
    assert [model.objects.count() for model in (AccountGroup, EquityRule, OutlookYear)] == [1, 1, 1]


def test_an_account_group_with_lines_is_not_removed(budget: Budget) -> None:
    group = make.AccountGroupFactory(federation=budget.federation, code="50", name="Löner")
    make.BudgetLineFactory(budget=budget, account_group=group)

    assert refused(services.remove_account_group, federation=budget.federation, pk=group.pk, revision=1) == [
        "”50 Löner” går inte att ta bort, eftersom budgetrader använder det. Ta bort eller ändra dem först."
    ]


def test_what_a_document_printed_is_kept_once_for_each_place(federation: Federation) -> None:
    """Administration 2022 of Södra Dalarna's plan 2023, printed 905."""
    printed = {
        "federation": federation,
        "document": "Verksamhetsplan och budget år 2023",
        "year": 2022,
        "place": "20 000 Administration, Totalt, årsbudget 2022",
        "reference": "budget.cost_centre_total:20000@2022",
    }
    services.keep_published_figure(**printed, printed="950", value=Decimal(950_000))
    services.keep_published_figure(**printed, printed="905", value=Decimal(905_000))

    assert list(PublishedFigure.objects.values_list("printed", "value")) == [("905", 905_000)]


# --- A year in parts -------------------------------------------------------------------------------------------


def test_a_year_is_divided_into_parts_and_put_together_again_and_all_of_it_is_logged(budget: Budget) -> None:
    line = make.BudgetLineFactory(budget=budget, amount=Decimal(1000))

    def logged() -> list[tuple[str, int]]:
        kinds = ChangeLogEntry.objects.values_list("content_type__model", "action")
        return sorted(kinds.filter(federation=budget.federation, pk__gt=before))

    before = ChangeLogEntry.objects.latest("pk").pk
    services.set_parts(federation=budget.federation, pk=budget.pk, revision=None, parts=4)
    line.refresh_from_db()
    assert (line.amount, line.revision) == (None, 2)
    assert list(line.amounts.values_list("part", "amount")) == [(part, 250) for part in (1, 2, 3, 4)]
    assert logged() == [("budget", 1), ("budgetline", 1), *[("lineamount", 0)] * 4]

    before = ChangeLogEntry.objects.latest("pk").pk
    services.set_parts(federation=budget.federation, pk=budget.pk, revision=None, parts=1)
    line.refresh_from_db()
    assert (line.amount, line.revision, line.amounts.count()) == (1000, 3, 0)
    assert logged() == [("budget", 1), ("budgetline", 1), *[("lineamount", 2)] * 4]


def test_dividing_a_line_asks_nothing_but_what_it_writes(budget: Budget) -> None:
    """Each row and its entry in the log; a line that is changed is also read, for what it was."""

    def asked(write: Callable[..., Any], **arguments: Any) -> int:
        with CaptureQueriesContext(connection) as found:
            write(federation=budget.federation, **arguments)
        return len(found)

    counts = []
    for _ in range(2):
        make.BudgetLineFactory(budget=budget, amount=Decimal(1000))
        divided = asked(services.set_parts, pk=budget.pk, revision=None, parts=2)
        whole = asked(services.set_parts, pk=budget.pk, revision=None, parts=1)
        counts.append((divided, whole))
    assert [after - before for before, after in zip(*counts, strict=True)] == [3 + 2 * 2, 3 + 2 * 2]
