"""Changes of a budget during the year: what they change, how they are paid for, and the board's decision on one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from budgets import services
from budgets.domain.amendments import (
    VersionFact,
    YearVersions,
    amendments,
    funding_mismatch,
)
from budgets.domain.checks import BUDGET_CHECKS
from budgets.domain.facts import AmountFact, BudgetFact, CategoryFact, OutlookInput
from budgets.models import Budget
from budgets.queries import budget_facts, year_versions
from budgets.services.amendments import adopt_amendment
from finsam import findings
from finsam.scope import Scope
from finsam.swedish import NBSP
from members.models import ChangeLogEntry, Decision, Meeting
from tests import deciding
from tests import factories as make
from tests.budgets.facts import FUNDING, OPERATIONS, budget, line

CENTRES = (OPERATIONS, FUNDING)


def version(number: int, *, salaries: int = 700, funding: int = 1000, **more: int | None) -> BudgetFact:
    """A version of a budget in tkr: salaries, contributions, and `rent`, `sold` (other income) where given."""
    lines = [
        line(1, OPERATIONS.pk, "Löner", salaries),
        line(2, FUNDING.pk, "Medelstilldelning", -funding, nature="contribution"),
    ]
    if "rent" in more:
        lines.append(line(3, OPERATIONS.pk, "Lokaler", more["rent"]))
    if "sold" in more:
        lines.append(line(4, OPERATIONS.pk, "Kursintäkter", -(more["sold"] or 0), nature="income"))
    return replace(budget(2023, *lines, status="adopted" if number == 1 else "draft"), version=number)


# --- What a version changes ------------------------------------------------------------------------------------


def test_a_version_is_laid_beside_the_one_before_it_line_by_line() -> None:
    before, after = version(1, rent=100), version(2, salaries=750, sold=20)

    newest, first = amendments(
        YearVersions(2023, (VersionFact(after, "En samordnare till"), VersionFact(before)), CENTRES)
    )

    assert [(each.line.label, each.kind, each.change, each.change_shown) for each in newest.lines] == [
        ("Löner", "amount", 50_000, f"+50{NBSP}000"),
        ("Kursintäkter", "added", -20_000, f"−20{NBSP}000"),
        ("Lokaler", "removed", -100_000, f"−100{NBSP}000"),
    ]
    assert [(each.name, each.before, each.after, each.change) for each in newest.sums] == [
        ("Intäkter", 1_000_000, 1_000_000, 0),
        ("Kostnader", 800_000, 730_000, -70_000),
        ("Resultat", 200_000, 270_000, 70_000),
    ]
    assert (newest.is_first, first.is_first, first.lines) == (False, True, ())
    assert [(each.before, each.change, each.change_shown) for each in first.sums] == [(None, None, "–")] * 3


def test_a_line_that_is_only_called_something_else_is_said_to_be() -> None:
    before = version(1)
    renamed = replace(before.lines[0], label="Löner och arvoden")
    after = replace(before, version=2, lines=(renamed, *before.lines[1:]))

    (newest, _) = amendments(YearVersions(2023, (VersionFact(after), VersionFact(before)), CENTRES))

    assert [(each.kind, each.change) for each in newest.lines] == [("words", 0)]


def test_what_stands_in_other_columns_and_in_notes_and_the_outlook_is_a_change_too() -> None:
    before = version(1)
    salaries = replace(
        before.lines[0],
        note="Med höjning",
        category=1,
        others=(
            AmountFact("forecast", 2022, 0, Decimal(690_000)),
            AmountFact("plan", 2024, 0, Decimal("720000.50"), "Ny tjänst"),
        ),
    )
    after = replace(before, version=2, lines=(salaries, *before.lines[1:]))
    year = OutlookInput(1, 2024, Decimal(900_000), "decided", None, "forecast", None, None, "actual", "")
    changed = replace(year, pk=2, funding=Decimal(950_000), reason="Enligt samrådet")

    newest, _ = amendments(
        YearVersions(
            2023,
            (VersionFact(after, outlook=(changed,)), VersionFact(before, outlook=(year,))),
            CENTRES,
            (CategoryFact(1, "insatser", "Insatser"),),
        )
    )

    assert [(each.line.label, each.kind, each.change) for each in newest.lines] == [("Löner", "details", 0)]
    assert [text.replace(NBSP, " ") for text in newest.lines[0].details] == [
        "Prognos 2022: 690 000 kr, förut tomt",
        "Plan 2024: 720 000,50 kr, förut tomt",
        "Not till plan 2024: Ny tjänst, förut tomt",
        "Not till beloppet: Med höjning, förut tomt",
        "Fördelningsgrupp: Insatser, förut tomt",
    ]
    assert [text.replace(NBSP, " ") for text in newest.others] == [
        (
            "2024, årstilldelning: 950 000 kr (inskrivet som beslutat), "
            "förut 900 000 kr (inskrivet som beslutat)"
        ),
        "2024, motivering: Enligt samrådet, förut tomt",
    ]


def test_amounts_in_parts_are_laid_beside_each_other_when_the_year_is_in_as_many_parts() -> None:
    def halves(number: int, first: int, second: int) -> BudgetFact:
        found = version(number)
        parts = tuple(
            AmountFact("part", 2023, part, Decimal(amount))
            for part, amount in enumerate((first, second), start=1)
        )
        salaries = replace(found.lines[0], whole=None, others=parts)
        return replace(found, parts=2, lines=(salaries, *found.lines[1:]))

    whole, even, moved = version(1), halves(2, 350_000, 350_000), halves(3, 300_000, 400_000)
    last, divided, _ = amendments(
        YearVersions(2023, tuple(VersionFact(each) for each in (moved, even, whole)), CENTRES)
    )

    assert [each.replace(NBSP, " ") for each in last.lines[0].details] == [
        "Del 1 av 2023: 300 000 kr, förut 350 000 kr",
        "Del 2 av 2023: 400 000 kr, förut 350 000 kr",
    ]
    assert (divided.lines, divided.others) == ((), ("Antal delar som året skrivs i: 2, förut 1",))


# --- How it is paid for ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "after", "mismatch"),
    [
        ("none_needed", version(2), ""),
        ("none_needed", version(2, salaries=650), ""),
        (
            "none_needed",
            version(2, salaries=750),
            "Resultatet ändras med −50 000 kr, fast ändringen sägs inte kosta något.",
        ),
        ("reallocation", version(2, salaries=650, rent=50), ""),
        (
            "reallocation",
            version(2, salaries=650),
            "Resultatet ändras med +50 000 kr, fast pengarna sägs bara flyttas inom budgeten.",
        ),
        ("equity", version(2, salaries=750), ""),
        (
            "equity",
            version(2),
            "Ändringen sägs betalas med eget kapital, men resultatet blir inte sämre.",
        ),
        ("members", version(2, salaries=750, funding=1050), ""),
        (
            "members",
            version(2, salaries=750),
            "Ändringen sägs betalas med mer i medelstilldelning, men de ökar inte.",
        ),
        (
            "members",
            version(2, salaries=750, funding=1020),
            "Resultatet ändras med −30 000 kr: ökningen med +20 000 kr i medelstilldelning räcker inte.",
        ),
        ("other_income", version(2, salaries=750, sold=50), ""),
        (
            "other_income",
            version(2, salaries=750, funding=1050),
            "Ändringen sägs betalas med mer i andra intäkter, men de ökar inte.",
        ),
    ],
)
def test_what_a_change_is_said_to_be_paid_with_is_held_to_its_lines(
    source: str, after: BudgetFact, mismatch: str
) -> None:
    found = funding_mismatch(version(1), replace(after, funding_source=source), CENTRES)
    assert found.replace(NBSP, " ") == mismatch


# --- Through the database --------------------------------------------------------------------------------------


@pytest.fixture
def adopted(db: None) -> Budget:
    """A budget of 2023, adopted on 25 November 2022, that costs 702 000 kr and has 1 000 000."""
    budget = make.BudgetFactory()
    make.ContributionLineFactory(budget=budget)
    make.BudgetLineFactory(budget=budget, label="Löner", amount=Decimal(702_000))
    decision = make.DecisionFactory(meeting__federation=budget.federation, minutes_ref="§ 47")
    found: Budget = services.adopt_budget(federation=budget.federation, pk=budget.pk, decision=decision)
    return found


@pytest.fixture
def change(adopted: Budget) -> Budget:
    """A change that has been begun: salaries of 752 000 kr."""
    found = services.new_budget_version(federation=adopted.federation, pk=adopted.pk)
    row = found.lines.get(label="Löner")
    services.save_line(federation=found.federation, pk=row.pk, revision=1, amount=Decimal(752_000))
    return found


@pytest.fixture
def meeting(adopted: Budget) -> Meeting:
    """The board's meeting in the spring."""
    found: Meeting = make.MeetingFactory(federation=adopted.federation, held_on=date(2023, 3, 24))
    return found


