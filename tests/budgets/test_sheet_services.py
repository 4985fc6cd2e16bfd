"""Saving cells of the sheet: each on its own, nothing overwritten unseen, nothing in a closed or another's budget."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import time_machine
from auditlog.context import set_actor
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from budgets import services
from budgets.models import AccountGroup, Budget, BudgetLine, CostCentre, LineAmount
from budgets.services.sheet import CellChange, NewRow, Saved
from finsam.money import Unit
from members.models import ChangeLogEntry
from tests import factories as make
from tests.test_access import everything

pytestmark = pytest.mark.django_db
NO_ACCOUNT = (
    "Kontogruppen ”{}” finns inte i förbundet. Lägg till den under Kontogrupper, "
    "eller skriv en av dem som finns."
)
CONTROLS = "Texten innehåller styrtecken, som inte går att spara. Skriv om den."
KEY = UUID("3f1f0c1e-8b1c-4f6e-9a51-111111111111")


@pytest.fixture
def line(db: None) -> BudgetLine:
    """Administration, salaries, 702 tkr: "Verksamhetsplan och budget år 2023", Södra Dalarna."""
    found: BudgetLine = make.BudgetLineFactory(label="Löner arbetad tid", amount=702_000)
    return found


@pytest.fixture
def save(line: BudgetLine) -> Callable[..., Saved]:
    """Saves cells given as (cell, was, now); "amount" alone is a cell of the line."""

    def saved(*cells: tuple[str, str, str], **more: Any) -> Saved:
        changes = [
            CellChange(
                cell if cell[:1] in "rc" and "." in cell and cell[1].isdigit() else f"r{line.pk}.{cell}",
                was,
                now,
            )
            for cell, was, now in cells
        ]
        arguments = {"federation": line.budget.federation, "pk": line.budget_id, **more}
        return services.save_cells(cells=changes, **arguments)

    return saved


def stored(line: BudgetLine) -> tuple[Any, ...]:
    """The line's own columns."""
    row = BudgetLine.objects.get(pk=line.pk)
    return row.label, row.amount, row.nature, row.note, row.label_note


def others(line: BudgetLine) -> list[tuple[Any, ...]]:
    """What the line holds in other columns."""
    return list(line.amounts.values_list("kind", "year", "part", "amount", "note"))


# --- One cell -------------------------------------------------------------------------------------------------------


def test_a_cell_is_saved_and_one_line_is_one_revision_further(line: BudgetLine, save: Any) -> None:
    assert save(("amount", "702000", "712 000")) == Saved(count=1)
    assert stored(line) == ("Löner arbetad tid", 712_000, "cost", "", "")
    assert BudgetLine.objects.get(pk=line.pk).revision == 2


def test_each_kind_of_cell_has_its_home(line: BudgetLine, save: Any) -> None:
    make.AccountGroupFactory(federation=line.budget.federation, code="50")
    told = save(
        ("label", "Löner arbetad tid", " Löner "),
        ("account", "", "50"),
        ("amount.note", "", "Tre tjänster"),
        ("label.note", "", "Se bilaga"),
        ("forecast-2022", "", "650 000"),
        ("plan-2024", "", "–"),
        ("plan-2025", "", "−10,50 kr"),
        ("plan-2025.note", "", "Återbetalning"),
    )
    assert told == Saved(count=8)
    assert stored(line) == ("Löner", 702_000, "cost", "Tre tjänster", "Se bilaga")
    assert others(line) == [
        ("forecast", 2022, 0, Decimal(650_000), ""),
        ("plan", 2025, 0, Decimal("-10.50"), "Återbetalning"),
    ]
    assert BudgetLine.objects.get(pk=line.pk).account_group == AccountGroup.objects.get(code="50")


def test_an_emptied_amount_is_gone_and_one_with_a_note_stays(line: BudgetLine, save: Any) -> None:
    save(("plan-2024", "", "5"), ("plan-2025", "", "6"), ("plan-2025.note", "", "Not"))
    assert save(("plan-2024", "5", ""), ("plan-2025", "6", "")) == Saved(count=2)
    assert others(line) == [("plan", 2025, 0, None, "Not")]


