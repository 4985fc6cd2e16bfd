"""Outcomes read from a file: what is understood, what is refused and where, what is looked through, what is kept."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from budgets.imports.files import read_file
from finsam.scope import Scope
from members.models import Federation, Role
from plans.domain.outcome_file import COLUMNS, CONTENTS, FileOutcome, OutcomesRead, read_outcomes
from plans.models import Initiative, OutcomeCounts
from plans.outcome_queries import outcome_facts
from tests import factories as make
from tests.conftest import signed_in
from tests.pages import messages, words

pytestmark = pytest.mark.django_db

HEAD = "insats;period;kön;inskrivna;nyinskrivna;till arbete;aktiva vid slutet;månader medel;månader antal"


@pytest.fixture
def team(db: None) -> Initiative:
    """A team called Avesta under ID 35 000."""
    federation = make.FederationFactory()
    found: Initiative = make.InitiativeFactory(
        federation=federation,
        code="avesta",
        named__name="Samverkansteam Avesta",
        cost_centre=make.CostCentreFactory(federation=federation, code="35000"),
    )
    return found


@pytest.fixture
def director(team: Initiative) -> Client:
    """The director."""
    return signed_in(make.MandateFactory(federation=team.federation, role=Role.DIRECTOR).user)


def read(federation: Federation, *lines: str, head: str = HEAD) -> OutcomesRead:
    """What is understood of a text file."""
    found = read_file("\n".join((head, *lines)).encode(), "resultat.csv", CONTENTS)
    assert found.problems == ()
    facts = outcome_facts(Scope(federation.pk, 2023))
    return read_outcomes(found.tables[0], 2023, facts.initiatives)


def url(federation: Federation, name: str) -> str:
    """An address of the year 2023."""
    return reverse(name, kwargs={"slug": federation.slug, "year": 2023})


def send(client: Client, federation: Federation, *lines: str, head: str = HEAD) -> HttpResponse:
    """Upload a text file."""
    file = SimpleUploadedFile("resultat.csv", "\n".join((head, *lines)).encode())
    found: HttpResponse = client.post(url(federation, "outcome_import"), {"file": file})
    return found


def commit(client: Client, federation: Federation, page: HttpResponse, **more: Any) -> HttpResponse:
    """Read in what was looked through."""
    sent = {"fil": page.context["kept"], **more}  # type: ignore[attr-defined]
    found: HttpResponse = client.post(url(federation, "outcome_import_preview"), sent, follow=True)
    return found


WOMEN = "avesta;helår;kvinnor;10;4;3;11;16,3;3"
MEN = "35 000;helår;män;8;2;1;9;;"


# --- Reading --------------------------------------------------------------------------------------------------------


def test_a_team_is_known_by_code_name_or_id_and_a_number_as_swedes_write_it(team: Initiative) -> None:
    """A column that the file does not have is not told of; an empty cell is something nobody knows."""
    assert read(
        team.federation, WOMEN, MEN, "samverkansteam  avesta;halvår 1;alla;1 000;–;;;;"
    ) == OutcomesRead(
        (
            FileOutcome(
                team.pk,
                "year",
                {
                    "women": {
                        "enrolled_at_start": 10,
                        "newly_enrolled": 4,
                        "exits_to_work": 3,
                        "active_at_end": 11,
                        "mean_months": Decimal("16.30"),
                        "mean_months_of": 3,
                    },
                    "men": {
                        "enrolled_at_start": 8,
                        "newly_enrolled": 2,
                        "exits_to_work": 1,
                        "active_at_end": 9,
                        "mean_months": None,
                        "mean_months_of": None,
                    },
                },
            ),
            FileOutcome(
                team.pk,
                "half_1",
                {
                    "unsplit": {
                        "enrolled_at_start": 1000,
                        "newly_enrolled": None,
                        "exits_to_work": None,
                        "active_at_end": None,
                        "mean_months": None,
                        "mean_months_of": None,
                    }
                },
            ),
        )
    )


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ("norberg;helår;kvinnor;1;;;;;",),
            "Cell A2: ”norberg” är ingen insats som du för in. Skriv avesta.",
        ),
        (
            ("avesta;kvartal 1;kvinnor;1;;;;;",),
            (
                "Cell B2: ”kvartal 1” är ingen period. Skriv helår eller halvår 1 eller halvår 2 eller tertial 1 "
                "eller tertial 2 eller tertial 3."
            ),
        ),
        (
            ("avesta;helår;flickor;1;;;;;",),
            "Cell C2: ”flickor” är inget kön. Skriv kvinnor eller män eller annat eller okänt eller alla.",
        ),
        (("avesta;helår;kvinnor;-1;;;;;",), "Cell D2: Ett antal kan inte vara negativt."),
        (("avesta;helår;kvinnor;1,5;;;;;",), "Cell D2: ”1,5” är inget helt antal."),
        (
            ("avesta;helår;kvinnor;2000000;;;;;",),
            "Cell D2: Antalet är större än vad som går att spara. Skriv högst 1\u00a0000\u00a0000.",
        ),
        (
            ("avesta;helår;kvinnor;;;;;240,01;",),
            "Cell H2: 240,01 månader är för långt för ett medel. Skriv tiden i månader, högst 240.",
        ),
        (
            ("avesta;helår;kvinnor;;;;;16,333;",),
            "Cell H2: ”16,333” har fler än två decimaler.",
        ),
        (
            ("avesta;helår;kvinnor;;;;;;3",),
            "Cell I2: Ett antal som ett medel är räknat på behöver ett medel, och är minst 1.",
        ),
        (
            (WOMEN, WOMEN),
            "Rad 3: avesta, helår, kvinnor står redan på rad 2. Låt bara en av dem stå kvar.",
        ),
        (
            (WOMEN, "avesta;helår;alla;10;4;3;11;;"),
            (
                "avesta, helår: antalen står både könsuppdelade och på raden alla, på raderna 2 och 3. "
                "Skriv dem på ett av sätten."
            ),
        ),
        (("avesta;helår;kvinnor;;;;;;",), "Ingen rad i filen har något antal."),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_place(
    team: Initiative, lines: tuple[str, ...], told: str
) -> None:
    found = read(team.federation, *lines)
    assert [str(each) for each in found.problems] == [told]


def test_a_name_that_two_have_is_refused_with_both_and_a_code_is_always_one(team: Initiative) -> None:
    """Säter was called Samverkansteam Avesta too, and its name now is Avesta's code."""
    other = make.InitiativeFactory(
        federation=team.federation, code="sater", named__name="Samverkansteam Avesta"
    )
    make.InitiativeNameFactory(initiative=other, from_year=2023, name="Avesta")

    (refused,) = read(team.federation, "Samverkansteam Avesta;helår;alla;1;;;;;").problems
    assert str(refused) == (
        "Cell A2: ”Samverkansteam Avesta” kan vara Samverkansteam Avesta (avesta) och Avesta (sater). Skriv "
        "kortnamnet inom parentes för den du menar."
    )
    assert [each.initiative for each in read(team.federation, WOMEN, MEN).outcomes] == [team.pk]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("insats;period;kön;ålder", "Cell D1: Kolumnen ”ålder” känns inte igen. Använd mallens rubriker."),
        ("insats;period;kön;Insats", "Cell D1: Kolumnen ”Insats” finns två gånger."),
        ("insats;inskrivna", "Rad 1: Filen saknar kolumnerna period och kon."),
    ],
)
def test_a_head_that_is_not_the_templates_is_refused(team: Initiative, head: str, told: str) -> None:
    assert [str(each) for each in read(team.federation, "avesta;helår;kvinnor;1", head=head).problems] == [
        told
    ]