def explained(change: Budget, source: str = "equity") -> Budget:
    """The change with what it is and how it is paid for."""
    found: Budget = services.save_budget(
        federation=change.federation,
        pk=change.pk,
        revision=None,
        change_reason="En samordnare till",
        funding_source=source,
    )
    return found


def refused(write: Callable[..., Any], **arguments: Any) -> list[str]:
    """What the refusal says."""
    with pytest.raises(ValidationError) as refusal:
        write(**arguments)
    return refusal.value.messages


UNEXPLAINED = (
    "Budgeten för 2023 är en ändring av en fastställd budget. Skriv först vad ändringen gäller "
    "och hur den finansieras, under Budget › Ändringar."
)


@pytest.mark.parametrize("said", [{}, {"change_reason": "Vi behöver det"}, {"funding_source": "equity"}])
def test_a_change_is_neither_proposed_nor_adopted_before_it_says_what_it_is_and_how_it_is_paid_for(
    change: Budget, meeting: Meeting, said: dict[str, str]
) -> None:
    """11 kap. 15 § of the Municipal Act."""
    own = {"federation": change.federation, "pk": change.pk}
    services.save_budget(**own, revision=None, **said)  # type: ignore[arg-type]

    for told in (
        refused(services.propose_budget, **own),
        refused(services.adopt_budget, **own, decision=make.DecisionFactory(meeting=meeting)),
        refused(adopt_amendment, **own, meeting=meeting, minutes_ref="§ 12"),
    ):
        assert told == [UNEXPLAINED]
    change.refresh_from_db()
    assert (change.status, Decision.objects.filter(minutes_ref="§ 12").count()) == ("draft", 0)


