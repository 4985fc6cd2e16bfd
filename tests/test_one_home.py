"""Every figure has one home: changed once, it changes wherever it is read, and nothing else does.

Each test reads the plan on the web and on paper, the overview and the budget page, makes one change through the form a
director uses, reads again, and compares all that differs with what should. The figures are those of Södra Dalarna's
"Verksamhetsplan och budget år 2023" with the change worked out by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from budgets.models import BudgetLine, CostCentre, OutlookYear
from finsam.swedish import NBSP
from members.models import Meeting
from plans.models import Document, GoalArea
from reports.documents.builder import resolve_document
from reports.documents.render import paper_html
from tests.conftest import Demo
from tests.pages import form_data, words
from tests.reading import Paper, changes, main_of, pdf_of, squeezed, text_of, texts

Changes = list[tuple[str, str]]

# Sentences of the plan in which figures stand.
RESULT = "Resultatet är budgeterat till {} kr, och vid årets slut beräknas det egna kapitalet vara {} kr."
ROOM = (
    "Det ger utrymme att först stärka det egna kapitalet, som beräknas till {} kr redan det "
    "första året, och sedan utveckla insatserna."
)
LAST = "När perioden är slut beräknas kapitalet vara {} kr."
COMPARED = (
    "Det egna kapitalet beräknas därefter vara {} kr, vilket ska jämföras med den lägsta nivån, 400 000 kr."
)
OFFICE = "Efter avdrag för intäkter är de budgeterade till {} kr, jämfört med 895 000 kr året före."
NET = "Kostnaderna är, efter avdrag för kursavgifter och andra intäkter, budgeterade till {} kr."
TOGETHER = "Kostnaderna är sammanlagt {} kr och intäkterna från medlemmarna {} kr."
SURPLUS = "Resultatet blir {} kr."
FRAME = "Medlemmarnas tilldelning ger för 2023 en budgetram om {} kr."
OPENING = "Till ramen kommer det egna kapital som förbundet beräknas ha när året börjar, {} kr."
AVAILABLE = "När den lägsta nivån har räknats av är {} kr tillgängligt för 2023."
STATE = "Försäkringskassan svarar för statens hälft, {} kr, även för Arbetsförmedlingens räkning."
TEAM = "ID 36 000 {} får 1 800 000 kr."
PROPOSED = "Förslag till styrelsens möte den {} november 2022"
TREATED = "Planen för 2023 behandlas vid sammanträdet den {} november 2022."


def said(sentence: str, was: str | tuple[str, ...], now: str | tuple[str, ...]) -> tuple[str, str]:
    """A sentence with the figures it had and the figures it has."""
    before, after = ((each,) if isinstance(each, str) else each for each in (was, now))
    return sentence.format(*before), sentence.format(*after)


@dataclass(frozen=True)
class Reading:
    """What a reader meets, text by text."""

    plan: list[str]
    paper: list[str]
    overview: list[str]
    budget: list[str]


def read(demo: Demo) -> Reading:
    """The plan on the web and on paper, the overview and the budget page, as the board reads them."""
    client = demo.client("board")
    document = Document.objects.get(federation=demo.federation, year=2023)
    return Reading(
        plan=texts_of(client, demo.url("plan")),
        paper=Paper(pdf_of(paper_html(resolve_document(document))).data).texts(),
        overview=texts_of(client, demo.url("overview")),
        budget=texts_of(client, demo.url("budget")),
    )


def texts_of(client: Client, url: str) -> list[str]:
    """The texts of a page, with an ordinary space for every no-break one."""
    response = client.get(url)
    assert response.status_code == 200
    return [text.replace(NBSP, " ") for text in texts(main_of(response.content.decode()))]


def change(demo: Demo, url: str, **new: Any) -> None:
    """Open the form at `url` as the director, change what is named, and save all that it holds."""
    client = demo.client("director")
    page = client.get(url)
    assert set(new) <= set(form_data(page))
    response = client.post(url, form_data(page, **new))
    assert response.status_code == 302, words(response)


def line(code: str, account: str, year: int = 2023) -> BudgetLine:
    """A budget line by its ID and account group."""
    return BudgetLine.objects.get(budget__year=year, cost_centre__code=code, account_group__code=account)


@pytest.fixture
def before(demo: Demo) -> Reading:
    """What stood there before the change."""
    return read(demo)


def plan_changes(before: Reading, after: Reading) -> Changes:
    """What has changed in the plan on the web. On paper the same has, and no more."""
    on_the_web = changes(before.plan, after.plan)
    assert changes(before.paper, after.paper) == [(squeezed(was), squeezed(now)) for was, now in on_the_web]
    return on_the_web


def replaced(before: list[str], after: list[str]) -> Changes:
    """What says something else than before, without what has come or gone."""
    return [(was, now) for was, now in changes(before, after) if was and now]


def warnings_of(client: Client, url: str) -> list[str]:
    """The warnings of a page, word for word."""
    found = main_of(client.get(url).content.decode()).iter("div")
    return [
        text_of(each).replace(NBSP, " ") for each in found if each.get("class") == "finding finding-warning"
    ]


KNOWN = "Alla kontroller för 2023: två fel och två varningar"
"""What the published plan itself leaves to see to; a changed figure no longer agrees with what was printed either."""


def test_ten_thousand_more_in_salaries_is_read_wherever_it_counts(demo: Demo, before: Reading) -> None:
    change(demo, demo.url("line", pk=line("20000", "50").pk), amount="712 000")

    after = read(demo)

    assert plan_changes(before, after) == [
        said(OFFICE, "1 298 000", "1 308 000"),
        said(NET, "6 908 000", "6 918 000"),
        said(RESULT, ("−600 000", "400 000"), ("−610 000", "390 000")),
        said(ROOM, "700 000", "690 000"),
        said(LAST, "400 000", "390 000"),
        ("2023 | 6 308 | 6 908 | 400*", "2023 | 6 308 | 6 918 | 390*"),
        ("2024 | 7 500** | 7 200* | 700*", "2024 | 7 500** | 7 200* | 690*"),
        ("2025 | 7 500** | 7 500* | 700*", "2025 | 7 500** | 7 500* | 690*"),
        ("2026 | 7 500** | 7 800* | 400*", "2026 | 7 500** | 7 800* | 390*"),
        said(TOGETHER, ("6 908 000", "6 308 000"), ("6 918 000", "6 308 000")),
        said(SURPLUS, "−600 000", "−610 000"),
        said(COMPARED, "400 000", "390 000"),
        ("50 | Löner arbetad tid | 702 | 648", "50 | Löner arbetad tid | 712 | 648"),
        ("Totalt | 1 298 | 895", "Totalt | 1 308 | 895"),
        ("Kostnader totalt | 6 908 | 7 185", "Kostnader totalt | 6 918 | 7 185"),
        ("Resultat | −600 | −863", "Resultat | −610 | −863"),
    ]
    assert replaced(before.overview, after.overview) == [
        (KNOWN, "Alla kontroller för 2023: fyra fel och fem varningar"),
        ("6 908 000 kr", "6 918 000 kr"),
        ("−600 000 kr", "−610 000 kr"),
        ("400 000 kr", "390 000 kr"),
    ]
    assert replaced(before.budget, after.budget) == [
        ("50 | Löner arbetad tid | 702 000 | 648 000", "50 | Löner arbetad tid | 712 000 | 648 000"),
        (" | Totalt Ett fel | 1 298 000 | 895 000", " | Totalt Två fel | 1 308 000 | 895 000"),
        (
            " | Kostnader totalt Ett fel och en varning | 6 908 000 | 7 185 000",
            " | Kostnader totalt Två fel och två varningar | 6 918 000 | 7 185 000",
        ),
        (" | Resultat | −600 000 | −863 000", " | Resultat | −610 000 | −863 000"),
        (
            "2023 | 6 308 000 | 6 908 000 | −600 000 | 400 000*",
            "2023 En varning | 6 308 000 | 6 918 000 | −610 000 | 390 000*",
        ),
        (
            "2024 | 7 500 000** | 7 200 000* | 300 000 | 700 000*",
            "2024 | 7 500 000** | 7 200 000* | 300 000 | 690 000*",
        ),
        ("2025 | 7 500 000** | 7 500 000* | 0 | 700 000*", "2025 | 7 500 000** | 7 500 000* | 0 | 690 000*"),
        (
            "2026 | 7 500 000** | 7 800 000* | −300 000 | 400 000*",
            "2026 En varning | 7 500 000** | 7 800 000* | −300 000 | 390 000*",
        ),
    ]


@pytest.mark.parametrize("place", ["overview", "budget"])
def test_what_it_leads_to_is_warned_of_with_year_and_amount(demo: Demo, place: str) -> None:
    client, url = demo.client("board"), demo.url(place)
    (known,) = warnings_of(client, url)
    assert "Används hela den fastställda budgeten blir det egna kapitalet 1 000 kr under lägsta nivå" in known

    change(demo, demo.url("line", pk=line("20000", "50").pk), amount="712 000")

    over, floor_2023, floor_2026 = (each for each in warnings_of(client, url) if each != known)
    assert "Budgeten kostar 10 000 kr mer än de tillgängliga medlen." in over
    for warning, year in ((floor_2023, 2023), (floor_2026, 2026)):
        assert f"Långsiktig budget {year}" in warning
        assert "Det egna kapitalet blir 10 000 kr under lägsta nivå" in warning
        assert "Väntat: minst 400 000 kr. Funnet: 390 000 kr." in warning


def test_a_larger_funding_is_divided_between_the_members_and_can_be_spent(
    demo: Demo, before: Reading
) -> None:
    """6 408 tkr: half, a quarter, and 11, 8 and 6 per cent, to the krona."""
    change(demo, demo.url("line", pk=line("50000", "35").pk), amount="−6 408 000")

    after = read(demo)

    assert plan_changes(before, after) == FUNDING_CHANGES
    assert replaced(before.overview, after.overview) == [
        (KNOWN, "Alla kontroller för 2023: tio fel och två varningar"),
        ("6 308 000 kr", "6 408 000 kr"),
        ("−600 000 kr", "−500 000 kr"),
        ("6 908 000 kr", "7 008 000 kr"),
        ("400 000 kr", "500 000 kr"),
    ]
    assert [each for each in replaced(before.budget, after.budget) if "%" in each[0]] == NOTE_CHANGES
    (known,) = warnings_of(demo.client("board"), demo.url("overview"))  # of the year before
    assert "Budget 2022" in known


NOTE_CHANGES: Changes = [
    (
        "Försäkringskassan med Arbetsförmedlingen | 50 % | 3 154 000",
        "Försäkringskassan med Arbetsförmedlingen | 50 % | 3 204 000",
    ),
    ("Region Dalarna | 25 % | 1 577 000", "Region Dalarna | 25 % | 1 602 000"),
    ("Avesta kommun | 11 % | 693 880", "Avesta kommun | 11 % | 704 880"),
    ("Hedemora kommun | 8 % | 504 640", "Hedemora kommun | 8 % | 512 640"),
    ("Säters kommun | 6 % | 378 480", "Säters kommun | 6 % | 384 480"),
    ("Totalt | 100 % | 6 308 000", "Totalt | 100 % | 6 408 000"),
]
FUNDING_CHANGES: Changes = [
    said(FRAME, "6 308 000", "6 408 000"),
    said(AVAILABLE, "6 908 000", "7 008 000"),
    ("Budgetram från medlemmarna | 6 308 000", "Budgetram från medlemmarna | 6 408 000"),
    ("Tillgängligt 2023 | 6 908 000", "Tillgängligt 2023 | 7 008 000"),
    said(RESULT, ("−600 000", "400 000"), ("−500 000", "500 000")),
    said(ROOM, "700 000", "800 000"),
    said(LAST, "400 000", "500 000"),
    ("2023 | 6 308 | 6 908 | 400*", "2023 | 6 408 | 6 908 | 500*"),
    ("2024 | 7 500** | 7 200* | 700*", "2024 | 7 500** | 7 200* | 800*"),
    ("2025 | 7 500** | 7 500* | 700*", "2025 | 7 500** | 7 500* | 800*"),
    ("2026 | 7 500** | 7 800* | 400*", "2026 | 7 500** | 7 800* | 500*"),
    said(TOGETHER, ("6 908 000", "6 308 000"), ("6 908 000", "6 408 000")),
    said(SURPLUS, "−600 000", "−500 000"),
    said(COMPARED, "400 000", "500 000"),
    ("35 | Bidrag (not 1) | −6 308 | −6 322", "35 | Bidrag (not 1) | −6 408 | −6 322"),
    ("Totalt | −6 308 | −6 322", "Totalt | −6 408 | −6 322"),
    ("Intäkter totalt | 6 308 | 6 322", "Intäkter totalt | 6 408 | 6 322"),
    ("Resultat | −600 | −863", "Resultat | −500 | −863"),
    said(STATE, "3 154 000", "3 204 000"),
    *NOTE_CHANGES,
]


def test_an_id_renamed_from_the_year_is_called_so_everywhere_and_the_year_before_keeps_its_name(
    demo: Demo, before: Reading
) -> None:
    year_before = texts_of(demo.client("board"), demo.url("budget", year=2022))
    centre = CostCentre.objects.get(federation=demo.federation, code="36000")

    change(demo, demo.url("cost_centre", pk=centre.pk), name="Samverkansteam Hedemora")

    after = read(demo)
    assert plan_changes(before, after) == [
        said(TEAM, "Samverkansteam Kraften Hedemora", "Samverkansteam Hedemora"),
        ("36 000 | Samverkansteam Kraften Hedemora", "36 000 | Samverkansteam Hedemora"),
    ]
    assert changes(before.budget, after.budget) == [
        ("36 000 | Samverkansteam Kraften Hedemora", "36 000 | Samverkansteam Hedemora")
    ]
    assert after.overview == before.overview
    assert texts_of(demo.client("board"), demo.url("budget", year=2022)) == year_before
    assert "36 000 | Samverkansteam Kraften Hedemora" in year_before


def test_another_day_for_the_meeting_is_read_on_the_cover_and_in_the_text(
    demo: Demo, before: Reading
) -> None:
    meeting = Meeting.objects.get(federation=demo.federation, held_on="2022-11-25")

    change(demo, demo.url("meeting", pk=meeting.pk), held_on="2022-11-28")

    after = read(demo)
    assert plan_changes(before, after) == [
        said(PROPOSED, "25", "28"),
        said(TREATED, "25", "28"),
    ]
    assert changes(before.overview, after.overview) == [
        (was, was.replace("25 november", "28 november")) for was in before.overview if "25 november" in was
    ]
    assert any("25 november" in text for text in before.overview)
    assert after.budget == before.budget


def test_a_worse_forecast_for_this_year_lowers_every_equity_after_it(demo: Demo, before: Reading) -> None:
    """1 262 − 300 = 962 tkr when 2023 begins, and so 38 tkr less to spend and 38 tkr less equity each year."""
    entry = OutlookYear.objects.get(budget__federation=demo.federation, year=2022)

    change(demo, demo.url("outlook_year", pk=entry.pk), forecast_result="−300 000")

    assert plan_changes(before, read(demo)) == FORECAST_CHANGES


FORECAST_CHANGES: Changes = [
    said(OPENING, "1 000 000", "962 000"),
    said(AVAILABLE, "6 908 000", "6 870 000"),
    ("Beräknat eget kapital när året börjar | 1 000 000", "Beräknat eget kapital när året börjar | 962 000"),
    ("Tillgängligt 2023 | 6 908 000", "Tillgängligt 2023 | 6 870 000"),
    said(RESULT, ("−600 000", "400 000"), ("−600 000", "362 000")),
    said(ROOM, "700 000", "662 000"),
    said(LAST, "400 000", "362 000"),
    ("2022 | 6 322 | 7 185 | 1 000*", "2022 | 6 322 | 7 185 | 962*"),
    ("2023 | 6 308 | 6 908 | 400*", "2023 | 6 308 | 6 908 | 362*"),
    ("2024 | 7 500** | 7 200* | 700*", "2024 | 7 500** | 7 200* | 662*"),
    ("2025 | 7 500** | 7 500* | 700*", "2025 | 7 500** | 7 500* | 662*"),
    ("2026 | 7 500** | 7 800* | 400*", "2026 | 7 500** | 7 800* | 362*"),
    said(COMPARED, "400 000", "362 000"),
]


def test_one_more_activity_is_counted_in_the_text(demo: Demo) -> None:
    client, director = demo.client("board"), demo.client("director")
    before = texts_of(client, demo.url("plan"))
    area = GoalArea.objects.filter(document__federation=demo.federation).order_by("position").last()
    assert area is not None

    director.post(
        demo.url("activity_add"),
        {"goal_area": area.pk, "text": "Pröva ett nytt mått", "responsible": "Förbundschefen", "due": "Maj"},
    )

    assert changes(before, texts_of(client, demo.url("plan"))) == [
        (
            "Planen har fyra målområden med sammanlagt tio aktiviteter för 2023.",
            "Planen har fyra målområden med sammanlagt elva aktiviteter för 2023.",
        ),
        ("", "Pröva ett nytt mått | Förbundschefen | Maj"),
    ]