def test_a_row_of_another_year_is_refused(team: Initiative) -> None:
    found = read(team.federation, "avesta;2022;helår;kvinnor;1", head="insats;år;period;kön;inskrivna")
    assert [str(each) for each in found.problems] == [
        "Cell B2: Raden är för 2022, men du läser in 2023. Välj året och läs in filen där."
    ]


# --- Looking through and reading in ---------------------------------------------------------------------------------


def test_nothing_is_kept_until_what_was_looked_through_is_read_in(team: Initiative, director: Client) -> None:
    page = send(director, team.federation, WOMEN, MEN)
    assert (page.status_code, team.outcomes.count()) == (200, 0)
    assert "Samverkansteam Avesta Helår Ny Saknas: avslut och tidiga avhopp." in words(page)

    done = commit(director, team.federation, page)

    assert messages(done) == ["Inläst: 1 period är ny eller ändrad."]
    assert list(
        OutcomeCounts.objects.order_by("pk").values_list("gender", "enrolled_at_start", "mean_months")
    ) == [("women", 10, Decimal("16.30")), ("men", 8, None)]


def test_the_same_file_again_changes_nothing(team: Initiative, director: Client) -> None:
    commit(director, team.federation, send(director, team.federation, WOMEN, MEN))
    page = send(director, team.federation, WOMEN, MEN)
    assert "Allt i filen är redan infört. Inget ändras." in words(page)
    assert messages(commit(director, team.federation, page)) == [
        "Allt i filen var redan infört. Inget ändrades."
    ]
    assert team.outcomes.get().revision == 1


