"""The tab of results: who sees and enters which initiative's outcomes, what the form tells, and what the pages cost."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Federation, Role
from plans.domain.outcome_flow import EXPECTED
from plans.domain.outcome_results import _results
from plans.models import Initiative, OutcomeCounts, TeamOutcome
from plans.services.initiatives import remove_initiative
from tests import factories as make
from tests.conftest import signed_in
from tests.pages import errors, form_data, messages, words

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Teams:
    """A federation with two teams; the owner owns the first."""

    federation: Federation
    own: Initiative
    other: Initiative
    clients: dict[str, Client]

    def url(self, name: str, **kwargs: str) -> str:
        """An address of the year 2023."""
        return reverse(name, kwargs={"slug": self.federation.slug, "year": 2023, **kwargs})

    def entry(self, initiative: Initiative, period: str = "helar") -> str:
        """The form of a period."""
        return self.url("outcome", code=initiative.code, period=period)


@pytest.fixture
def teams(db: None) -> Teams:
    """Two teams with outcomes: 4 of 5 exits of each to work, so that the counts are small."""
    federation = make.FederationFactory()
    own, other = (make.InitiativeFactory(federation=federation) for _ in range(2))
    for team in (own, other):
        make.TeamOutcomeFactory(initiative=team)
    owner = make.InitiativeOwnerFactory(initiative=own)
    clients = {"owner": signed_in(owner.user)}
    for role in Role:
        clients.setdefault(
            str(role.value), signed_in(make.MandateFactory(federation=federation, role=role).user)
        )
    return Teams(federation, own, other, clients)


AT = {
    #                    page own   other   form own  other   writes own  other
    "director":         "200   200            200   200          302   302",
    "board":            "200   200            403   403          403   403",
    "finance":          "200   200            403   403          403   403",
    "auditor":          "200   200            403   403          403   403",
    "reviewer":         "403   403            403   403          403   403",
    "owner":            "200   403            200   403          302   403",
    "initiative_owner": "403   403            403   403          403   403",
    "api_reader":       "403   403            403   403          403   403",
}  # fmt: skip
"""What each role is told at the pages of a team that "owner" owns and at another's; "initiative_owner" owns none."""


def test_who_reads_and_enters_which_teams_outcomes(teams: Teams) -> None:
    told: dict[str, list[int]] = {who: [] for who in AT}
    for who in AT:
        client = teams.clients[who]
        for team in (teams.own, teams.other):
            told[who].append(client.get(teams.url("initiative", code=team.code)).status_code)
        for team in (teams.own, teams.other):
            told[who].append(client.get(teams.entry(team)).status_code)
        for team in (teams.own, teams.other):
            row = team.outcomes.get()
            sent = form_data(teams.clients["director"].get(teams.entry(team)), note=f"{who} {row.revision}")
            told[who].append(client.post(teams.entry(team), sent).status_code)
            row.refresh_from_db()
            assert (row.note == sent["note"]) is (told[who][-1] == 302)
    assert {who: " ".join(map(str, found)) for who, found in told.items()} == {
        who: " ".join(row.split()) for who, row in AT.items()
    }


SEEN = {
    #                    own team               the other
    "director":         ("10 6 5 80 % 11", "10 6 5 80 % 11"),
    "auditor":          ("10 6 5 80 % 11", "10 6 5 80 % 11"),
    "board":            ("10 6 5 x 11", "10 6 5 x 11"),
    "finance":          ("10 6 5 x 11", "10 6 5 x 11"),
    "owner":            ("10 6 5 80 % 11", ""),
    "initiative_owner": ("", ""),
}  # fmt: skip


def test_small_counts_are_seen_by_those_who_may_and_by_the_owner_alone(teams: Teams) -> None:
    found = {}
    for who in SEEN:
        page = teams.clients[who].get(teams.url("outcomes"))
        cells = {each.fact.code: " ".join(rows[0][0].cells) for each, rows, *_ in page.context["initiatives"]}
        found[who] = tuple(cells.get(team.code, "").replace("\xa0", " ") for team in (teams.own, teams.other))
        if who in ("board", "finance"):
            for team in (teams.own, teams.other):
                text = words(teams.clients[who].get(teams.url("initiative", code=team.code)))
                assert "Avslut till arbete x x" in text
    assert found == SEEN


def test_an_owner_hears_of_no_other_team(teams: Teams) -> None:
    page = teams.clients["owner"].get(teams.url("outcomes"))
    text = page.content.decode()
    assert teams.own.code in text
    assert teams.other.code not in text
    assert (
        words(teams.clients["initiative_owner"].get(teams.url("outcomes"))).count("Du äger ingen insats 2023")
        == 1
    )