def test_amounts_are_typed_in_thousands_exactly(line: BudgetLine, save: Any) -> None:
    """12,5 tkr is 12 500 kr; one that says kronor is not read as thousands."""
    assert save(("amount", "702000", "12,5"), unit=Unit.TKR) == Saved(count=1)
    assert stored(line)[1] == 12_500
    assert save(("amount", "12500", "7 kr"), unit=Unit.TKR).errors == {
        f"r{line.pk}.amount": "”7 kr” är i kronor. Skriv det i tusental kronor."
    }


def test_the_parts_of_a_year_are_typed_and_the_year_is_not(line: BudgetLine, save: Any) -> None:
    Budget.objects.filter(pk=line.budget_id).update(parts=4)
    BudgetLine.objects.filter(pk=line.pk).update(amount=None)
    told = save(("part-1", "", "100"), ("part-5", "", "1"), ("amount", "", "400"))
    assert told.count == 1
    assert told.errors == {
        f"r{line.pk}.part-5": "Budgeten för 2023 har ingen kolumn för 2023 av det slaget.",
        f"r{line.pk}.amount": "Budgeten skrivs per kvartal: skriv beloppen i delarna.",
    }
    assert others(line) == [("part", 2023, 1, Decimal(100), "")]


def test_the_name_of_an_id_is_its_name_from_the_year_on(line: BudgetLine, save: Any) -> None:
    centre = line.cost_centre
    was = centre.names.get().name
    assert save((f"c{centre.pk}.name", was, "Kansliet")) == Saved(count=1)
    assert list(centre.names.values_list("from_year", "name")) == [(2006, was), (2023, "Kansliet")]
    told = save((f"c{centre.pk}.name", was, "Kontoret"))
    assert [(each.cell, each.theirs) for each in told.conflicts] == [(f"c{centre.pk}.name", "Kansliet")]


# --- Conflicts ------------------------------------------------------------------------------------------------------


def test_two_may_write_in_two_cells_of_one_line(line: BudgetLine, save: Any) -> None:
    save(("amount", "702000", "712000"))
    assert save(("label", "Löner arbetad tid", "Löner"), ("plan-2024", "", "720 000")) == Saved(count=2)
    assert stored(line)[:2] == ("Löner", 712_000)


def test_the_second_in_one_cell_is_told_what_stands_there_by_whom_and_when(
    line: BudgetLine, save: Any
) -> None:
    anna = make.UserFactory(name="Anna Andersson")
    with set_actor(anna), time_machine.travel("2090-02-01 09:42:10Z", tick=False):
        save(("amount", "702000", "35000"))
    with time_machine.travel("2090-02-01 10:00Z", tick=False):
        told = save(("amount", "702000", "36 000"), ("label", "Löner arbetad tid", "Löner"))
        (conflict,) = told.conflicts
        assert (conflict.cell, conflict.theirs, conflict.hand.who, conflict.hand.clock) == (
            f"r{line.pk}.amount",
            "35000",
            "Anna Andersson",
            "10.42",
        )
    assert (told.count, told.errors) == (1, {})
    assert stored(line)[:2] == ("Löner", 35_000)
    assert save(("amount", "35000", "36 000")) == Saved(count=1)


def test_who_emptied_a_cell_is_told_too(line: BudgetLine, save: Any) -> None:
    save(("plan-2024", "", "5"))
    with set_actor(make.UserFactory(name="Anna Andersson")):
        save(("plan-2024", "5", ""))
    (conflict,) = save(("plan-2024", "5", "6")).conflicts
    assert (conflict.theirs, conflict.hand.who) == ("", "Anna Andersson")


def test_the_same_typed_by_both_is_no_conflict(line: BudgetLine, save: Any) -> None:
    save(("amount", "702000", "35000"))
    assert save(("amount", "702000", "35 000 kr")) == Saved(count=1)
    assert BudgetLine.objects.get(pk=line.pk).revision == 2


