"""Pages of what old documents printed: read beside what is computed, entered one by one, and pasted all or none."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.models import PublishedFigure
from finsam.swedish import NBSP
from members.models import Role
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.pages import errors, form_data, messages, words

pytestmark = pytest.mark.django_db

PLAN_2023 = "Verksamhetsplan och budget år 2023 och långsiktig inriktning 2024–2026"


def shown(answer: HttpResponse) -> dict[str, tuple[str, str, str]]:
    """Per place: printed, computed and the difference."""
    return {
        view.fact.place: (view.printed, view.computed, view.apart)
        for _document, views in answer.context["documents"]  # type: ignore[attr-defined]
        for view in views
    }


# --- Reading -------------------------------------------------------------------------------------------------------


def test_each_figure_stands_beside_what_is_computed(demo: Demo) -> None:
    answer = demo.client(Role.AUDITOR).get(demo.url("published_figures"))

    found = shown(answer)
    assert len(found) == 43
    assert found["Budget år 2023, Kostnader totalt, årsbudget 2022"] == (
        f"7{NBSP}195{NBSP}tkr",
        f"7{NBSP}185{NBSP}tkr",
        f"10{NBSP}tkr",
    )
    assert found["Mål, antal målområden"] == ("4", "4", "")
    assert {place for place, (_printed, _computed, apart) in found.items() if apart} == {
        f"Budget år 2023, 20{NBSP}000 Administration, Totalt, årsbudget 2022",
        "Budget år 2023, Kostnader totalt, årsbudget 2022",
        "Budget år 2023, Resultat, årsbudget 2022",
        "Långsiktig budget 2023–2026, Budget 2022",
    }


def test_what_came_of_each_is_said_in_words_and_leads_to_the_finding(demo: Demo) -> None:
    answer = demo.client().get(demo.url("published_figures"))
    checks = demo.client().get(demo.url("checks")).content.decode()

    assert words(answer).count("Ett fel") == 2
    assert words(answer).count("Följer av en annan siffra") == 2
    assert words(answer).count("Stämmer") == 39
    anchors = {
        view.finding.anchor
        for _document, views in answer.context["documents"]
        for view in views
        if view.finding
    }
    assert len(anchors) == 2
    assert all(f'id="{anchor}"' in checks for anchor in anchors)


def test_only_those_who_edit_are_led_to_forms(demo: Demo) -> None:
    assert "Lägg till en siffra" in words(demo.client(Role.FINANCE).get(demo.url("published_figures")))
    assert "Lägg till en siffra" not in words(demo.client(Role.BOARD).get(demo.url("published_figures")))


@pytest.mark.parametrize("size", [1, 30])
def test_thirty_figures_cost_as_many_queries_as_one(size: int) -> None:
    budget = make.BudgetFactory(previous=make.BudgetFactory(year=2022))
    for _ in range(size):
        make.BudgetLineFactory(budget=budget)
        make.PublishedFigureFactory(federation=budget.federation)
    client = signed_in(make.MandateFactory(federation=budget.federation, role=Role.DIRECTOR).user)
    url = reverse("published_figures", kwargs={"slug": budget.federation.slug, "year": 2023})
    client.get(url)

    with CaptureQueriesContext(connection) as asked:
        assert len(shown(client.get(url))) == size
    assert len(asked) == QUERIES


QUERIES = 20


# --- One by one ----------------------------------------------------------------------------------------------------


def add(demo: Demo, **typed: Any) -> HttpResponse:
    """The form for a new figure, filled in and sent."""
    client, url = demo.client(Role.FINANCE), demo.url("published_figure_add")
    usual = {"document": "Plan", "place": "Tabell 1", "reference": "budget.cost_total@2022", "unit": "tkr"}
    return client.post(url, form_data(client.get(url), **{**usual, **typed}))


@pytest.mark.parametrize(
    ("printed", "unit", "turned", "value"),
    [
        ("7 195", "tkr", "", "7195000"),
        ("−7 720", "tkr", "on", "7720000"),
        ("−873", "tkr", "", "-873000"),
        ("6,3", "mnkr", "", "6300000"),
        ("1 000*", "tkr", "", "1000000"),
        ("3286 000", "kr", "", "3286000"),
        ("905 tkr", "tkr", "", "905000"),
    ],
)
def test_what_was_printed_is_kept_with_its_exact_value(
    demo: Demo, printed: str, unit: str, turned: str, value: str
) -> None:
    answer = add(demo, printed=printed, unit=unit, **({"turned": turned} if turned else {}))

    assert answer.status_code == 302
    kept = PublishedFigure.objects.get(document="Plan")
    assert (kept.printed, kept.value, kept.year, kept.unit) == (printed, Decimal(value), 2023, unit)


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"printed": "6.3"}, "printed", "”6.3” går inte att tolka: använd komma före decimaler"),
        ({"printed": "50 %"}, "printed", "”50 %” är i procent. Skriv det i tusental kronor"),
        ({"printed": "905", "reference": "budget.nonsense"}, "reference", "Välj ett giltigt alternativ"),
        ({"printed": "", "place": ""}, "place", "Det här fältet är obligatoriskt"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(
    demo: Demo, typed: dict[str, str], field: str, message: str
) -> None:
    answer = add(demo, **typed)

    assert answer.status_code == 422
    assert errors(answer)[field][0].startswith(message)
    assert not PublishedFigure.objects.filter(document="Plan").exists()


def test_a_figure_stands_once_in_each_place(demo: Demo) -> None:
    add(demo, printed="7 195")

    answer = add(demo, printed="7 200")

    assert errors(answer) == {
        "place": ["Den siffran är redan inlagd på den platsen i dokumentet. Ändra den i stället."]
    }
    assert PublishedFigure.objects.get(document="Plan").printed == "7 195"


def test_figures_are_chosen_with_what_is_computed_now(demo: Demo) -> None:
    content = words(demo.client().get(demo.url("published_figure_add")))

    assert "kostnader totalt: 7 185 tkr" in content
    assert "eget kapital i långsiktig budget, 2026: 400 tkr" in content
    assert "antal målområden: 4" in content


def test_a_figure_is_changed_and_removed(demo: Demo) -> None:
    add(demo, printed="−7 195", turned="on")
    kept = PublishedFigure.objects.get(document="Plan")
    client, url = demo.client(), demo.url("published_figure", pk=kept.pk)

    form = form_data(client.get(url))
    assert form["turned"] == "on"
    client.post(url, {**form, "printed": "−7 185"})
    kept.refresh_from_db()
    assert (kept.printed, kept.value, kept.revision) == ("−7 185", Decimal(7_185_000), 2)

    removal = demo.url("published_figure_remove", pk=kept.pk)
    client.post(removal, form_data(client.get(removal)))
    assert not PublishedFigure.objects.filter(document="Plan").exists()


# --- Many at once --------------------------------------------------------------------------------------------------

ROWS = (
    "plats;siffra;tryckt;enhet\n"
    "Tabell 1, SUMMA KOSTNADER;budget.cost_total@2022;−7 195;tkr\n"
    "Tabell 1, RESULTAT;budget.result@2022;−873;tkr\n"
    "\n"
    "Text, antal team;budget.initiative_count;tre;antal\n"
)


def test_the_references_that_rows_may_name_stand_on_the_page(demo: Demo) -> None:
    content = words(demo.client().get(demo.url("published_figures_paste")))

    assert "budget.cost_total@2022 kostnader totalt: 7 185 tkr" in content


def send(demo: Demo, **typed: Any) -> HttpResponse:
    """The rows as a user sends them."""
    return demo.client(Role.FINANCE).post(
        demo.url("published_figures_paste"), {"document": "Plan", **typed}, follow=True
    )


def test_rows_are_shown_as_they_will_be_read_before_any_is_kept(demo: Demo) -> None:
    answer = send(demo, rows=ROWS, turns_costs="on", step_to="visa")

    assert answer.status_code == 200
    assert [
        (row.number, row.value, view.figure, view.computed, view.apart)
        for row, view, _problem, _replaces in answer.context["preview"]  # type: ignore[attr-defined]
    ] == [
        (2, Decimal(7_195_000), "kostnader totalt, 2022", f"−7{NBSP}185{NBSP}tkr", f"−10{NBSP}tkr"),
        (3, Decimal(-873_000), "resultat, 2022", f"−863{NBSP}tkr", f"−10{NBSP}tkr"),
        (5, Decimal(3), "antal samverkansteam, 2023", "3", ""),
    ]
    assert "Lägg in 3 siffror" in words(answer)
    assert not PublishedFigure.objects.filter(document="Plan").exists()


def test_what_was_shown_is_kept(demo: Demo) -> None:
    seen = send(demo, rows=ROWS, turns_costs="on").context["seen"]  # type: ignore[attr-defined]

    answer = send(demo, rows=ROWS, turns_costs="on", seen=seen, step_to="lagg-in")

    assert messages(answer) == ["3 siffror är inlagda."]
    assert list(
        PublishedFigure.objects.filter(document="Plan").values_list("place", "printed", "value", "unit")
    ) == [
        ("Tabell 1, SUMMA KOSTNADER", "−7 195", Decimal(7_195_000), "tkr"),
        ("Tabell 1, RESULTAT", "−873", Decimal(-873_000), "tkr"),
        ("Text, antal team", "tre", Decimal(3), "count"),
    ]


def test_rows_that_were_changed_after_they_were_shown_are_shown_again(demo: Demo) -> None:
    seen = send(demo, rows=ROWS).context["seen"]  # type: ignore[attr-defined]

    answer = send(demo, rows=ROWS.replace("873", "874"), seen=seen, step_to="lagg-in")

    assert len(answer.context["preview"]) == 3  # type: ignore[attr-defined]
    assert not PublishedFigure.objects.filter(document="Plan").exists()


def test_the_same_place_again_is_replaced(demo: Demo) -> None:
    for rows in (ROWS, ROWS.replace("−873", "−863")):
        seen = send(demo, rows=rows).context["seen"]  # type: ignore[attr-defined]
        send(demo, rows=rows, seen=seen, step_to="lagg-in")

    assert PublishedFigure.objects.filter(document="Plan").count() == 3
    assert PublishedFigure.objects.get(document="Plan", place="Tabell 1, RESULTAT").printed == "−863"


def test_what_a_row_replaces_is_shown_and_a_figure_corrected_meanwhile_is_shown_again(demo: Demo) -> None:
    seen = send(demo, rows=ROWS).context["seen"]  # type: ignore[attr-defined]
    send(demo, rows=ROWS, seen=seen, step_to="lagg-in")
    assert "ersätter" not in words(send(demo, rows=ROWS))
    figure = PublishedFigure.objects.get(document="Plan", place="Tabell 1, RESULTAT")
    figure.save_next(printed="−863", value=Decimal(-863_000))

    answer = send(demo, rows=ROWS, seen=seen, step_to="lagg-in")

    assert "ersätter −863 tkr" in words(answer)
    figure.refresh_from_db()
    assert figure.printed == "−863"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Tabell;budget.cost_total;905", "Raden har tre fält. Den ska ha fyra: plats;siffra;tryckt;enhet."),
        ("Tabell;;905;tkr", "Fältet siffra är tomt."),
        (
            "Tabell;budget.cost_total;905;öre",
            "Enheten ”öre” finns inte. Skriv tkr, kr, mnkr, procent eller antal.",
        ),
        (
            "Tabell;budget.cost_total;6.3;tkr",
            "”6.3” går inte att tolka: använd komma före decimaler och mellanslag mellan tusental.",
        ),
        ("Tabell;budget.nonsense;905;tkr", "Siffran ”budget.nonsense” finns inte."),
        (
            "Tabell;budget.cost_total;905;procent",
            "Siffran ”kostnader totalt” kan inte vara tryckt i den enheten.",
        ),
        (f"{'x' * 161};budget.cost_total;905;tkr", "Fältet plats är längre än 160 tecken."),
        (
            "Tabell 1, RESULTAT;budget.result@2022;−873;tkr",
            "Samma plats och siffra står redan på rad 3.",
        ),
        ("Tabell;budget.cost_total;999 999 999 999;mnkr", "Beloppet är större än vad som går att spara."),
    ],
)
def test_one_row_that_cannot_be_read_stops_them_all(demo: Demo, row: str, problem: str) -> None:
    seen = send(demo, rows=ROWS + row).context["seen"]  # type: ignore[attr-defined]

    answer = send(demo, rows=ROWS + row, seen=seen, step_to="lagg-in")

    assert answer.status_code == 422
    assert f"Rad 6: {problem}" in words(answer).replace(NBSP, " ")
    assert "Lägg in" not in words(answer)
    assert not PublishedFigure.objects.filter(document="Plan").exists()


def test_a_file_is_read_into_the_form(demo: Demo) -> None:
    file = BytesIO(ROWS.encode("utf-8-sig"))
    file.name = "siffror.csv"

    answer = send(demo, file=file)

    assert len(answer.context["preview"]) == 3  # type: ignore[attr-defined]
    assert answer.context["form"].initial["rows"] == ROWS  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"rows": ""}, "rows", "Klistra in minst en rad: plats;siffra;tryckt;enhet."),
        (
            {"rows": "plats;siffra;tryckt;enhet"},
            "rows",
            "Klistra in minst en rad: plats;siffra;tryckt;enhet.",
        ),
        ({"rows": 'a;"b'}, "rows", "Citattecknen går inte ihop."),
        ({"rows": "a;b;1;tkr\n" * 1001}, "rows", f"Det är fler än 1{NBSP}000 rader."),
        ({"rows": "a;b;1;tkr", "document": ""}, "document", "Det här fältet är obligatoriskt"),
    ],
)
def test_what_is_no_list_of_figures_is_refused(
    demo: Demo, typed: dict[str, str], field: str, message: str
) -> None:
    answer = send(demo, **typed)

    assert answer.status_code == 422
    assert errors(answer)[field][0].startswith(message)


def test_a_file_in_letters_that_cannot_be_read_is_refused(demo: Demo) -> None:
    file = BytesIO("Målområden;budget.cost_total;905;tkr".encode("latin-1"))
    file.name = "siffror.csv"

    assert errors(send(demo, file=file))["file"][0].startswith("Tecknen i filen går inte att läsa.")


def test_cells_copied_from_a_spreadsheet_are_read(demo: Demo) -> None:
    answer = send(demo, rows="Tabell 1, Kostnader\tbudget.cost_total@2022\t7 195\ttkr\n")

    ((row, _view, _problem, _replaces),) = answer.context["preview"]  # type: ignore[attr-defined]
    assert (row.place, row.value) == ("Tabell 1, Kostnader", Decimal(7_195_000))


# --- Marks beside what a finding concerns --------------------------------------------------------------------------


def test_a_mark_on_the_budget_page_counts_the_findings_and_leads_to_the_gravest(demo: Demo) -> None:
    answer = demo.client(Role.BOARD).get(demo.url("budget"))
    checks = demo.client(Role.BOARD).get(demo.url("checks")).content.decode()

    text = words(answer)
    assert "Totalt Ett fel 1 298 000 895 000" in text
    assert "Kostnader totalt Ett fel och en varning 6 908 000 7 185 000" in text
    assert "2022 Två varningar 6 322 000" in text
    content = answer.content.decode()
    links = [part.split('"')[0] for part in content.split(f'href="{demo.url("checks")}#')[1:]]
    assert len(links) == 3
    assert all(f'id="{anchor}"' in checks for anchor in links)


def test_a_line_without_a_forecast_has_its_mark(demo: Demo) -> None:
    """One line of 2022 has a forecast, the others none: the next line of this year says so."""
    budget = demo.federation.budgets.get(year=2023)
    lines = list(budget.lines.filter(cost_centre__code="10000"))
    lines[0].amounts.create(kind="forecast", year=2022, amount=50_000)

    text = words(demo.client().get(demo.url("budget")))

    assert f"{lines[1].label} En varning" in text
    assert f"{lines[0].label} En varning" not in text


def test_the_outlook_has_the_marks_of_its_years(demo: Demo) -> None:
    assert "2022 Två varningar" in words(demo.client().get(demo.url("outlook")))