def test_an_owner_whose_role_is_taken_back_enters_nothing_more(teams: Teams) -> None:
    user = teams.own.owners.get().user
    teams.federation.mandates.filter(user=user).update(role=Role.REVIEWER)
    assert teams.clients["owner"].get(teams.entry(teams.own)).status_code == 403


# --- The form -------------------------------------------------------------------------------------------------------


def post(teams: Teams, url: str, **changes: str) -> HttpResponse:
    """The director sends the form as it stands with `changes`."""
    client = teams.clients["director"]
    found: HttpResponse = client.post(url, form_data(client.get(url), **changes), follow=True)
    return found


def test_a_new_period_begins_with_those_the_last_one_ended_with(teams: Teams) -> None:
    make.TeamOutcomeFactory(initiative=teams.own, year=2022)
    teams.own.outcomes.get(year=2023).delete()
    page = teams.clients["director"].get(teams.entry(teams.own))
    assert page.context["form"]["women-enrolled_at_start"].value() == "11"
    assert "hämtade från periodens föregångare" in words(page)


def test_a_period_begun_with_all_together_is_split_without_what_nobody_typed(teams: Teams) -> None:
    before = make.TeamOutcomeFactory(initiative=teams.own, year=2022)
    before.counts.update(gender="unsplit")
    teams.own.outcomes.get(year=2023).delete()
    assert teams.clients["director"].get(teams.entry(teams.own)).context["form"]["is_split"].value() == "nej"
    women = {"women-enrolled_at_start": "11", "women-active_at_end": "11"}

    typed = post(teams, teams.entry(teams.own), is_split="ja", **women, **{"unsplit-enrolled_at_start": "12"})
    assert errors(typed)[""][0].startswith("Du har valt könsuppdelade antal men också skrivit")
    saved = post(teams, teams.entry(teams.own), is_split="ja", **women)

    assert messages(saved)[0].startswith("Sparat")
    assert list(
        OutcomeCounts.objects.filter(outcome__year=2023, outcome__initiative=teams.own).values_list(
            "gender", "enrolled_at_start"
        )
    ) == [("women", 11)]


def test_what_is_typed_is_added_up_without_being_saved(teams: Teams) -> None:
    client, url = teams.clients["director"], teams.entry(teams.own)
    sent = form_data(client.get(url), **{"men-enrolled_at_start": "5", "men-active_at_end": "7"})

    page = client.post(url, {**sent, "gor": "rakna"})

    cells = {
        cell.ident: cell.text
        for row in page.context["rows"]
        for cell in row.cells
        if row.is_sum or cell.ident
    }
    assert page.status_code == 200
    assert (cells["summa-participants-alla"], cells["summa-participants-men"]) == ("21", "5")
    assert "Män: 5 vid periodens början + 0 som kom − 0 som lämnade = 5, men 7 är aktiva" in words(page)
    assert OutcomeCounts.objects.filter(outcome__initiative=teams.own).count() == 1


def test_what_does_not_add_up_is_told_and_asked_about_before_it_is_kept(teams: Teams) -> None:
    url = teams.entry(teams.own)
    page = post(teams, url, **{"women-active_at_end": "12"})
    told = "Kvinnor: 10 vid periodens början + 6 som kom − 5 som lämnade = 11, men 12 är aktiva vid periodens slut."
    assert (page.status_code, told in words(page)) == (422, True)
    assert [each.key for each in page.context["doubts"]] == ["flow.women.11.12"]

    sent = {"women-active_at_end": "12", "sagt": "flow.women.11.12", "bekrafta": "on"}
    unexplained = post(teams, url, **sent)
    assert errors(unexplained) == {"note": ["Skriv varför siffrorna ska stå så, när de inte går ihop."]}

    kept = post(teams, url, **sent, note="Så är det tryckt.")
    assert messages(kept) == [f"Sparat: {teams.own.code.replace('-', ' ').capitalize()}, helår 2023."]
    assert teams.own.outcomes.get().counts.get().active_at_end == 12
    assert "Går inte ihop. " + told in words(kept)


def test_a_part_that_has_more_than_its_year_is_told_and_asked_about_before_it_is_kept(teams: Teams) -> None:
    url = teams.entry(teams.own, "halvar-1")
    half = {"women-newly_enrolled": "9", "women-exits_to_work": "9"}
    told = "Nyinskrivna: första halvåret 2023 har 9, men hela året 6."
    counted = post(teams, url, gor="rakna", **half)
    assert told in words(counted)

    page = post(teams, url, **half)

    keys = [each.key for each in page.context["doubts"]]
    assert (page.status_code, told in words(page)) == (422, True)
    assert "newly_enrolled.half_1..9.6" in keys
    assert not teams.own.outcomes.filter(period="half_1").exists()
    sent = {**half, "sagt": keys, "bekrafta": "on", "note": "Så är det tryckt."}
    kept = teams.clients["director"].post(
        url, form_data(teams.clients["director"].get(url)) | sent, follow=True
    )
    assert messages(kept)[0].endswith("första halvåret 2023.")
    assert teams.own.outcomes.filter(period="half_1").exists()
    again = post(teams, teams.entry(teams.own), note="Listan är rättad.")
    assert messages(again)[0].endswith("helår 2023.")  # what stood there is not asked about again