def test_a_row_that_is_gone_is_named_with_whose_hand_it_was(line: BudgetLine, save: Any) -> None:
    with set_actor(make.UserFactory(name="Anna Andersson")):
        services.remove_line(federation=line.budget.federation, pk=line.pk, revision=None)
    told = save((f"r{line.pk}.amount", "702000", "1"))
    assert (told.count, told.errors, {row: hand.who for row, hand in told.gone.items()}) == (
        0,
        {},
        {f"r{line.pk}": "Anna Andersson"},
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("amount", "amount"), [(0, 1), (1, 0)]),
        (("amount", "label"), [(1, 0), (1, 0)]),
        (("plan-2024", "plan-2024"), [(0, 1), (1, 0)]),
    ],
)
def test_two_connections_at_once(
    line: BudgetLine, save: Any, cells: tuple[str, str], told: list[tuple[int, int]]
) -> None:
    """(saved, in conflict) for each of two that save at the same moment; one cell has one winner."""
    was = {"amount": "702000", "label": "Löner arbetad tid", "plan-2024": ""}
    barrier, answers = threading.Barrier(2), []

    def work(cell: str, number: int) -> None:
        barrier.wait(10)
        answers.append(save((cell, was[cell], f"{number}")))
        connection.close()

    threads = [threading.Thread(target=work, args=(cell, number + 1)) for number, cell in enumerate(cells)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted((each.count, len(each.conflicts)) for each in answers) == told


# --- What is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "was", "now", "message"),
    [
        (
            "amount",
            "702000",
            "1.234",
            "”1.234” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental.",
        ),
        ("amount", "702000", "1 000 000 000 000", "Beloppet är större än vad som går att spara."),
        ("plan-2024", "", "sju", "”sju” är inte ett tal. Skriv med siffror, till exempel 1\u00a0234,50."),
        ("plan-2020", "", "7", "Budgeten för 2023 har ingen kolumn för 2020 av det slaget."),
        ("label", "Löner arbetad tid", " ", "Detta fält får inte vara tomt."),
        (
            "account",
            "",
            "99",
            NO_ACCOUNT.format("99"),
        ),
        ("nature", "cost", "income", "En intäkt skrivs med minus framför beloppet."),
        ("label", "Löner arbetad tid", "a\x00b", CONTROLS),
        ("label", "Löner arbetad tid", "a\ud800b", CONTROLS),
        ("plan-2024.note", "", "a\x07b", CONTROLS),
        ("nature.note", "", "x", "Cellen finns inte i kalkylbladet."),
        ("position", "1", "2", "Cellen finns inte i kalkylbladet."),
    ],
)
def test_bad_input_is_told_at_its_cell_and_writes_nothing(
    line: BudgetLine, save: Any, cell: str, was: str, now: str, message: str
) -> None:
    before = everything()
    told = save((cell, was, now))
    assert (told.count, told.errors) == (0, {f"r{line.pk}.{cell}": message})
    assert everything() == before


def test_a_save_of_many_writes_what_is_fine_and_names_the_rest(line: BudgetLine, save: Any) -> None:
    told = save(
        ("amount", "702000", "x"),
        ("label", "Löner arbetad tid", "Löner"),
        ("plan-2024", "", "7"),
        ("plan-2025", "1", "7"),
    )
    assert (told.count, list(told.errors), [each.cell for each in told.conflicts]) == (
        2,
        [f"r{line.pk}.amount"],
        [f"r{line.pk}.plan-2025"],
    )
    assert stored(line)[:2] == ("Löner", 702_000)


def test_a_line_that_becomes_income_with_its_sign_is_saved_as_one(line: BudgetLine, save: Any) -> None:
    assert save(("nature", "cost", "income"), ("amount", "702000", "-702000")) == Saved(count=2)
    assert stored(line)[1:3] == (-702_000, "income")


