"""The sheet's page as a plain form, and what it answers its script."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from budgets.domain.sheet_cells import PLAN_YEARS, TEXT_FIELDS
from budgets.models import Budget, BudgetLine, CostCentre
from finsam.swedish import NBSP
from members.models import Federation, Role
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.pages import errors, messages, words
from tests.reading import main_of
from tests.test_access import everything

pytestmark = pytest.mark.django_db
LIMIT = 5 * 1024
"""What an answer to one cell may weigh, in bytes."""


@pytest.fixture
def line(demo: Demo) -> BudgetLine:
    """Administration, salaries, 702 tkr: "Verksamhetsplan och budget år 2023", table of budget."""
    found: BudgetLine = demo.federation.budgets.get(year=2023).lines.get(
        cost_centre__code="20000", account_group__code="50"
    )
    return found


def filled(page: HttpResponse, **typed: str) -> dict[str, Any]:
    """What a browser would send of the sheet's form, with `typed` in cells by name."""
    form = next(each for each in main_of(page.content.decode()).iter("form") if "data-sheet" in each.attrib)
    sent: dict[str, Any] = {}
    for field in form.iter():
        name = field.get("name")
        if field.tag not in ("input", "select", "textarea") or not name:
            continue
        value = field.get("value", "")
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = [each for each in options if "selected" in each.attrib] or options[:1]
            value = chosen[0].get("value", "")
        if field.tag == "textarea":
            value = (field.text or "").replace("\n", "\r\n")
        sent.setdefault(name, []).append(value)
    assert set(typed) <= set(sent), set(typed) - set(sent)
    return {**sent, **typed}


def send(client: Client, url: str, **body: Any) -> HttpResponse:
    """What the page's script sends."""
    found: HttpResponse = client.post(url, json.dumps(body), content_type="application/json")
    return found


# --- Without scripts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "after"),
    [
        ("", "?enhet=kr"),
        ("?enhet=tkr", "?enhet=tkr"),
        (
            "?valda=1&kolumn=forecast-2022&kolumn=plan-2024&alla=1",
            "?valda=1&kolumn=forecast-2022&kolumn=plan-2024&enhet=kr&alla=1",
        ),
    ],
)
def test_the_form_as_it_stands_changes_nothing_and_leads_back_as_it_was(
    demo: Demo, line: BudgetLine, query: str, after: str
) -> None:
    client = demo.client()
    page, before = client.get(demo.url("sheet") + query), everything()
    answer = client.post(demo.url("sheet_cells"), filled(page))
    assert (answer.status_code, answer.headers["Location"]) == (302, demo.url("sheet") + after)
    assert messages(client.get(demo.url("sheet"))) == ["Inget var ändrat. Allt är sparat."]
    assert everything() == before


def test_the_form_saves_what_was_typed_and_says_so(demo: Demo, line: BudgetLine) -> None:
    client = demo.client()
    page = client.get(demo.url("sheet") + "?valda=1&kolumn=plan-2024")
    centre = line.cost_centre_id
    typed = {
        f"r{line.pk}.amount": "712 000",
        f"r{line.pk}.plan-2024": "720 000",
        f"n{centre}.label": "Porto",
        f"n{centre}.amount": "1 200",
        f"c{centre}.name": "Kansliet",
    }
    answer = client.post(demo.url("sheet_cells"), filled(page, **typed), follow=True)
    assert messages(answer) == ["Sparat: fyra ändringar."]
    line.refresh_from_db()
    assert line.amount == 712_000
    assert line.amounts.get().amount == 720_000
    assert line.budget.lines.get(label="Porto").amount == 1_200
    assert f"20{NBSP}000 Kansliet" in answer.content.decode()


def test_the_form_can_be_typed_in_thousands(demo: Demo, line: BudgetLine) -> None:
    client = demo.client()
    page = client.get(demo.url("sheet") + "?enhet=tkr")
    data = filled(page, **{f"r{line.pk}.amount": "712,5"})
    assert client.post(demo.url("sheet_cells"), data).status_code == 302
    line.refresh_from_db()
    assert line.amount == 712_500