def test_what_cannot_be_read_is_told_where_it_stands_and_nothing_is_lost(teams: Teams) -> None:
    page = post(
        teams,
        teams.entry(teams.own),
        **{"women-newly_enrolled": "sex", "men-newly_enrolled": "2,5", "other-newly_enrolled": "-1"},
    )
    assert page.status_code == 422
    assert "<title>Fel: " in page.content.decode() and "Fel: Fel: " not in page.content.decode()
    assert errors(page)["men-newly_enrolled"] == ["Skriv ett helt antal, till exempel 12."]
    assert errors(page)["other-newly_enrolled"] == ["Ett antal kan inte vara negativt."]
    assert page.context["form"]["women-newly_enrolled"].value() == "sex"
    told = words(page)
    assert (
        "Kvinnor: ”sex” går inte att läsa som ett antal. Skriv ett helt tal med siffror, till exempel 12."
        in told
    )
    assert "Annat/okänt: Ett antal kan inte vara negativt." in told


def test_no_sum_is_shown_of_what_cannot_be_read_and_nothing_is_said_to_agree(teams: Teams) -> None:
    client, url = teams.clients["director"], teams.entry(teams.own)
    sent = form_data(client.get(url), **{"women-newly_enrolled": "sex"})

    page = client.post(url, {**sent, "gor": "rakna"})

    cells = {cell.ident: cell.text for row in page.context["rows"] for cell in row.cells if cell.ident}
    assert (cells["summa-participants-women"], cells["summa-participants-alla"]) == ("–", "–")
    assert (cells["summa-newly_enrolled-alla"], cells["summa-active_at_end-alla"]) == ("–", "11")
    assert "Något i tabellen går inte att läsa." in words(page)
    assert "Det som är skrivet går ihop." not in words(page)


def test_nothing_is_said_to_agree_where_nothing_is_entered(teams: Teams) -> None:
    teams.own.outcomes.all().delete()

    page = teams.clients["director"].get(teams.entry(teams.own))

    assert "Inget är ifyllt än." in words(page)
    assert "Det som är skrivet går ihop." not in words(page)


def test_figures_are_said_to_agree_once_they_are_all_there(teams: Teams) -> None:
    client, url = teams.clients["director"], teams.entry(teams.other)
    ties, more = "Det som är skrivet går ihop.", "Fyll i det som saknas, så ser du här om antalen går ihop."
    teams.other.outcomes.all().delete()
    counts = {f"unsplit-{name}": "0" for name in EXPECTED}
    half = {**form_data(client.get(url), is_split="nej"), **counts, "unsplit-early_dropouts": ""}
    told = words(client.post(url, {**half, "gor": "rakna"}))
    assert (ties in told, f"{more} Saknas: tidiga avhopp och könsuppdelning." in told) == (False, True)
    told = words(client.post(url, {**half, **counts, "gor": "rakna"}))
    assert (ties in told, more in told) == (True, False)


def test_what_cannot_be_read_in_a_column_that_is_not_in_use_is_seen(teams: Teams) -> None:
    page = post(teams, teams.entry(teams.own), **{"unsplit-newly_enrolled": "sex"})
    assert list(errors(page)) == ["unsplit-newly_enrolled"]
    assert 'class="outcome-form shows-all"' in page.content.decode()


@pytest.mark.parametrize(
    ("name", "longest", "more", "told"),
    [
        (
            "mean_months",
            "240",
            "300",
            "300 månader är för långt för ett medel. Skriv tiden i månader, högst 240.",
        ),
        ("benefit_years", "60", "150,5", "150,5 år är för långt för ett medel. Skriv tiden i år, högst 60."),
    ],
)
def test_a_mean_that_is_longer_than_it_can_be_is_refused(
    teams: Teams, name: str, longest: str, more: str, told: str
) -> None:
    url, field = teams.entry(teams.own), f"women-{name}"
    assert errors(post(teams, url, **{field: more})) == {field: [told]}
    assert messages(post(teams, url, **{field: longest})) != []
    assert getattr(teams.own.outcomes.get().counts.get(), name) == int(longest)


def test_counts_in_a_column_that_is_not_in_use_are_told_of(teams: Teams) -> None:
    page = post(teams, teams.entry(teams.own), is_split="nej")
    assert errors(page)[""][0].startswith("Du har valt att inte dela upp antalen på kön men skrivit antal")