def test_the_years_first_budget_needs_no_reason(db: None) -> None:
    budget = make.BudgetFactory()
    assert services.propose_budget(federation=budget.federation, pk=budget.pk).status == "proposed"


def test_the_board_decides_on_a_change_alone_and_the_decision_is_recorded(
    adopted: Budget, change: Budget, meeting: Meeting
) -> None:
    explained(change)

    adopt_amendment(federation=change.federation, pk=change.pk, meeting=meeting, minutes_ref="§ 12")

    adopted.refresh_from_db()
    change.refresh_from_db()
    assert (adopted.status, change.status) == ("superseded", "adopted")
    assert change.decision is not None
    assert (change.decision.minutes_ref, change.decision.subject, change.decision.is_sealed) == (
        "§ 12",
        "Ändring av budget 2023",
        True,
    )


def test_a_paragraph_that_is_recorded_already_is_taken_unless_it_carries_something_else(
    adopted: Budget, change: Budget, meeting: Meeting
) -> None:
    explained(change)
    own: dict[str, Any] = {"federation": change.federation, "pk": change.pk}
    assert adopted.decision is not None

    taken = refused(adopt_amendment, **own, meeting=adopted.decision.meeting, minutes_ref="§ 47")
    assert taken == ["Paragrafen har redan fastställt något annat. Skriv ändringens egen paragraf."]

    known = make.DecisionFactory(meeting=meeting, minutes_ref="§ 12", subject="Tilläggsbudget")
    assert adopt_amendment(**own, meeting=meeting, minutes_ref="§ 12").decision == known


def test_the_years_first_budget_is_not_adopted_alone(db: None) -> None:
    budget = make.BudgetFactory()
    meeting = make.MeetingFactory(federation=budget.federation)

    said = refused(
        adopt_amendment,
        federation=budget.federation,
        pk=budget.pk,
        meeting=meeting,
        minutes_ref="§ 1",
    )

    assert said == ["Årets första budget fastställs tillsammans med verksamhetsplanen."]