def test_bad_input_stays_in_its_cell_with_its_reason_and_a_link_to_it(demo: Demo, line: BudgetLine) -> None:
    client = demo.client()
    centre, cell = line.cost_centre_id, f"r{line.pk}.amount"
    page = client.get(demo.url("sheet"))
    typed = {cell: "sjuhundra", f"r{line.pk}.label": "Löner", f"n{centre}.amount": "7"}
    answer = client.post(demo.url("sheet_cells"), filled(page, **typed))
    assert answer.status_code == 422
    told = "”sjuhundra” är inte ett tal. Skriv med siffror, till exempel 1\u00a0234,50."
    html = answer.content.decode()
    assert f'<a href="#{cell}">20{NBSP}000 Administration, 50 Löner, Årsbudget 2023: {told}</a>' in html
    assert f'aria-invalid="true" aria-describedby="fel-{cell}"' in html
    assert f'<li id="fel-{cell}">{told}</li>' in html
    assert "Skriv vad raden gäller, så sparas den." in words(answer)
    total = next(each for each in main_of(html).iter("tbody") if each.get("data-total") == str(centre))
    said = "räknas inte: ogiltigt belopp"
    assert [said in "".join(each.itertext()) for each in total[0]][:4] == [False, True, False, True]
    again = filled(answer)
    assert (again[cell], again[f"n{centre}.amount"]) == (["sjuhundra"], ["7"])
    line.refresh_from_db()
    assert (line.label, line.amount) == ("Löner", 702_000)
    mended = client.post(
        demo.url("sheet_cells"), filled(answer, **{cell: "700 000", f"n{centre}.label": "Porto"}), follow=True
    )
    assert messages(mended) == ["Sparat: två ändringar."]


def test_the_second_of_two_sees_at_the_cell_what_the_first_wrote_and_saves_knowingly(
    demo: Demo, line: BudgetLine
) -> None:
    first, second, cell = demo.client(Role.FINANCE), demo.client(), f"r{line.pk}.amount"
    opened = second.get(demo.url("sheet"))
    mine = filled(opened, **{cell: "720 000", f"r{line.pk}.label": "Löner"})
    first.post(demo.url("sheet_cells"), filled(opened, **{cell: "710 000"}))
    answer = second.post(demo.url("sheet_cells"), mine)
    assert answer.status_code == 409
    assert f"Nu står 710{NBSP}000 (Rune Räknefors, " in answer.content.decode()
    assert filled(answer)[cell] == ["720 000"]
    line.refresh_from_db()
    assert (line.amount, line.label) == (710_000, "Löner")
    assert second.post(demo.url("sheet_cells"), filled(answer)).status_code == 302
    line.refresh_from_db()
    assert line.amount == 720_000


def test_what_is_typed_while_the_budget_is_adopted_is_still_there(demo: Demo, line: BudgetLine) -> None:
    client, cell = demo.client(), f"r{line.pk}.amount"
    mine = filled(client.get(demo.url("sheet")), **{cell: "720 000"})
    Budget.objects.filter(pk=line.budget_id).update(status="superseded")
    before = everything()
    answer = client.post(demo.url("sheet_cells"), mine)
    assert answer.status_code == 409
    assert "Budgeten för 2023 är ersatt och ändras inte." in words(answer)
    assert filled(answer)[cell] == ["720 000"]
    assert everything() == before


def test_a_row_removed_meanwhile_is_told_with_what_was_typed_in_it(demo: Demo, line: BudgetLine) -> None:
    client = demo.client()
    mine = filled(client.get(demo.url("sheet")), **{f"r{line.pk}.amount": "720 000"})
    line.delete()
    answer = client.post(demo.url("sheet_cells"), mine)
    assert answer.status_code == 422
    assert "har tagit bort en rad där du hade skrivit ”720 000”." in words(answer)


def test_an_id_is_added_from_the_sheet_and_refused_with_what_was_typed(demo: Demo) -> None:
    client = demo.client()
    data = {"code": "10000", "name": "Norberg", "purpose": "initiative", "enhet": "tkr"}
    answer = client.post(demo.url("sheet_rows"), data)
    assert answer.status_code == 422
    assert errors(answer) == {"": ["ID:t finns redan i förbundet. Välj ett annat eller ändra det som finns."]}
    assert 'value="Norberg"' in answer.content.decode()
    added = client.post(demo.url("sheet_rows"), {**data, "code": "39100"})
    centre = CostCentre.objects.get(code="39100")
    assert added.headers["Location"] == f"{demo.url('sheet')}?enhet=tkr#c{centre.pk}"
    assert f"39{NBSP}100 Norberg" in client.get(demo.url("sheet")).content.decode()


