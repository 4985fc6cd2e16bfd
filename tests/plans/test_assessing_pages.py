"""The pages where the goals of the adopted plan are read and assessed: one form, with a conflict told per row."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from finsam import figures
from finsam.revisions import EditConflict
from finsam.scope import Scope
from members.models import Federation, Role, User
from plans.assessment_forms import prefix_of
from plans.models import Document, GoalAssessment, PlannedActivity
from plans.queries import document_scope
from plans.services.assessments import assess
from reports.year_checks import checks_scope, checks_with_reports, year_checks
from tests import factories as make
from tests.conftest import signed_in
from tests.pages import form_data, messages, words

pytestmark = pytest.mark.django_db

YEAR = 2018


def adopted_plan(federation: Federation, activities: int = 2) -> list[PlannedActivity]:
    """The activities of an adopted plan of the year, all in one goal area."""
    decision = make.DecisionFactory(meeting__federation=federation)
    document = make.DocumentFactory(
        federation=federation, year=YEAR, status=Document.Status.ADOPTED, decision=decision
    )
    area = make.GoalAreaFactory(document=document, title="Samverkan")
    return [
        make.PlannedActivityFactory(goal_area=area, text=f"Ordna möte {number}", position=number)
        for number in range(activities)
    ]


@pytest.fixture
def federation(db: None) -> Federation:
    return make.FederationFactory()


@pytest.fixture
def director(federation: Federation) -> User:
    return make.MandateFactory(federation=federation).user


def url(federation: Federation, name: str = "goal_assess", month: int = 0) -> str:
    address = reverse(name, kwargs={"slug": federation.slug, "year": YEAR})
    return f"{address}?manad={month}" if month else address


def field(activity: PlannedActivity, name: str) -> str:
    return f"{prefix_of(activity.key.hex)}-{name}"


def stored(federation: Federation) -> list[tuple[str, int, str, str]]:
    texts = dict(PlannedActivity.objects.values_list("key", "text"))
    rows = GoalAssessment.objects.filter(federation=federation).order_by("month", "pk")
    return [(texts[row.activity_key], row.month, row.status, row.comment) for row in rows]


def test_several_goals_are_assessed_at_once_and_what_is_not_touched_is_not_written(
    federation: Federation, director: User
) -> None:
    first, second = adopted_plan(federation)
    client = signed_in(director)
    page = client.get(url(federation))
    sent = form_data(page, **{field(first, "status"): "met", field(first, "comment"): "Tre möten."})
    answer = client.post(url(federation), sent, follow=True)

    assert messages(answer) == ["Sparat: ett mål."]
    assert stored(federation) == [("Ordna möte 0", 12, "met", "Tre möten.")]
    assert "1 av 2 uppfyllt, ett inte bedömt." in words(answer)
    row = GoalAssessment.objects.get()
    assert (row.assessed_by, row.revision) == (director, 1)
    assert second.text in words(answer)


def test_an_assessment_during_the_year_is_another_than_that_at_its_end_and_stands_beside_it(
    federation: Federation, director: User
) -> None:
    first, _second = adopted_plan(federation)
    client = signed_in(director)
    for month, state in ((6, "partly"), (0, "met")):
        page = client.get(url(federation, month=month))
        client.post(url(federation, month=month), form_data(page, **{field(first, "status"): state}))

    assert stored(federation) == [("Ordna möte 0", 6, "partly", ""), ("Ordna möte 0", 12, "met", "")]
    assert "Till och med juni: Delvis uppfyllt" in words(client.get(url(federation, "goal_fulfilment")))
    assert "Till och med juni: Delvis" not in words(client.get(url(federation, "goal_fulfilment", 6)))
    assert client.get(url(federation, month=5)).status_code == 404


def test_the_second_of_two_is_told_in_the_row_and_both_rows_are_kept(
    federation: Federation, director: User
) -> None:
    first, second = adopted_plan(federation)
    client = signed_in(director)
    page = client.get(url(federation))
    assess(
        federation=federation,
        year=YEAR,
        month=12,
        activity_key=first.key,
        status="not_met",
        comment="Inget möte.",
    )
    mine = form_data(page, **{field(first, "status"): "met", field(second, "status"): "partly"})
    answer = client.post(url(federation), mine)

    assert answer.status_code == 409
    assert stored(federation) == [
        ("Ordna möte 0", 12, "not_met", "Inget möte."),
        ("Ordna möte 1", 12, "partly", ""),
    ]
    assert "”Ordna möte 0”: någon annan har sparat medan du skrev." in words(answer)
    assert "Sparat nu: Ej uppfyllt. Du skrev: Uppfyllt." in words(answer)

    own = {
        name: value
        for name, value in form_data(answer, **{field(first, "status"): "met"}).items()
        if name.startswith(prefix_of(first.key.hex))
    }
    again = client.post(url(federation), own, follow=True)
    assert messages(again) == ["Sparat: ett mål."]
    assert stored(federation)[0] == ("Ordna möte 0", 12, "met", "")


def test_an_assessment_that_another_took_away_meanwhile_is_told_too(
    federation: Federation, director: User
) -> None:
    first, _second = adopted_plan(federation)
    told = {"federation": federation, "year": YEAR, "month": 12, "activity_key": first.key}
    assess(**told, status="met", comment="Klart.")  # type: ignore[arg-type]
    client = signed_in(director)
    page = client.get(url(federation))
    assess(**told, status="", comment="")  # type: ignore[arg-type]
    answer = client.post(url(federation), form_data(page, **{field(first, "comment"): "Klart i maj."}))

    assert (answer.status_code, stored(federation)) == (409, [])
    again = client.post(
        url(federation),
        form_data(answer, **{field(first, "status"): "met", field(first, "comment"): "Klart i maj."}),
    )
    assert again.status_code == 302
    assert stored(federation) == [("Ordna möte 0", 12, "met", "Klart i maj.")]


def test_a_comment_needs_a_state_and_its_figures_must_be_there(
    federation: Federation, director: User
) -> None:
    first, second = adopted_plan(federation)
    client = signed_in(director)
    page = client.get(url(federation))
    sent = form_data(
        page,
        **{
            field(first, "comment"): "Snart klart.",
            field(second, "status"): "met",
            field(second, "comment"): "Hela {training.antal} kurser.",
        },
    )
    answer = client.post(url(federation), sent)

    assert (answer.status_code, stored(federation)) == (409, [])
    told = words(answer)
    assert "Välj hur målet är uppfyllt, eller ta bort kommentaren." in told
    assert "Siffran ”training.antal” finns inte." in told
    assert "Snart klart." in told
    assert "Hela {training.antal} kurser." in told


def test_a_figure_in_a_comment_reads_as_it_is_computed(federation: Federation, director: User) -> None:
    first, _second = adopted_plan(federation)
    make.TrainingEventFactory(federation=federation, year=YEAR, participants=13)
    assess(
        federation=federation,
        year=YEAR,
        month=12,
        activity_key=first.key,
        status="met",
        comment="{training.participants/digits} deltog.",
    )
    client = signed_in(director)
    assert "13 deltog." in words(client.get(url(federation, "goal_fulfilment")))
    assert "Läses: 13 deltog." in words(client.get(url(federation)))


def test_a_figure_of_what_is_not_there_is_refused_and_of_what_is_removed_reads_as_missing(
    federation: Federation, director: User
) -> None:
    first, _second = adopted_plan(federation)
    team = make.InitiativeFactory(federation=federation, code="teamet")
    told: dict[str, Any] = {"federation": federation, "year": YEAR, "month": 12, "activity_key": first.key}
    with pytest.raises(ValidationError) as refused:
        assess(**told, status="met", comment="{outcome.exits:nope} avslut.")
    assert refused.value.message_dict == {"comment": ["Insatsen ”nope” finns inte."]}

    assess(**told, status="met", comment="{outcome.exits:teamet} avslut.")
    team.delete()
    client = signed_in(director)
    assert "[siffra saknas] avslut." in words(client.get(url(federation, "goal_fulfilment")))
    assert "Läses: [siffra saknas] avslut." in words(client.get(url(federation)))


def test_what_is_written_of_an_activity_that_a_new_version_leaves_out_is_not_lost(
    federation: Federation, director: User
) -> None:
    first, second = adopted_plan(federation)
    client = signed_in(director)
    page = client.get(url(federation))
    second.delete()
    sent = form_data(page, **{field(first, "status"): "met", field(second, "comment"): "Mötet blev av."})
    answer = client.post(url(federation), sent)

    assert answer.status_code == 409
    assert "Du hade skrivit: ”Mötet blev av.”" in words(answer)
    assert stored(federation) == [("Ordna möte 0", 12, "met", "")]


def test_only_activities_of_the_plan_in_force_are_assessed(federation: Federation) -> None:
    first, _second = adopted_plan(federation)
    draft = make.PlannedActivityFactory(
        goal_area__document=make.DocumentFactory(federation=federation, year=YEAR, version=2)
    )
    told = {"federation": federation, "month": 12, "status": "met", "comment": ""}
    with pytest.raises(ValidationError, match="finns inte i den fastställda planen"):
        assess(**told, year=YEAR, activity_key=draft.key)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="Planen för 2019 är inte fastställd"):
        assess(**told, year=2019, activity_key=first.key)  # type: ignore[arg-type]


def test_an_activity_keeps_its_assessment_in_a_new_version_of_the_plan(
    federation: Federation, director: User
) -> None:
    first, _second = adopted_plan(federation)
    assess(federation=federation, year=YEAR, month=6, activity_key=first.key, status="partly", comment="")
    old = first.goal_area.document
    Document.objects.filter(pk=old.pk).update(status=Document.Status.SUPERSEDED)
    new = make.DocumentFactory(
        federation=federation,
        year=YEAR,
        version=2,
        status=Document.Status.ADOPTED,
        decision=make.DecisionFactory(meeting=old.decision.meeting),  # type: ignore[union-attr]
    )
    make.PlannedActivityFactory(
        goal_area=make.GoalAreaFactory(document=new), key=first.key, text="Ordna fler möten"
    )

    page = words(signed_in(director).get(url(federation, "goal_fulfilment", 6)))
    assert "Ordna fler möten" in page
    assert "Det enda delvis uppfyllt." in page


def test_who_saves_from_an_old_page_through_the_service_meets_what_stands_there(
    federation: Federation,
) -> None:
    first, _second = adopted_plan(federation)
    told = {"federation": federation, "year": YEAR, "month": 12, "activity_key": first.key, "comment": ""}
    assess(**told, status="met", revision=0)  # type: ignore[arg-type]
    with pytest.raises(EditConflict) as met:
        assess(**told, status="partly", revision=0)  # type: ignore[arg-type]
    assert (met.value.current.status, met.value.current.revision) == ("met", 1)  # type: ignore[attr-defined]


def test_without_an_adopted_plan_the_page_says_what_to_do_and_the_figures_have_no_value(
    federation: Federation, director: User
) -> None:
    make.DocumentFactory(federation=federation, year=YEAR)
    answer = signed_in(director).get(url(federation))
    assert (answer.status_code, "Planen är inte fastställd ännu" in words(answer)) == (200, True)
    assert figures.resolve("goals.count", Scope(federation.pk, YEAR)) == "–"


def test_a_figure_of_a_goal_area_that_is_not_there_is_refused(federation: Federation) -> None:
    adopted_plan(federation)
    with pytest.raises(figures.UnknownFigure, match="Planen för 2018 har inget målområde 7"):
        figures.resolve("goals.met:7", Scope(federation.pk, YEAR))


def test_the_board_reads_and_does_not_assess(federation: Federation) -> None:
    adopted_plan(federation)
    board = signed_in(make.MandateFactory(federation=federation, role=Role.BOARD).user)
    assert "Bedöm målen" not in words(board.get(url(federation, "goal_fulfilment")))
    assert board.get(url(federation)).status_code == 403


def asked(client: Client, address: str, data: dict[str, Any] | None = None) -> int:
    with CaptureQueriesContext(connection) as found:
        answer = client.post(address, data) if data is not None else client.get(address)
        assert answer.status_code in (200, 302)
    return len(found)


@pytest.mark.parametrize("size", [1, 30])
def test_the_pages_cost_as_much_for_thirty_activities_as_for_one(federation: Federation, size: int) -> None:
    activities = adopted_plan(federation, size)
    for each in activities:
        make.GoalAssessmentFactory(federation=federation, year=YEAR, activity_key=each.key, month=6)
        make.GoalAssessmentFactory(federation=federation, year=YEAR, activity_key=each.key)
    client = signed_in(make.MandateFactory(federation=federation).user)
    client.get("/")

    assert {name: asked(client, url(federation, name)) for name in ("goal_fulfilment", "goal_assess")} == {
        "goal_fulfilment": 11,
        "goal_assess": 12,
    }


def test_a_report_that_tells_of_goals_is_held_to_what_is_not_assessed_and_no_other_is(
    federation: Federation,
) -> None:
    first, _second = adopted_plan(federation)
    assess(federation=federation, year=YEAR, month=6, activity_key=first.key, status="met", comment="")
    report = make.DocumentFactory(
        federation=federation, year=YEAR, kind=Document.Kind.INTERIM_REPORT, month=6, title="Delårsrapport"
    )
    code = "plans.unassessed_activities"

    def found() -> list[str]:
        scope = checks_scope(federation, YEAR)
        return [each.found for each in checks_with_reports(federation, scope).findings if each.code == code]

    assert found() == []
    section = make.SectionFactory(document=report, block="plans.goal_fulfilment")
    assert found() == ["en bedömd"]
    own = year_checks(document_scope(report)).findings
    assert [each.where for each in own if each.code == code] == [
        "Delårsrapport januari–juni 2018, målområde 1 ”Samverkan”"
    ]
    section.is_hidden = True
    section.save()
    assert found() == []