def test_a_change_of_another_federation_or_at_anothers_meeting_is_refused(
    change: Budget, meeting: Meeting
) -> None:
    explained(change)
    stranger = make.FederationFactory()
    arguments: dict[str, Any] = {"pk": change.pk, "minutes_ref": "§ 12"}

    assert refused(adopt_amendment, federation=stranger, meeting=meeting, **arguments) == [
        "Det hör till ett annat förbund."
    ]
    assert refused(
        adopt_amendment,
        federation=change.federation,
        meeting=make.MeetingFactory(federation=stranger),
        **arguments,
    ) == ["Välj ett av förbundets egna möten."]
    change.refresh_from_db()
    assert change.status == "draft"


def test_the_next_change_carries_on_the_changes_before_it(
    adopted: Budget, change: Budget, meeting: Meeting
) -> None:
    """Also when it is begun from the first version, as a plan does that carries it."""
    explained(change)
    adopt_amendment(federation=change.federation, pk=change.pk, meeting=meeting, minutes_ref="§ 12")

    third = services.new_budget_version(federation=adopted.federation, pk=adopted.pk)

    assert (third.version, third.lines.get(label="Löner").amount) == (3, 752_000)
    assert (third.change_reason, third.funding_source) == ("", "")


def test_a_plan_whose_changed_budget_is_adopted_already_is_proposed_and_adopted_with_it(
    adopted: Budget, change: Budget, meeting: Meeting
) -> None:
    explained(change)
    adopt_amendment(federation=change.federation, pk=change.pk, meeting=meeting, minutes_ref="§ 12")
    plan = make.DocumentFactory(federation=change.federation, budget=change)

    deciding.adopt_unfrozen(plan, "§ 13")

    change.refresh_from_db()
    assert change.decision is not None
    assert change.decision.minutes_ref == "§ 12"


def findings_of(change: Budget) -> list[tuple[str, str]]:
    """What the checks say of a change, of those that are about changes."""
    scope = Scope(change.federation_id, 2023, {"budget@2023": change.pk})
    found = findings.run(BUDGET_CHECKS, scope.facts(budget_facts))
    return [(each.severity.value, each.message) for each in found if "change" in each.code]


def test_a_change_paid_for_otherwise_than_it_says_is_warned_of(change: Budget) -> None:
    explained(change)
    assert findings_of(change) == []

    explained(change, "reallocation")
    assert findings_of(change) == [
        (
            "warning",
            f"Resultatet ändras med −50{NBSP}000{NBSP}kr, fast pengarna sägs bara flyttas inom budgeten.",
        )
    ]


def test_others_than_editors_see_what_the_board_has_decided(adopted: Budget, change: Budget) -> None:
    def seen(*, is_editor: bool) -> list[int]:
        found = year_versions(adopted.federation, 2023, is_editor=is_editor)
        return [each.budget.version for each in found.versions]

    assert (seen(is_editor=True), seen(is_editor=False)) == ([2, 1], [1])


def test_next_years_open_budget_stands_beside_the_version_that_is_adopted(
    adopted: Budget, change: Budget, meeting: Meeting
) -> None:
    explained(change)
    following = services.start_budget(federation=adopted.federation, year=2024)
    assert following.previous == adopted

    adopt_amendment(federation=change.federation, pk=change.pk, meeting=meeting, minutes_ref="§ 12")

    was = following.revision
    following.refresh_from_db()
    assert (following.previous, following.revision) == (change, was + 1)
    logged = ChangeLogEntry.objects.filter(object_pk=following.pk, content_type__model="budget").latest("pk")
    assert logged.changes["previous"] == [str(adopted.pk), str(change.pk)]


def test_next_years_adopted_budget_stays_beside_what_it_was_adopted_beside_until_it_is_changed_itself(
    adopted: Budget, change: Budget, meeting: Meeting
) -> None:
    explained(change)
    following = services.start_budget(federation=adopted.federation, year=2024)
    decision = make.DecisionFactory(meeting=meeting, minutes_ref="§ 11")
    services.adopt_budget(federation=adopted.federation, pk=following.pk, decision=decision)

    adopt_amendment(federation=change.federation, pk=change.pk, meeting=meeting, minutes_ref="§ 12")

    following.refresh_from_db()
    assert following.previous == adopted
    shown = findings.run(BUDGET_CHECKS, budget_facts(Scope(adopted.federation_id, 2024)))
    assert "budget.compared_with_superseded" in [each.code for each in shown]
    again = services.new_budget_version(federation=adopted.federation, pk=following.pk)
    assert again.previous == change