def test_labels_pasted_one_row_down_are_all_saved(line: BudgetLine, save: Any) -> None:
    """While the rows are written one by one, two are called the same for a moment."""
    second = make.BudgetLineFactory(budget=line.budget, cost_centre=line.cost_centre, label="Hyra")
    told = save(("label", "Löner arbetad tid", "Hyra"), (f"r{second.pk}.label", "Hyra", "Porto"))
    assert told == Saved(count=2)
    assert (stored(line)[0], stored(second)[0]) == ("Hyra", "Porto")


def test_two_rows_of_one_name_are_refused_at_the_name(line: BudgetLine, save: Any) -> None:
    second = make.BudgetLineFactory(budget=line.budget, cost_centre=line.cost_centre, label="Hyra")
    told = save((f"r{second.pk}.label", "Hyra", "Löner arbetad tid"), (f"r{second.pk}.amount", "1000", "5"))
    assert told.errors == {
        f"r{second.pk}.label": "Det finns redan en rad med samma ID och beskrivning i budgeten."
    }
    assert stored(second)[:2] == ("Hyra", 5)


def test_a_closed_budget_takes_nothing(line: BudgetLine, save: Any) -> None:
    Budget.objects.filter(pk=line.budget_id).update(status="superseded")
    before = everything()
    with pytest.raises(ValidationError) as told:
        save(("amount", "702000", "1"), rows=[NewRow(KEY, line.cost_centre_id, {"label": "Ny"})])
    assert told.value.messages == [
        "Budgeten för 2023 är ersatt och ändras inte. En rättelse görs i en ny version med eget beslut."
    ]
    assert everything() == before


def test_another_federations_lines_ids_and_budgets_are_out_of_reach(line: BudgetLine, save: Any) -> None:
    other = make.BudgetLineFactory()
    group = make.AccountGroupFactory(federation=other.budget.federation, code="77")
    before = everything()
    told = save(
        (f"r{other.pk}.amount", "1000", "1"),
        (f"c{other.cost_centre_id}.name", other.cost_centre.names.get().name, "Mitt"),
        ("account", "", group.code),
        rows=[NewRow(KEY, other.cost_centre_id, {"label": "Ny"})],
    )
    assert told.count == 0
    assert told.errors == {
        f"r{other.pk}.amount": "Raden finns inte i budgeten.",
        f"c{other.cost_centre_id}.name": "ID:t finns inte i förbundet.",
        f"r{line.pk}.account": NO_ACCOUNT.format("77"),
        f"n{KEY}.label": "ID:t finns inte i förbundet.",
    }
    with pytest.raises(ValidationError):
        save(("amount", "702000", "1"), pk=other.budget_id)
    with pytest.raises(ValidationError):
        services.put_back(
            federation=line.budget.federation,
            kept=services.take_line(federation=other.budget.federation, pk=other.pk),
        )
    BudgetLine.objects.filter(pk=other.pk).delete()
    for refused in (services.take_line, services.take_cost_centre):
        with pytest.raises(ValidationError):
            refused(federation=line.budget.federation, pk=other.cost_centre_id)
    assert len(before) == len(everything())


# --- New rows -------------------------------------------------------------------------------------------------------


def test_a_row_is_added_with_all_its_cells_once(line: BudgetLine, save: Any) -> None:
    """An answer lost on the way is asked for again: the row is not added twice."""
    group = make.AccountGroupFactory(federation=line.budget.federation, code="60")
    row = NewRow(
        KEY,
        line.cost_centre_id,
        {"account": "60", "label": "Hyra", "nature": "cost", "amount": "12000", "plan-2024": "13000"},
        before=line.pk,
    )
    told = save(rows=[row])
    added = BudgetLine.objects.get(key=KEY)
    assert told == Saved(count=1, added={str(KEY): added.pk})
    assert (added.label, added.amount, added.account_group, others(added)) == (
        "Hyra",
        12_000,
        group,
        [("plan", 2024, 0, Decimal(13_000), "")],
    )
    assert list(line.budget.lines.order_by("position", "pk")) == [added, line]
    assert save(rows=[row]) == Saved(added={str(KEY): added.pk})