def test_a_year_without_an_open_budget_leads_to_the_budget(demo: Demo) -> None:
    client = demo.client()
    for year in (2022, 2030):
        answer = client.get(demo.url("sheet", year=year))
        assert (answer.status_code, answer.headers["Location"]) == (302, demo.url("budget", year=year))


def test_a_form_of_three_thousand_lines_is_taken(sign_in_as: Any) -> None:
    """450 lines in four columns is a large federation's; this is the largest there may be."""
    budget, cells = large_budget(3000)
    client = sign_in_as(budget.federation)
    cell = f"r{cells[-1]}.plan-2024"
    page = client.get(
        address(budget, "sheet") + "?valda=1&kolumn=forecast-2022&kolumn=plan-2024&kolumn=plan-2025"
    )
    data = filled(page, **{cell: "7"})
    assert sum(len(each) if isinstance(each, list) else 1 for each in data.values()) > 21_000
    body = "&".join(_encoded(data))
    answer = client.post(
        address(budget, "sheet_cells"), body, content_type="application/x-www-form-urlencoded", follow=True
    )
    assert messages(answer) == ["Sparat: en ändring."]


def test_the_largest_sheet_in_months_with_every_column_is_within_what_a_form_may_hold() -> None:
    """Each line has its three texts, twelve months, last year's forecast and the years of the plan."""
    assert 3000 * (len(TEXT_FIELDS) + 12 + 1 + PLAN_YEARS) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_a_form_that_is_too_large_is_answered_with_our_own_page(demo: Demo, line: BudgetLine) -> None:
    before = everything()
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=10):
        answer = demo.client().post(demo.url("sheet_cells"), {f"r{each}.amount": "7" for each in range(20)})
    assert answer.status_code == 400
    assert "Det som skickades var trasigt eller för stort. Ingenting sparades." in words(answer)
    assert everything() == before


def _encoded(data: dict[str, Any]) -> list[str]:
    from urllib.parse import urlencode

    return [urlencode({name: value}, doseq=True) for name, value in data.items()]


def large_budget(lines: int) -> tuple[Budget, list[int]]:
    """A budget of so many lines under ten IDs, and its lines."""
    budget: Budget = make.BudgetFactory()
    centres = [make.CostCentreFactory(federation=budget.federation) for _ in range(10)]
    BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=budget,
            cost_centre=centres[number % 10],
            label=f"En rad med ett namn av vanlig längd {number}",
            amount=1000 * number,
            position=number,
        )
        for number in range(lines)
    )
    return budget, list(budget.lines.order_by("pk").values_list("pk", flat=True))


def address(budget: Budget, name: str) -> str:
    """A page of the budget's year."""
    return reverse(name, kwargs={"slug": budget.federation.slug, "year": budget.year})


# --- What the script is told ----------------------------------------------------------------------------------------


def test_one_cell_is_saved_and_answered_in_few_bytes_with_nothing_of_the_grid(
    demo: Demo, line: BudgetLine
) -> None:
    cells = [{"cell": f"r{line.pk}.amount", "was": "702000", "now": "712000"}]
    answer = send(demo.client(), demo.url("sheet_cells"), budget=line.budget_id, cells=cells)
    assert (answer.status_code, answer.json()) == (  # type: ignore[attr-defined]
        200,
        {"saved": 1, "added": {}, "conflicts": [], "errors": [], "gone": []},
    )


def test_an_answer_to_twenty_cells_in_conflict_is_small_too(demo: Demo, line: BudgetLine) -> None:
    client = demo.client()
    lines = list(line.budget.lines.all())[:20]
    cells = [{"cell": f"r{each.pk}.amount", "was": "1", "now": "2"} for each in lines]
    answer = send(client, demo.url("sheet_cells"), budget=line.budget_id, cells=cells)
    conflict = next(
        each
        for each in answer.json()["conflicts"]  # type: ignore[attr-defined]
        if each["cell"] == f"r{line.pk}.amount"
    )
    assert (conflict["theirs"], set(conflict)) == ("702000", {"cell", "theirs", "who", "when"})
    assert len(answer.content) < LIMIT


