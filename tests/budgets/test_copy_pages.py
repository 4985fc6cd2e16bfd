"""Last year's budget brought into this year's, as its users meet it: the page, and what the service writes.

The demo's budget of 2023 is the published one of Södra Dalarna: costs 6 908 tkr, income 6 308 tkr. What each choice
does with an amount is in `tests.budgets.test_copying`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets import services
from budgets.domain.copying import Choices, Rule, Treatment
from budgets.domain.equity import outlook as computed_outlook
from budgets.models import Budget, BudgetLine, LineAmount
from budgets.queries import budget_facts
from budgets.services.copying import PreviewOutdated, copy_forward
from finsam.scope import Scope
from finsam.swedish import NBSP
from members.models import Decision, Federation, Role, ShareSet
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.pages import errors, form_data, messages, words
from tests.reading import Grid, tables
from tests.test_access import everything

pytestmark = pytest.mark.django_db

KEPT = (
    "key",
    "cost_centre",
    "account_group",
    "label",
    "nature",
    "amount",
    "note",
    "label_note",
    "category",
    "position",
)
"""What a line takes with it."""


def lines(budget: Budget) -> list[tuple[Any, ...]]:
    return list(budget.lines.order_by("cost_centre", "position", "pk").values_list(*KEPT))


def outlook(budget: Budget) -> list[tuple[Any, ...]]:
    return list(
        budget.outlook_years.values_list("year", "funding", "cost", "forecast_result", "closing_equity")
    )


@pytest.fixture
def last_year(demo: Demo) -> Budget:
    found: Budget = demo.federation.budgets.get(year=2023)
    return found


@pytest.fixture
def send(demo: Demo) -> Callable[..., HttpResponse]:
    """Opens the page of 2024 as the director, chooses and presses a button: `send("kopiera", cost="empty")`."""
    client, url = demo.client(), demo.url("budget_copy", year=2024)

    def pressed(button: str, /, **chosen: Any) -> HttpResponse:
        shown = client.post(url, {**form_data(client.get(url), **chosen), "step_to": "visa"})
        if button == "visa" or shown.status_code != 200:
            return shown
        sent = {**form_data(shown, **chosen), "step_to": button}
        response: HttpResponse = client.post(url, sent, follow=True)
        return response

    return pressed


def adopting(demo: Demo) -> Decision:
    """A decision to adopt by."""
    found: Decision = make.DecisionFactory(
        meeting__federation=demo.federation, meeting__held_on=date(2022, 12, 9)
    )
    return found


def kr(tkr: str) -> str:
    """1 298 000 with its hard spaces."""
    return tkr.replace(" ", NBSP)


def per_id(response: HttpResponse) -> Grid:
    """The table of IDs, without its fields: ID, name, and amounts."""
    return [
        row[:4]
        for row in tables(response.content.decode())[
            "Budget 2023 version 1 till 2024 kr, kostnad utan tecken, intäkt med minus"
        ]
    ]


# --- The page ------------------------------------------------------------------------------------------------------


def test_the_button_that_begins_a_budget_leads_to_the_preview_with_an_empty_one_beside(demo: Demo) -> None:
    page = demo.client().get(demo.url("budget", year=2024))

    assert f'href="{demo.url("budget_copy", year=2024)}">Börja budgeten för 2024</a>' in page.content.decode()
    assert ">Börja tomt</button>" in page.content.decode()


def test_before_anything_is_chosen_the_preview_keeps_all_amounts(demo: Demo) -> None:
    page = demo.client().get(demo.url("budget_copy", year=2024))

    assert per_id(page)[0] == ["ID", "Namn", "2023", "2024 efter"]
    assert per_id(page)[2] == [kr("20 000"), "Administration", kr("1 298 000"), kr("1 298 000")]
    assert per_id(page)[-3:] == [
        ["", "Intäkter", kr("6 308 000"), kr("6 308 000")],
        ["", "Kostnader", kr("6 908 000"), kr("6 908 000")],
        ["", "Resultat", kr("−600 000"), kr("−600 000")],
    ]


def test_the_preview_shows_what_the_choices_give_and_writes_nothing(
    demo: Demo, send: Callable[..., HttpResponse]
) -> None:
    before = everything()

    page = send("visa", cost="index", cost_percent="2,5", step="1000")

    assert page.status_code == 200
    # 50 000, 35 000, 20 000, 15 000, 5 000, 35 000 raised and each rounded to whole thousands
    assert per_id(page)[1] == [kr("10 000"), "Styrelsen", kr("160 000"), kr("164 000")]
    assert "avrundat en gång, till hela tusental kronor; mitt emellan avrundas bort från noll" in words(page)
    assert everything() == before


def test_all_comes_along_when_the_year_is_not_begun(
    demo: Demo, last_year: Budget, send: Callable[..., HttpResponse]
) -> None:
    answer = send("kopiera")

    budget = demo.federation.budgets.get(year=2024)
    assert messages(answer) == [
        "Kopierat till 2024: 28 rader, fem år i den långsiktiga budgeten och medlemmarnas fördelningstal."
    ]
    assert (budget.status, budget.previous, budget.parts) == (Budget.Status.DRAFT, last_year, 1)
    assert lines(budget) == lines(last_year)
    assert outlook(budget) == [
        (2021, 6_322_000, 6_660_000, None, 1_262_000),
        (2022, 6_322_000, 7_185_000, -262_000, None),
        (2023, None, None, None, None),
        (2025, 7_500_000, 7_500_000, None, None),
        (2026, 7_500_000, 7_800_000, None, None),
    ]
    before, now = (demo.federation.share_sets.get(year=year) for year in (2023, 2024))
    assert (now.status, now.source) == (ShareSet.Status.PRELIMINARY, "Samma andelar som 2023")
    assert list(now.shares.values_list("member", "percent")) == list(
        before.shares.values_list("member", "percent")
    )


def test_equity_rolls_on_from_the_years_that_came_along(
    demo: Demo, send: Callable[..., HttpResponse]
) -> None:
    """2022 is forecast to end with 1 000 tkr, and 2023 is budgeted with a deficit of 600 tkr."""
    send("kopiera")

    own_year = computed_outlook(budget_facts(Scope(demo.federation.pk, 2024))).row(2024)
    assert own_year is not None
    assert (own_year.opening_equity, own_year.closing_equity.amount) == (400_000, -200_000)


def test_costs_are_raised_and_the_rest_kept(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    send("kopiera", cost="index", cost_percent="2")

    found = demo.federation.budgets.get(year=2024).lines
    assert list(
        found.filter(cost_centre__code="20000", account_group__code__in=("36", "50", "60")).values_list(
            "amount", flat=True
        )
    ) == [
        Decimal(-320_000),
        Decimal(716_040),
        None,
    ]
    assert found.get(nature=BudgetLine.Nature.CONTRIBUTION).amount == -6_308_000


def test_an_id_and_a_row_may_be_left_out(
    demo: Demo, last_year: Budget, send: Callable[..., HttpResponse]
) -> None:
    avesta = demo.federation.cost_centres.get(code="35000")
    audit = last_year.lines.get(label="Konsulttjänster (revision)")

    shown = send("visa", **{f"centre_{avesta.pk}": "leave", "left_out": [str(audit.key)]})
    send("kopiera", **{f"centre_{avesta.pk}": "leave", "left_out": [str(audit.key)]})

    assert words(shown).count("tas inte med") == 2
    budget = demo.federation.budgets.get(year=2024)
    assert budget.lines.count() == last_year.lines.count() - 2
    assert not budget.lines.filter(cost_centre=avesta).exists()
    assert not budget.lines.filter(key=audit.key).exists()


def test_what_the_year_holds_is_left_as_it_is(
    demo: Demo, last_year: Budget, send: Callable[..., HttpResponse]
) -> None:
    budget = services.start_budget(federation=demo.federation, year=2024)
    old = last_year.lines.get(label="Konsulttjänster (revision)")
    own = services.save_line(
        federation=demo.federation,
        budget=budget,
        continues=old.key,
        cost_centre=old.cost_centre,
        label="Revision",
        amount=Decimal(75_000),
    )

    shown, answer = send("visa", cost="empty"), send("kopiera", cost="empty")

    assert per_id(shown)[0] == ["ID", "Namn", "2023", "2024 nu"]
    assert "Konsulttjänster (revision) 50 000 75 000 finns redan, lämnas" in words(shown).replace(NBSP, " ")
    assert messages(answer)[0].startswith("Kopierat till 2024: 27 rader")
    own.refresh_from_db()
    assert (own.label, own.amount, own.revision) == ("Revision", 75_000, 1)


def test_copying_again_changes_nothing(demo: Demo, send: Callable[..., HttpResponse]) -> None:
    send("kopiera")
    before = everything()

    again = send("kopiera", cost="index", cost_percent="50")

    assert (again.status_code, errors(again)) == (
        409,
        {"": ["Det finns inget att kopiera: allt du har valt finns redan i budgeten för 2024."]},
    )
    assert everything() == before


def test_last_years_plan_for_the_year_is_a_choice_when_there_is_one(
    demo: Demo, last_year: Budget, send: Callable[..., HttpResponse]
) -> None:
    offered = demo.client().get(demo.url("budget_copy", year=2024)).content.decode()
    assert "Ta planen för 2024" not in offered
    wages = last_year.lines.get(cost_centre__code="20000", account_group__code="50")
    services.save_amount(
        federation=demo.federation, line=wages, kind="plan", year=2024, amount=Decimal(730_000)
    )

    send("kopiera", cost="plan")

    found = demo.federation.budgets.get(year=2024).lines
    assert found.get(key=wages.key).amount == 730_000
    assert not LineAmount.objects.filter(line__budget__year=2024).exists()  # the plan itself stays behind


def test_a_year_in_quarters_comes_along_in_quarters(
    demo: Demo, last_year: Budget, send: Callable[..., HttpResponse]
) -> None:
    services.set_parts(federation=demo.federation, pk=last_year.pk, revision=None, parts=4)

    send("kopiera", cost="index", cost_percent="10", step="1000")

    budget = demo.federation.budgets.get(year=2024)
    wages = budget.lines.get(cost_centre__code="20000", account_group__code="50")
    assert (budget.parts, wages.amount) == (4, None)
    assert [cell.amount for cell in wages.amounts.filter(kind="part", year=2024)] == [
        193_000
    ] * 4  # 772 200 is 772 000


def test_another_version_of_last_year_may_be_chosen(
    demo: Demo, last_year: Budget, send: Callable[..., HttpResponse]
) -> None:
    services.adopt_budget(
        federation=demo.federation,
        pk=last_year.pk,
        decision=adopting(demo),
    )
    newer = services.new_budget_version(federation=demo.federation, pk=last_year.pk)
    line = newer.lines.get(label="Konsulttjänster (revision)")
    services.save_line(federation=demo.federation, pk=line.pk, revision=line.revision, amount=Decimal(99_000))

    send("kopiera", source=str(newer.pk))

    budget = demo.federation.budgets.get(year=2024)
    assert (budget.previous, budget.lines.get(key=line.key).amount) == (newer, 99_000)


# --- What is refused -----------------------------------------------------------------------------------------------


CHANGED = (
    "Någon har ändrat budgeten för 2023 eller 2024 sedan du såg förhandsgranskningen. Inget är kopierat. "
    "Läs igenom den igen nedan."
)


@pytest.mark.parametrize("year", [2023, 2024])
def test_a_change_in_either_year_since_the_preview_is_told_and_nothing_is_copied(
    demo: Demo, last_year: Budget, year: int
) -> None:
    services.start_budget(federation=demo.federation, year=2024)
    client, url = demo.client(), demo.url("budget_copy", year=2024)
    sent = {**form_data(client.get(url)), "step_to": "kopiera"}
    budget = demo.federation.budgets.get(year=year)
    centre = demo.federation.cost_centres.get(code="10000")
    services.save_line(
        federation=demo.federation, budget=budget, cost_centre=centre, label="Ny rad", amount=Decimal(1)
    )
    before = everything()

    answer = client.post(url, sent)

    assert (answer.status_code, errors(answer)) == (
        409,
        {
            "": [
                CHANGED,
            ]
        },
    )
    assert everything() == before
    assert (
        client.post(url, {**form_data(answer), "step_to": "kopiera"}).status_code == 302
    )  # seen again, and copied


def test_choices_that_were_not_previewed_are_shown_before_they_are_copied(demo: Demo) -> None:
    client, url = demo.client(), demo.url("budget_copy", year=2024)
    sent = form_data(client.get(url), cost="index", cost_percent="2")

    answer = client.post(url, {**sent, "step_to": "kopiera"})

    assert (answer.status_code, demo.federation.budgets.filter(year=2024).exists()) == (409, False)
    assert "Du har ändrat valen sedan förhandsgranskningen räknades." in words(answer)
    assert per_id(answer)[1] == [kr("10 000"), "Styrelsen", kr("160 000"), kr("163 200")]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Skriv med hur många procent, till exempel 2,5, eller välj något annat."),
        ("två", f"”två” är inte ett tal. Skriv med siffror, till exempel 1{NBSP}234,50."),
        ("2.5", "”2.5” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental."),
        ("−21", "Skriv en procentsats mellan −20 och 50."),
        ("51", "Skriv en procentsats mellan −20 och 50."),
        ("2 kr", "”2 kr” är i kronor. Skriv det i procent."),
        ("2,555", "”2,555” har fler än två decimaler."),
    ],
)
def test_a_per_cent_that_cannot_be_read_is_told_at_its_field(
    send: Callable[..., HttpResponse], typed: str, message: str
) -> None:
    answer = send("kopiera", cost="index", cost_percent=typed)

    assert (answer.status_code, errors(answer)) == (422, {"cost_percent": [message]})
    assert per_id(answer)[1][3] == "–"  # nothing is counted until it can be read


@pytest.mark.parametrize("name", ["cost", "centre"])
def test_a_per_cent_that_nothing_is_raised_by_is_told(
    demo: Demo, send: Callable[..., HttpResponse], name: str
) -> None:
    name = name if name == "cost" else f"centre_{demo.federation.cost_centres.get(code='20000').pk}"

    answer = send("kopiera", **{f"{name}_percent": "2"})

    message = "En procentsats är skriven. Välj att räkna upp med den, eller ta bort den."
    assert (answer.status_code, errors(answer)) == (422, {name: [message]})


@pytest.mark.parametrize("typed", ["2,5", "2,5 %", "−2,5", "2,5 procent", " 2,50 "])
def test_a_per_cent_is_read_as_swedes_write_it(send: Callable[..., HttpResponse], typed: str) -> None:
    assert send("visa", cost="index", cost_percent=typed).status_code == 200


def test_a_year_without_a_budget_before_has_nothing_to_copy(demo: Demo) -> None:
    client, url = demo.client(), demo.url("budget_copy", year=2030)

    assert "Det finns ingen budget för 2029 att utgå från" in words(client.get(url))
    assert (client.post(url).status_code, demo.federation.budgets.filter(year=2030).exists()) == (409, False)


def test_an_adopted_budget_is_not_copied_into(demo: Demo, last_year: Budget) -> None:
    decision = adopting(demo)
    services.adopt_budget(federation=demo.federation, pk=last_year.pk, decision=decision)
    before = everything()
    client, url = demo.client(), demo.url("budget_copy", year=2023)

    assert "Budgeten för 2023 är fastställd och ändras inte" in words(client.get(url))
    assert client.post(url, {"step_to": "kopiera"}).status_code == 409
    earlier = demo.federation.budgets.get(year=2022)
    with pytest.raises(ValidationError, match="Budgeten för 2023 är fastställd och ändras inte"):
        copy_forward(federation=demo.federation, year=2023, source=earlier)
    assert everything() == before


def test_all_or_nothing_is_copied(demo: Demo, last_year: Budget) -> None:
    """The last line breaks a rule of today; a budget from before the rule is still there."""
    last = last_year.lines.get(nature=BudgetLine.Nature.CONTRIBUTION)
    BudgetLine.objects.filter(pk=last.pk).update(nature=BudgetLine.Nature.COST)
    before = everything()

    with pytest.raises(ValidationError) as refused:
        copy_forward(federation=demo.federation, year=2024, source=last_year)

    assert refused.value.messages == [
        "”Bidrag” går inte att kopiera: En kostnad kan inte ligga under ett ID vars ändamål är intäkter."
    ]
    assert everything() == before


def test_only_last_years_own_budget_is_copied(demo: Demo, last_year: Budget) -> None:
    foreign = make.BudgetFactory(year=2023)
    before = everything()
    for source, year, message in (
        (foreign, 2024, "Det hör till ett annat förbund."),
        (last_year, 2026, "Budgeten för 2026 kopieras från 2025, inte från 2023."),
    ):
        with pytest.raises(ValidationError) as refused:
            copy_forward(federation=demo.federation, year=year, source=source)
        assert refused.value.messages == [message]
    with pytest.raises(PreviewOutdated):
        copy_forward(federation=demo.federation, year=2024, source=last_year, seen_facts="", seen_plan="")
    assert everything() == before


def test_the_service_tells_what_it_wrote(demo: Demo, last_year: Budget) -> None:
    budget, plan = copy_forward(
        federation=demo.federation,
        year=2024,
        source=last_year,
        choices=Choices(cost=Rule(Treatment.EMPTY), with_outlook=False, with_shares=False),
    )

    assert (budget.lines.count(), len(plan.copies), plan.outlook, plan.shares) == (28, 28, (), None)
    assert not budget.lines.filter(nature=BudgetLine.Nature.COST, amount__isnull=False).exists()
    assert not demo.federation.share_sets.filter(year=2024).exists()


# --- What it costs -------------------------------------------------------------------------------------------------


def furnish(size: int) -> Federation:
    """A federation with a budget of `size` IDs and lines, copied halfway."""
    federation: Federation = make.FederationFactory()
    last_year = make.BudgetFactory(federation=federation, year=2022)
    budget = make.BudgetFactory(federation=federation, previous=last_year)
    make.ContributionLineFactory(budget=last_year)
    members = [make.MemberFactory(federation=federation) for _ in range(size)]
    whole = {member: Decimal(0) for member in members} | {members[0]: Decimal(100)}
    make.ShareSetFactory(federation=federation, year=2022, percents=whole)
    for number in range(size):
        centre = make.CostCentreFactory(federation=federation)
        line = make.BudgetLineFactory(budget=last_year, cost_centre=centre)
        make.OutlookYearFactory(budget=last_year, year=2024 + number)
        if number % 2:
            make.BudgetLineFactory(budget=budget, cost_centre=centre, key=line.key)
    return federation


@pytest.mark.parametrize("size", [1, 30])
def test_the_preview_costs_as_much_for_thirty_of_everything_as_for_one(size: int) -> None:
    federation = furnish(size)
    client = signed_in(make.MandateFactory(federation=federation, role=Role.DIRECTOR).user)
    url = reverse("budget_copy", kwargs={"slug": federation.slug, "year": 2023})
    client.get("/")
    sent = {**form_data(client.get(url)), "step_to": "visa"}

    with CaptureQueriesContext(connection) as opened:
        assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as chosen:
        assert client.post(url, sent).status_code == 200

    assert (len(opened), len(chosen)) == (35, 35)