def test_a_row_is_added_without_the_cell_that_cannot_be_read(line: BudgetLine, save: Any) -> None:
    told = save(rows=[NewRow(KEY, line.cost_centre_id, {"label": "Hyra", "amount": "x", "plan-2024": "7"})])
    assert list(told.errors) == [f"n{KEY}.amount"]
    assert BudgetLine.objects.get(key=KEY).amount is None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"amount": "7"}, "Skriv vad raden gäller, så sparas den."),
        ({"label": "Löner arbetad tid"}, "Det finns redan en rad med samma ID och beskrivning i budgeten."),
    ],
)
def test_a_row_without_a_name_of_its_own_is_not_added(
    line: BudgetLine, save: Any, values: dict[str, str], message: str
) -> None:
    before = everything()
    told = save(rows=[NewRow(KEY, line.cost_centre_id, values)])
    assert (told.errors, told.added) == ({f"n{KEY}.label": message}, {})
    assert everything() == before


@pytest.mark.parametrize("theirs", ["35000", ""])
def test_a_row_that_is_there_already_is_compared_cell_by_cell(
    line: BudgetLine, save: Any, theirs: str
) -> None:
    """Two take along last year's line at once, or an answer was lost and more was typed: nothing differs silently."""
    shown = {"label": "Resa", "nature": "cost"}
    save(rows=[NewRow(KEY, line.cost_centre_id, {**shown, "amount": theirs, "plan-2024": "13000"})])
    added = BudgetLine.objects.get(key=KEY)
    told = save(rows=[NewRow(KEY, line.cost_centre_id, {**shown, "amount": "36000"})])
    assert told.added == {str(KEY): added.pk}
    found = [(each.cell, each.theirs) for each in told.conflicts]
    expected = [(f"n{KEY}.plan-2024", "13000"), (f"n{KEY}.amount", "35000")]
    assert sorted(found) == sorted(expected if theirs else expected[:1])
    assert BudgetLine.objects.get(key=KEY).amount == (35_000 if theirs else 36_000)
    assert others(added) == [("plan", 2024, 0, Decimal(13_000), "")]


def test_last_years_line_goes_on_in_a_new_row(line: BudgetLine, save: Any) -> None:
    """With its category and the note to its row; a note to an amount is last year's."""
    line.category = make.CostCategoryFactory(federation=line.budget.federation)
    line.label_note, line.note = "Två tjänster", "Enligt avtal"
    line.save()
    later = make.BudgetFactory(federation=line.budget.federation, year=2024, previous=line.budget)
    told = save(pk=later.pk, rows=[NewRow(line.key, line.cost_centre_id, {"label": "Löner", "amount": "7"})])
    added = later.lines.get()
    assert (added.key, added.category, added.label_note, added.note) == (
        line.key,
        line.category,
        "Två tjänster",
        "",
    )
    assert told.notes == {f"r{added.pk}.label.note": "Två tjänster"}


# --- Rows as such ---------------------------------------------------------------------------------------------------


def labels(budget: Budget) -> list[str]:
    """The lines in their order."""
    return list(budget.lines.order_by("position", "pk").values_list("label", flat=True))


@pytest.mark.parametrize("positions", [(10, 20, 30), (1, 2, 3), (0, 0, 0), (31_990, 31_995, 31_999)])
def test_a_line_is_moved_among_those_of_its_id(positions: tuple[int, ...]) -> None:
    budget = make.BudgetFactory()
    centre = make.CostCentreFactory(federation=budget.federation)
    a, b, c = (
        make.BudgetLineFactory(budget=budget, cost_centre=centre, label=label, position=position)
        for label, position in zip("abc", positions, strict=True)
    )
    move = services.move_line
    move(federation=budget.federation, pk=c.pk, before=a.pk)
    assert labels(budget) == ["c", "a", "b"]
    move(federation=budget.federation, pk=c.pk, before=b.pk)
    assert labels(budget) == ["a", "c", "b"]
    move(federation=budget.federation, pk=a.pk, before=None)
    assert labels(budget) == ["c", "b", "a"]


