"""Outcomes and initiatives written: what is kept, what is refused, and what two who write at once are told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from finsam.revisions import EditConflict, RowGone
from finsam.scope import Scope
from members.models import ChangeLogEntry, Federation, Role
from plans.domain.outcome_facts import CountsFact
from plans.models import Initiative, OutcomeCounts, TeamOutcome
from plans.outcome_queries import outcome_fact, outcome_facts
from plans.services.initiatives import (
    remove_initiative,
    remove_succession,
    save_initiative,
    save_succession,
)
from plans.services.outcomes import Doubtful, remove_outcome, save_outcome
from tests import factories as make

pytestmark = pytest.mark.django_db

WOMEN = {"enrolled_at_start": 10, "newly_enrolled": 4, "exits_to_work": 3, "active_at_end": 11}
MEN = {"enrolled_at_start": 8, "newly_enrolled": 2, "exits_to_studies": 1, "active_at_end": 9}


@pytest.fixture
def team(db: None) -> Initiative:
    """A team."""
    found: Initiative = make.InitiativeFactory()
    return found


def save(team: Initiative, **more: Any) -> TeamOutcome:
    """The team's outcome of 2023."""
    given = {"year": 2023, "period": "year", "counts": {"women": WOMEN, "men": MEN}, **more}
    return save_outcome(federation=team.federation, initiative=team, **given)


def entered(team: Initiative) -> list[CountsFact]:
    """What is stored of the team."""
    return [counts for row in team.outcomes.all() for counts in outcome_fact(row).counts]


def test_an_outcome_is_kept_as_it_was_entered_and_nothing_beside_it(team: Initiative) -> None:
    save(team, note="Listan den 12 januari")

    assert entered(team) == [CountsFact("women", **WOMEN), CountsFact("men", **MEN)]
    assert [(row.note, row.revision) for row in team.outcomes.all()] == [("Listan den 12 januari", 1)]


def test_counts_are_by_gender_or_together_never_both(team: Initiative) -> None:
    with pytest.raises(ValidationError, match="Antalen står både könsuppdelade och tillsammans"):
        save(team, counts={"women": WOMEN, "unsplit": {"newly_enrolled": 3}})
    assert not team.outcomes.exists()


def test_means_of_women_and_men_stand_beside_counts_that_are_not_split(team: Initiative) -> None:
    """As Avesta's in 2018: 17.4 months for all in goal, 18.4 for men, 16.3 for women."""
    save(
        team,
        counts={
            "unsplit": {**WOMEN, "mean_months": Decimal("17.4"), "mean_months_of": 3},
            "women": {"mean_months": Decimal("16.3")},
            "men": {"mean_months": Decimal("18.4")},
        },
    )
    assert [(each.gender, each.mean_months, each.mean_months_of) for each in entered(team)] == [
        ("women", Decimal("16.30"), None),
        ("men", Decimal("18.40"), None),
        ("unsplit", Decimal("17.40"), 3),
    ]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (
            {"mean_months_of": 3},
            "Ett antal som ett medel är räknat på behöver ett medel, och är minst 1.",
        ),
        ({"mean_months": Decimal(-1)}, "Tiden kan inte vara negativ."),
        (
            {"benefit_years": Decimal("60.01")},
            "60,01 år är för långt för ett medel. Skriv tiden i år, högst 60.",
        ),
        ({"newly_enrolled": -1}, None),
    ],
)
def test_what_cannot_be_so_is_refused(team: Initiative, counts: dict[str, Any], told: str | None) -> None:
    with pytest.raises(ValidationError) as refused:
        save(team, counts={"women": counts})
    assert told is None or told in refused.value.messages
    assert not TeamOutcome.objects.exists()


# --- What does not add up -------------------------------------------------------------------------------------------

OFF = {**WOMEN, "active_at_end": 12}
TOLD = (
    "Kvinnor: 10 vid periodens början + 4 som kom − 3 som lämnade = 11, men 12 är aktiva vid periodens slut."
)


def test_what_does_not_add_up_is_told_and_not_stored(team: Initiative) -> None:
    with pytest.raises(Doubtful) as refused:
        save(team, counts={"women": OFF})
    assert refused.value.messages == [TOLD]
    assert not TeamOutcome.objects.exists()


def test_one_who_has_been_told_lets_it_stand_with_a_reason(team: Initiative) -> None:
    told = ["flow.women.11.12"]
    with pytest.raises(ValidationError, match="Skriv varför siffrorna ska stå så"):
        save(team, counts={"women": OFF}, accepted=told)
    with pytest.raises(Doubtful):
        save(team, counts={"women": {**OFF, "active_at_end": 13}}, accepted=told, note="Så är det tryckt")

    row = save(team, counts={"women": OFF}, accepted=told, note="Så är det tryckt")

    again = save(team, counts={"women": OFF}, pk=row.pk, revision=row.revision, note="Så är det tryckt, s. 9")
    assert again.note == "Så är det tryckt, s. 9"  # what stood there is not asked about again