def test_a_closed_budget_and_a_lost_sign_in_are_told_in_json(demo: Demo, line: BudgetLine) -> None:
    url, cells = demo.url("sheet_cells"), [{"cell": f"r{line.pk}.amount", "was": "702000", "now": "1"}]
    signed_out = send(Client(), url, budget=line.budget_id, cells=cells)
    assert (signed_out.status_code, signed_out.json()) == (  # type: ignore[attr-defined]
        401,
        {"problem": "signed_out", "message": "Du är inte längre inloggad."},
    )
    Budget.objects.filter(pk=line.budget_id).update(status="superseded")
    before = everything()
    closed = send(demo.client(), url, budget=line.budget_id, cells=cells)
    assert (closed.status_code, closed.json()) == (  # type: ignore[attr-defined]
        409,
        {
            "problem": "refused",
            "message": "Budgeten för 2023 är ersatt och ändras inte. "
            "En rättelse görs i en ny version med eget beslut.",
        },
    )
    assert everything() == before


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b'{"budget": "x", "cells": []}',
        b'{"budget": 1, "cells": [1]}',
        b'{"budget": 1, "cells": [{"cell": "r1.amount"}]}',
        b'{"budget": 1, "cells": [], "rows": [{"key": "x", "centre": 1, "values": {}}]}',
        b'{"budget": Infinity, "cells": []}',
        b'{"budget": 99999999999999999999999, "cells": []}',
        b'{"budget": 1, "cells": [{"cell": "r1.label", "was": "", "now": null}]}',
        pytest.param(b"[" * 50_000, id="deep"),
        b'{"do": "drop", "pk": 1}',
        b'{"do": "take_line", "pk": Infinity}',
        b'{"do": "move_line", "pk": "x"}',
    ],
)
def test_what_cannot_be_read_is_refused_in_json_and_writes_nothing(demo: Demo, body: bytes) -> None:
    client, before = demo.client(), everything()
    for name in ("sheet_cells", "sheet_rows"):
        answer = client.post(demo.url(name), body, content_type="application/json")
        assert (answer.status_code, answer.json()["problem"]) == (400, "unreadable")
    assert everything() == before


def test_rows_are_moved_taken_away_and_put_back(demo: Demo, line: BudgetLine) -> None:
    client, url = demo.client(), demo.url("sheet_rows")
    lines = list(line.budget.lines.filter(cost_centre=line.cost_centre).order_by("position"))
    assert send(client, url, do="move_line", pk=line.pk, before=lines[0].pk).status_code == 200
    assert line.budget.lines.filter(cost_centre=line.cost_centre).order_by("position").first() == line
    taken = send(client, url, do="take_line", pk=line.pk).json()  # type: ignore[attr-defined]
    assert not BudgetLine.objects.filter(pk=line.pk).exists()
    assert send(client, url, do="put_back", kept=taken["kept"]).status_code == 200
    assert BudgetLine.objects.get(pk=line.pk).label == line.label
    refused = send(client, url, do="take_cost_centre", pk=line.cost_centre_id)
    assert (refused.status_code, refused.json()["problem"]) == (409, "refused")  # type: ignore[attr-defined]


# --- Whether the sheet has moved ------------------------------------------------------------------------------------


def ask(client: Client, url: str, tag: str = "") -> HttpResponse:
    """What an open page asks."""
    found: HttpResponse = client.get(url, headers={"If-None-Match": tag} if tag else {})
    return found


def test_an_open_page_is_told_what_stands_in_every_cell_and_nothing_while_nothing_has_moved(
    demo: Demo, line: BudgetLine
) -> None:
    client, url = demo.client(), demo.url("sheet_state")
    first = ask(client, url)
    was = first.json()["was"]  # type: ignore[attr-defined]
    assert was == filled(client.get(demo.url("sheet")))["was"][0].replace("\r\n", "\n").lstrip("\n")
    assert (ask(client, url, first["ETag"]).status_code, ask(client, url, first["ETag"]).content) == (
        304,
        b"",
    )
    cells = [{"cell": f"r{line.pk}.amount", "was": "702000", "now": "712000"}]
    send(client, demo.url("sheet_cells"), budget=line.budget_id, cells=cells)
    second = ask(client, url, first["ETag"])
    assert (second.status_code, second.json()["was"]) == (200, was.replace("\t702000", "\t712000"))  # type: ignore[attr-defined]