def test_an_id_is_moved_among_its_siblings() -> None:
    federation = make.FederationFactory()
    a, b, c = (make.CostCentreFactory(federation=federation, position=position) for position in (10, 20, 30))
    services.move_cost_centre(federation=federation, pk=c.pk, before=b.pk)
    assert list(federation.cost_centres.all()) == [a, c, b]
    services.move_cost_centre(federation=federation, pk=a.pk, before=None)
    assert list(federation.cost_centres.all()) == [c, b, a]


def test_a_line_that_is_taken_away_is_put_back_as_it_was(line: BudgetLine, save: Any) -> None:
    save(("plan-2024", "", "7,50"), ("plan-2024.note", "", "Not"), ("amount.note", "", "Not"))
    federation, before = line.budget.federation, BudgetLine.objects.filter(pk=line.pk).values().get()
    amounts = others(line)
    kept = services.take_line(federation=federation, pk=line.pk)
    assert not BudgetLine.objects.filter(pk=line.pk).exists()
    for _ in range(2):  # asked again, since the answer was lost
        services.put_back(federation=federation, kept=kept)
    assert BudgetLine.objects.filter(pk=line.pk).values().get() == before
    assert others(line) == amounts


def test_an_id_is_taken_away_only_without_lines_and_put_back_with_its_names(line: BudgetLine) -> None:
    federation, centre = line.budget.federation, line.cost_centre
    with pytest.raises(ValidationError, match="eftersom budgetrader använder det"):
        services.take_cost_centre(federation=federation, pk=centre.pk)
    line.delete()
    names = list(centre.names.values("from_year", "name"))
    kept = services.take_cost_centre(federation=federation, pk=centre.pk)
    assert not CostCentre.objects.filter(pk=centre.pk).exists()
    services.put_back(federation=federation, kept=kept)
    assert list(CostCentre.objects.get(pk=centre.pk).names.values("from_year", "name")) == names


def test_a_row_is_not_moved_taken_or_put_back_in_a_closed_budget(line: BudgetLine) -> None:
    federation = line.budget.federation
    other = make.BudgetLineFactory(budget=line.budget, cost_centre=line.cost_centre)
    kept = services.take_line(federation=federation, pk=other.pk)
    Budget.objects.filter(pk=line.budget_id).update(status="superseded")
    before = everything()
    for refused in (
        lambda: services.move_line(federation=federation, pk=line.pk, before=None),
        lambda: services.take_line(federation=federation, pk=line.pk),
        lambda: services.put_back(federation=federation, kept=kept),
        lambda: services.put_back(federation=federation, kept=f"{kept}x"),
    ):
        with pytest.raises(ValidationError):
            refused()
    assert everything() == before


# --- What it costs --------------------------------------------------------------------------------------------------

ONE_CELL = 10
"""Statements to save one amount, whatever the size of the budget; the transaction's own included."""


@pytest.mark.parametrize("size", [1, 30])
def test_one_cell_costs_as_much_and_touches_one_row_in_a_large_budget_as_in_a_small(
    line: BudgetLine, save: Any, size: int
) -> None:
    for _ in range(size):
        make.BudgetLineFactory(budget=line.budget, cost_centre=line.cost_centre)
    save(("amount", "702000", "1"))  # what a process asks once
    before, log = _revisions(), ChangeLogEntry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        save(("amount", "1", "2"))
    assert len(asked) == ONE_CELL
    assert _revisions() == before + 1
    assert ChangeLogEntry.objects.count() == log + 1


def _revisions() -> int:
    return sum(
        model.objects.aggregate(all=Sum("revision"))["all"] or 0 for model in (BudgetLine, LineAmount, Budget)
    )