def test_columns_that_a_file_does_not_have_are_left_as_they_are(team: Initiative, director: Client) -> None:
    commit(director, team.federation, send(director, team.federation, WOMEN, MEN))
    page = send(director, team.federation, "avesta;helår;kvinnor;0", head="insats;period;kön;tidiga avhopp")
    commit(director, team.federation, page)
    stored = (
        team.outcomes.get().counts.order_by("pk").values_list("gender", "early_dropouts", "active_at_end")
    )
    assert list(stored) == [("women", 0, 11), ("men", None, 9)]


def test_all_of_a_file_is_read_in_or_nothing(team: Initiative, director: Client) -> None:
    """The second team's figures do not add up: nothing of the first is kept either."""
    make.InitiativeFactory(federation=team.federation, code="sater")
    lines = (WOMEN, "sater;helår;kvinnor;10;4;3;12;;")
    page = send(director, team.federation, *lines)
    told = "10 vid periodens början + 4 som kom − 3 som lämnade = 11, men 12 är aktiva vid periodens slut."
    assert f"Går inte ihop. Kvinnor: {told}" in words(page)

    refused = commit(director, team.federation, page)
    assert (refused.status_code, OutcomeCounts.objects.count()) == (422, 0)
    assert "Säg att siffrorna ska stå så, eller rätta filen." in words(refused)
    unexplained = commit(director, team.federation, page, sagt="flow.women.11.12", bekrafta="on")
    assert (unexplained.status_code, OutcomeCounts.objects.count()) == (422, 0)
    assert "sater, helår: Skriv varför siffrorna ska stå så" in words(unexplained)

    sent = {"sagt": "flow.women.11.12", "bekrafta": "on", "kommentar": "Så är det tryckt."}
    commit(director, team.federation, page, **sent)
    assert OutcomeCounts.objects.count() == 2


def test_what_someone_has_changed_since_it_was_looked_through_is_not_overwritten(
    team: Initiative, director: Client
) -> None:
    page = send(director, team.federation, WOMEN)
    commit(director, team.federation, send(director, team.federation, MEN))
    late = commit(director, team.federation, page)
    assert messages(late) == [
        "Någon annan har ändrat något av det som filen för in. Inget är inläst. Granska filen på nytt."
    ]
    assert [each.gender for each in team.outcomes.get().counts.all()] == ["men"]


def test_errors_of_a_file_are_listed_and_nothing_is_kept(team: Initiative, director: Client) -> None:
    page = send(director, team.federation, "avesta;helår;kvinnor;-1;x;;;;", MEN)
    assert page.status_code == 422
    assert "Cell D2: Ett antal kan inte vara negativt. Cell E2: " in words(page)
    assert not team.outcomes.exists()
    pdf = director.post(
        url(team.federation, "outcome_import"), {"file": SimpleUploadedFile("x.xlsx", b"%PDF-1.7")}
    )
    assert "är en PDF och inte ett kalkylark" in words(pdf)