def test_the_second_of_two_who_save_sees_both_and_saves_again(teams: Teams) -> None:
    client, url = teams.clients["director"], teams.entry(teams.own)
    mine = form_data(client.get(url), **{"women-early_dropouts": "1", "women-active_at_end": "10"})
    post(teams, url, **{"women-exits_to_other": "2", "women-active_at_end": "10"})

    page = client.post(url, mine)

    assert page.status_code == 409
    assert [(each["label"], each["saved"], each["mine"]) for each in page.context["conflict"]["fields"]] == [
        ("Kvinnor, avslut till annat", "2", "1"),
        ("Kvinnor, tidiga avhopp", "0", "1"),
    ]
    merged = form_data(page, **{"women-exits_to_other": "2", "women-active_at_end": "9"})
    assert client.post(url, merged).status_code == 302
    stored = teams.own.outcomes.get().counts.get()
    assert (stored.exits_to_other, stored.early_dropouts, stored.active_at_end) == (2, 1, 9)


def test_what_someone_removed_while_one_wrote_can_be_entered_again(teams: Teams) -> None:
    client, url = teams.clients["director"], teams.entry(teams.own)
    mine = form_data(client.get(url))
    teams.own.outcomes.all().delete()
    page = client.post(url, mine)
    assert page.status_code == 409
    assert client.post(url, form_data(page)).status_code == 302
    assert teams.own.outcomes.get().counts.get().newly_enrolled == 6


def test_what_was_written_of_an_initiative_that_someone_removed_can_be_added_again(teams: Teams) -> None:
    client = teams.clients["director"]
    new = make.InitiativeFactory(federation=teams.federation, code="kraften")
    url = teams.url("initiative_settings", code="kraften")
    mine = form_data(client.get(url), name="Samverkansteam Kraften", target_group="Unga utan arbete")
    remove_initiative(federation=teams.federation, pk=new.pk, revision=new.revision)

    page = client.post(url, mine)
    assert page.status_code == 409
    assert "har tagit bort insatsen medan du skrev" in words(page)
    assert page.context["form"]["target_group"].value() == "Unga utan arbete"
    assert client.post(url, form_data(page)).status_code == 302
    again = teams.federation.initiatives.get(code="kraften")
    assert (again.target_group, again.names.get().name) == ("Unga utan arbete", "Samverkansteam Kraften")
    assert client.post(teams.url("initiative_settings", code="finns-inte"), mine).status_code == 404


def test_an_initiative_that_is_removed_already_is_told_to_be(teams: Teams) -> None:
    client = teams.clients["director"]
    new = make.InitiativeFactory(federation=teams.federation, code="kraften")
    url = teams.url("initiative_remove", code="kraften")
    asked = form_data(client.get(url))
    remove_initiative(federation=teams.federation, pk=new.pk, revision=new.revision)

    assert messages(client.post(url, asked, follow=True)) == ["Någon har redan tagit bort insatsen."]
    assert client.get(url).status_code == 404


def test_an_address_of_no_period_is_no_page(teams: Teams) -> None:
    client = teams.clients["director"]
    assert client.get(teams.entry(teams.own, "kvartal-1")).status_code == 404
    assert client.get(teams.url("initiative", code="finns-inte")).status_code == 404


def test_what_is_hidden_is_worked_out_once_for_the_pages_of_the_same_entries(teams: Teams) -> None:
    """The system of counts takes long to weigh for many teams and years."""
    _results.cache_clear()
    for _ in range(2):
        teams.clients["board"].get(teams.url("outcomes"))

    assert (_results.cache_info().misses, _results.cache_info().hits) == (1, 1)


# --- What they cost -------------------------------------------------------------------------------------------------

COST = {"outcomes": 15, "initiative": 18, "outcome": 18, "outcome_import": 15}


@pytest.mark.parametrize("size", [1, 30])
def test_the_pages_ask_as_many_questions_for_thirty_as_for_one(size: int) -> None:
    federation = make.FederationFactory()
    for _ in range(size):
        outcome: TeamOutcome = make.TeamOutcomeFactory(initiative__federation=federation)
        make.TeamOutcomeFactory(initiative=outcome.initiative, year=2022)
        make.InitiativeSuccessionFactory(earlier__federation=federation)
    director = signed_in(make.MandateFactory(federation=federation, role=Role.DIRECTOR).user)
    asked = {}
    for name in COST:
        of_team = {"code": outcome.initiative.code} if name in ("initiative", "outcome") else {}
        period = {"period": "helar"} if name == "outcome" else {}
        url = reverse(name, kwargs={"slug": federation.slug, "year": 2023, **of_team, **period})
        with CaptureQueriesContext(connection) as found:
            assert director.get(url).status_code == 200
        asked[name] = len(found)
    assert asked == COST