def test_a_period_that_opens_otherwise_than_the_last_one_closed_is_doubted(team: Initiative) -> None:
    save(team)
    with pytest.raises(Doubtful) as refused:
        save(team, year=2024, counts={"women": {"enrolled_at_start": 10}, "men": {"enrolled_at_start": 9}})
    assert refused.value.messages == [
        "Kvinnor: helåret 2023 slutade med 11 aktiva, men 10 är inskrivna när perioden börjar."
    ]


# --- Two at once, and one after the other ---------------------------------------------------------------------------


def test_the_second_of_two_who_enter_a_period_is_told(team: Initiative) -> None:
    first = save(team)
    with pytest.raises(EditConflict) as told:
        save(team, counts={"women": MEN})
    assert told.value.current == first

    save(team, pk=first.pk, revision=1, counts={"women": WOMEN})
    with pytest.raises(EditConflict):
        save(team, pk=first.pk, revision=1, counts={"men": MEN})
    assert entered(team) == [CountsFact("women", **WOMEN)]


def test_who_saves_what_someone_has_removed_is_told(team: Initiative) -> None:
    row = save(team)
    remove_outcome(federation=team.federation, pk=row.pk, revision=1)
    with pytest.raises(RowGone):
        save(team, revision=1)


def test_saving_the_same_again_changes_nothing(team: Initiative) -> None:
    row = save(team)
    kept = list(OutcomeCounts.objects.values())
    logged = ChangeLogEntry.objects.count()

    assert save(team, pk=row.pk, revision=1).revision == 1
    assert list(OutcomeCounts.objects.values()) == kept
    assert ChangeLogEntry.objects.count() == logged


def test_a_changed_count_is_a_new_revision_and_stands_in_the_change_log_of_its_federation(
    team: Initiative,
) -> None:
    row = save(team)
    save(team, pk=row.pk, revision=1, counts={"women": {**WOMEN, "newly_enrolled": 5, "active_at_end": 12}})

    changed = ChangeLogEntry.objects.filter(content_type__model="outcomecounts", action=1).get()
    assert team.outcomes.get().revision == 2
    assert changed.changes == {"newly_enrolled": ["4", "5"], "active_at_end": ["11", "12"]}
    assert changed.federation == team.federation


def test_a_team_of_another_federation_takes_no_outcome(team: Initiative) -> None:
    with pytest.raises(ValidationError, match="Raden hör till ett annat förbund"):
        save_outcome(
            federation=make.FederationFactory(), initiative=team, year=2023, period="year", counts={}
        )


# --- Initiatives ----------------------------------------------------------------------------------------------------


@pytest.fixture
def federation(db: None) -> Federation:
    """A federation without initiatives."""
    found: Federation = make.FederationFactory()
    return found


def names(row: Initiative) -> list[tuple[int, str, str]]:
    """What it is called from which year on."""
    return [(each.from_year, each.name, each.short_name) for each in row.names.all()]


def test_a_name_belongs_to_the_years_from_when_it_was_given(federation: Federation) -> None:
    """As Hedemora's team, which was Hedemora/Säter in 2016 and 2017."""
    row = None
    for year, name in (
        (2014, "Hedemora"),
        (2016, "Hedemora/Säter"),
        (2017, "Hedemora/Säter"),
        (2018, "Hedemora"),
    ):
        row = save_initiative(
            federation=federation,
            year=year,
            name=f"Team {name}",
            short_name=name,
            pk=row.pk if row else None,
            revision=row.revision if row else None,
        )
        row.refresh_from_db()
    assert row is not None
    assert row.code == "hedemora"
    assert names(row) == [
        (2014, "Team Hedemora", "Hedemora"),
        (2016, "Team Hedemora/Säter", "Hedemora/Säter"),
        (2018, "Team Hedemora", "Hedemora"),
    ]
    fact = outcome_facts(Scope(federation.pk, 2018)).initiatives[0]
    assert [fact.short_name(year) for year in (2013, 2015, 2017, 2018, 2024)] == [
        "Hedemora",
        "Hedemora",
        "Hedemora/Säter",
        "Hedemora",
        "Hedemora",
    ]


def test_a_name_that_is_taken_back_leaves_the_one_before(federation: Federation) -> None:
    row = save_initiative(federation=federation, year=2020, name="Teamet")
    row = save_initiative(federation=federation, year=2022, name="Kraften", pk=row.pk, revision=1)
    save_initiative(federation=federation, year=2022, name="Teamet", pk=row.pk, revision=row.revision)
    assert names(row) == [(2020, "Teamet", "")]


def test_the_code_is_kept_once_given_and_made_from_the_name_when_not(federation: Federation) -> None:
    first = save_initiative(federation=federation, year=2023, name="Samverkansteam Säter")
    second = save_initiative(federation=federation, year=2023, name="Samverkansteam Sater")
    save_initiative(
        federation=federation, year=2023, name="Säter", code="annat", pk=first.pk, revision=first.revision
    )
    assert [each.code for each in federation.initiatives.all()] == [
        "samverkansteam-sater",
        "samverkansteam-sater-2",
    ]
    assert second.position > first.position