def test_an_owner_reads_in_own_teams_alone(team: Initiative, director: Client) -> None:
    other = make.InitiativeFactory(federation=team.federation, code="sater")
    owner = signed_in(make.InitiativeOwnerFactory(initiative=team).user)
    lines = (WOMEN, "sater;helår;kvinnor;10;4;3;11;;")

    page = send(owner, team.federation, *lines)
    assert "Cell A3: ”sater” är ingen insats som du för in. Skriv avesta." in words(page)
    stolen = commit(owner, team.federation, send(director, team.federation, *lines))
    assert messages(stolen) == ["Filen går inte att läsa in längre. Välj den på nytt."]
    assert (team.outcomes.count(), other.outcomes.count()) == (0, 0)

    commit(owner, team.federation, send(owner, team.federation, WOMEN))
    assert (team.outcomes.count(), other.outcomes.count()) == (1, 0)


# --- The template ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_template_holds_what_is_entered_and_reads_in_to_the_same(
    team: Initiative, director: Client, suffix: str
) -> None:
    make.InitiativeFactory(federation=team.federation, code="sater")
    commit(director, team.federation, send(director, team.federation, WOMEN, MEN))
    before = list(OutcomeCounts.objects.values())

    file = director.get(url(team.federation, f"outcome_template_{suffix}")).content
    if suffix == "xlsx":
        rows = list(load_workbook(BytesIO(file)).active.values)
        assert rows[0] == tuple(COLUMNS)
        assert [row[:5] for row in rows[1:]] == [
            ("avesta", 2023, "helår", "kvinnor", 10),
            ("avesta", 2023, "helår", "män", 8),
            ("avesta", 2023, "helår", "annat eller okänt", None),
            ("sater", 2023, "helår", "kvinnor", None),
            ("sater", 2023, "helår", "män", None),
            ("sater", 2023, "helår", "annat eller okänt", None),
        ]
    page = director.post(
        url(team.federation, "outcome_import"), {"file": SimpleUploadedFile(f"mall.{suffix}", file)}
    )
    assert "Allt i filen är redan infört" in words(page)
    assert list(OutcomeCounts.objects.values()) == before


def test_an_owners_template_has_own_teams_alone(team: Initiative) -> None:
    make.TeamOutcomeFactory(initiative__federation=team.federation)
    owner = signed_in(make.InitiativeOwnerFactory(initiative=team).user)
    text = owner.get(url(team.federation, "outcome_template_csv")).content.decode("utf-8-sig")
    assert {line.split(";")[0] for line in text.splitlines()[1:]} == {"avesta"}


# --- The year and its parts ---------------------------------------------------------------------------------------


def test_a_file_whose_half_has_more_than_its_year_is_asked_about(team: Initiative, director: Client) -> None:
    head = "insats;period;kön;nyinskrivna"
    year, half = "avesta;helår;kvinnor;4", "avesta;halvår 1;kvinnor;6"
    told = "Nyinskrivna: första halvåret 2023 har 6, men hela året 4."
    page = send(director, team.federation, year, half, head=head)
    assert told in words(page)

    refused = commit(director, team.federation, page)

    assert "Säg att siffrorna ska stå så, eller rätta filen." in words(refused)
    assert not team.outcomes.exists()
    said = {"sagt": "newly_enrolled.half_1..6.4", "bekrafta": "on"}
    assert "Skriv varför siffrorna ska stå så" in words(commit(director, team.federation, page, **said))
    assert not team.outcomes.exists()
    commit(director, team.federation, page, **said, kommentar="Så är det tryckt.")
    assert team.outcomes.count() == 2


def test_a_file_that_raises_the_half_and_its_year_at_once_is_read_in(
    team: Initiative, director: Client
) -> None:
    head = "insats;period;kön;nyinskrivna"
    for half, year in ((3, 4), (7, 9), (1, 2)):
        lines = (f"avesta;helår;kvinnor;{year}", f"avesta;halvår 1;kvinnor;{half}")
        commit(director, team.federation, send(director, team.federation, *lines, head=head))
        stored = OutcomeCounts.objects.values_list("outcome__period", "newly_enrolled")
        assert dict(stored) == {"year": year, "half_1": half}