def test_whatever_moves_in_the_sheet_is_a_new_state_and_what_moves_elsewhere_is_not(
    demo: Demo, line: BudgetLine
) -> None:
    client, url = demo.client(), demo.url("sheet_state")
    cells, rows = demo.url("sheet_cells"), demo.url("sheet_rows")
    lines = list(line.budget.lines.filter(cost_centre=line.cost_centre).order_by("position"))
    seen = [ask(client, url)["ETag"]]

    def moved() -> bool:
        tag = ask(client, url)["ETag"]
        is_new = tag not in seen
        seen.append(tag)
        return is_new

    def write(cell: str, was: str, now: str) -> None:
        change = {"cell": cell, "was": was, "now": now}
        answer = send(client, cells, budget=line.budget_id, cells=[change])
        assert answer.json()["saved"] == 1  # type: ignore[attr-defined]

    write(f"r{line.pk}.plan-2024", "", "7")
    assert moved()
    write(f"r{line.pk}.amount.note", "", "Tre tjänster")
    assert moved()
    write(f"c{line.cost_centre_id}.name", "Administration", "Kansliet")
    assert moved()
    send(client, rows, do="move_line", pk=line.pk, before=lines[0].pk)
    assert moved()
    taken = send(client, rows, do="take_line", pk=line.pk).json()  # type: ignore[attr-defined]
    assert moved()
    send(client, rows, do="put_back", kept=taken["kept"])
    make.BudgetLineFactory(budget=make.BudgetFactory())
    other = demo.federation.budgets.get(year=2022).lines.first()
    BudgetLine.objects.filter(pk=other.pk).update(revision=99)
    assert ask(client, url)["ETag"] == seen[-2], "put back as it was, and nothing of other budgets"


def test_an_open_page_is_told_that_the_budget_is_closed_or_gone(demo: Demo, line: BudgetLine) -> None:
    Budget.objects.filter(pk=line.budget_id).update(status="superseded")
    answer = ask(demo.client(), f"{demo.url('sheet_state')}?budget={line.budget_id}")
    assert answer.status_code == 409
    assert answer.json()["message"].startswith("Budgeten för 2023 är ersatt och ändras inte.")  # type: ignore[attr-defined]
    stranger = make.BudgetFactory(year=2023)
    for pk in (str(stranger.pk), "9" * 18):
        gone = ask(demo.client(), f"{demo.url('sheet_state')}?budget={pk}")
        assert (gone.status_code, gone.json()["message"]) == (409, "Budgeten finns inte längre.")  # type: ignore[attr-defined]


# --- What it costs --------------------------------------------------------------------------------------------------

OPENING = 23
SAVING = 14
ASKING = 8
"""Queries of opening the sheet, of saving one cell, and of asking whether the sheet has moved when it has not; the
session and the user's roles included."""


@pytest.mark.parametrize("size", [1, 30])
def test_opening_and_saving_cost_as_much_for_thirty_as_for_one(size: int) -> None:
    federation, client, line = furnish(size)
    kwargs = {"slug": federation.slug, "year": 2023}
    client.get(reverse("sheet", kwargs=kwargs))  # what a process asks once
    with CaptureQueriesContext(connection) as opening:
        assert client.get(reverse("sheet", kwargs=kwargs)).status_code == 200
    cells = [{"cell": f"r{line.pk}.amount", "was": "1000", "now": "2000"}]
    with CaptureQueriesContext(connection) as saving:
        answer = send(client, reverse("sheet_cells", kwargs=kwargs), budget=line.budget_id, cells=cells)
    assert answer.json()["saved"] == 1  # type: ignore[attr-defined]
    assert len(answer.content) < LIMIT
    asked = (len(opening), len(saving))
    state = reverse("sheet_state", kwargs=kwargs)
    tag = ask(client, state)["ETag"]
    with CaptureQueriesContext(connection) as asking:
        assert ask(client, state, tag).status_code == 304
    assert (*asked, len(asking)) == (OPENING, SAVING, ASKING)


def furnish(size: int) -> tuple[Federation, Client, BudgetLine]:
    """A federation with `size` IDs and lines in two years, and amounts beside; its director, and a line."""
    director = make.MandateFactory()
    federation = director.federation
    previous = make.BudgetFactory(federation=federation, year=2022)
    budget = make.BudgetFactory(federation=federation, previous=previous)
    make.ContributionLineFactory(budget=budget)
    for _ in range(size):
        centre = make.CostCentreFactory(federation=federation)
        group = make.AccountGroupFactory(federation=federation)
        line = make.BudgetLineFactory(budget=budget, cost_centre=centre, account_group=group)
        make.BudgetLineFactory(budget=previous, cost_centre=centre, account_group=group, key=line.key)
        line.amounts.create(kind="plan", year=2024, amount=7, note="Not")
    return federation, signed_in(director.user), line