def test_an_owner_has_the_role_in_the_federation(federation: Federation) -> None:
    owner = make.MandateFactory(federation=federation, role=Role.INITIATIVE_OWNER).user
    board = make.MandateFactory(federation=federation, role=Role.BOARD).user
    elsewhere = make.MandateFactory(role=Role.INITIATIVE_OWNER).user
    row = save_initiative(federation=federation, year=2023, name="Teamet", owners=[owner])
    assert [each.user for each in row.owners.all()] == [owner]
    for other in (board, elsewhere):
        with pytest.raises(ValidationError, match="Personen har inte rollen insatsägare i förbundet"):
            save_initiative(
                federation=federation,
                year=2023,
                name="Teamet",
                owners=[owner, other],
                pk=row.pk,
                revision=row.revision,
            )
    save_initiative(federation=federation, year=2023, name="Teamet", pk=row.pk, revision=row.revision)
    row.refresh_from_db()
    assert (list(row.owners.all()), row.revision) == ([], 2)


def test_participants_are_planned_by_year(federation: Federation) -> None:
    row = save_initiative(federation=federation, year=2023, name="Teamet", budgeted_participants=40)
    save_initiative(
        federation=federation, year=2024, name="Teamet", budgeted_participants=35, pk=row.pk, revision=1
    )
    fact = outcome_facts(Scope(federation.pk, 2023)).initiatives[0]
    assert [fact.budgeted(year) for year in (2022, 2023, 2024)] == [None, 40, 35]


def test_an_initiative_with_outcomes_stays(team: Initiative) -> None:
    row = save(team)
    with pytest.raises(ValidationError, match="Insatsen har resultat och kan inte tas bort"):
        remove_initiative(federation=team.federation, pk=team.pk, revision=team.revision)
    remove_outcome(federation=team.federation, pk=row.pk, revision=1)
    remove_initiative(federation=team.federation, pk=team.pk, revision=team.revision)
    assert not Initiative.objects.exists()


def test_initiatives_follow_on_each_other_once_and_one_way(federation: Federation) -> None:
    before, after = (make.InitiativeFactory(federation=federation) for _ in range(2))
    told = {"federation": federation, "year": 2018, "kind": "split"}
    row = save_succession(earlier=before, later=after, **told)
    for wrong, why in (
        ({"earlier": before, "later": after}, "Det är redan sagt hur de två insatserna hänger ihop."),
        ({"earlier": after, "later": before}, "hänger ihop åt andra hållet"),
        ({"earlier": before, "later": before}, "En insats kan inte bli sig själv"),
        ({"earlier": before, "later": make.InitiativeFactory()}, "annat förbund"),
    ):
        with pytest.raises(ValidationError, match=why):
            save_succession(**wrong, **told)
    assert [(each.earlier, each.later) for each in outcome_facts(Scope(federation.pk, 2018)).successions] == [
        (before.pk, after.pk)
    ]
    remove_succession(federation=federation, pk=row.pk)
    assert outcome_facts(Scope(federation.pk, 2018)).successions == ()


def test_no_initiative_is_called_what_figures_call_all_of_them(federation: Federation) -> None:
    with pytest.raises(ValidationError) as refused:
        save_initiative(federation=federation, year=2023, name="Allt", code="total")
    assert refused.value.message_dict == {
        "code": ["”total” betyder alla insatser tillsammans. Välj ett annat kortnamn."]
    }
    assert save_initiative(federation=federation, year=2023, name="Tötal").code == "total-2"


@pytest.mark.parametrize("name", ["Totalt", "total", "SUMMA", "Alla  insatser", "alla"])
def test_no_initiative_is_named_as_the_row_of_all_of_them(federation: Federation, name: str) -> None:
    for field, given in (("name", {"name": name}), ("short_name", {"name": "Teamet", "short_name": name})):
        with pytest.raises(ValidationError) as refused:
            save_initiative(federation=federation, year=2023, **given)
        assert refused.value.message_dict == {
            field: [f"”{name}” läses som alla insatser tillsammans. Välj ett annat namn."]
        }
    assert not Initiative.objects.exists()


def test_two_initiatives_of_the_same_time_are_not_called_the_same(federation: Federation) -> None:
    given = {"federation": federation, "year": 2023}
    first = save_initiative(
        name="Samverkansteam Säter", short_name="Säter", ends_on=date(2025, 1, 1), **given
    )
    for field, names in (
        ("name", {"name": "samverkansteam säter"}),
        ("name", {"name": "Säter"}),
        ("short_name", {"name": "Teamet", "short_name": "Säter"}),
    ):
        with pytest.raises(ValidationError) as refused:
            save_initiative(**names, **given)
        told = f"En annan insats i förbundet heter ”{names[field]}” samtidigt. Välj ett annat namn."
        assert refused.value.message_dict == {field: [told]}
    assert list(federation.initiatives.all()) == [first]

    save_initiative(name="Säter", **given | {"year": 2025}, starts_on=date(2025, 1, 1))
    save_initiative(name="Säter", federation=make.FederationFactory(), year=2023)
    save_initiative(
        name="Samverkansteam Säter", short_name="", ends_on=date(2025, 1, 1), pk=first.pk, revision=1, **given
    )
