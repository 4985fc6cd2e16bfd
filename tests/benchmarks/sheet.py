"""What the sheet costs: opening 450 rows in four columns, and saving one cell.

The floor of opening is a Django view that renders the same HTML from constants: the same template over the same sheet,
ready made, with no question to the database. The floor of saving is an UPDATE of the one row in a transaction of its
own. Bytes and rows touched are bounded too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.models import Budget, BudgetLine, CostCentre, CostCentreName, LineAmount
from budgets.views.sheet import SheetPage
from members.models import Federation, User
from tests.benchmarks.measure import Ratio, medians

ROWS, CENTRES = 450, 30
COLUMNS = ("forecast-2022", "plan-2024", "plan-2025")
"""Beside the year itself: four columns in all."""
MOST_BYTES = 5 * 1024
"""Of the answer to one cell."""


def ratios(rounds: int) -> Iterator[Ratio]:
    """Opening and saving, with their bounds."""
    federation = Federation.objects.get(slug="sodra-dalarna")
    budget = _budget(federation)
    director = User.objects.get(mandates__federation=federation, mandates__role="director")
    client = Client(SERVER_NAME="localhost")
    client.force_login(director)
    yield from _opening(client, federation, director, rounds)
    yield from _saving(client, federation, budget, rounds)


def _budget(federation: Federation) -> Budget:
    """A year's budget of 450 lines under 30 IDs, all of its cells filled, beside last year's."""
    previous = Budget.objects.create(federation=federation, year=2039)
    budget = Budget.objects.create(federation=federation, year=2040, previous=previous)
    for number in range(CENTRES):
        code = str(70_000 + number)
        centre = CostCentre.objects.create(federation=federation, code=code, slug=code, position=number)
        CostCentreName.objects.create(cost_centre=centre, from_year=2039, name=f"Samverkansteam {number}")
        groups = federation.account_groups.all()[:15]
        for place in range(ROWS // CENTRES):
            own = {
                "cost_centre": centre,
                "account_group": groups[place % len(groups)],
                "label": f"En rad med ett namn av vanlig längd {place}",
                "amount": Decimal(1000 * number + place),
                "position": place,
            }
            line = BudgetLine.objects.create(budget=budget, **own)
            BudgetLine.objects.create(budget=previous, key=line.key, **own)
            LineAmount.objects.bulk_create(
                LineAmount(line=line, kind=kind, year=year, amount=Decimal(number * place))
                for kind, year in (("forecast", 2039), ("plan", 2041), ("plan", 2042))
            )
    return budget


def _opening(client: Client, federation: Federation, director: User, rounds: int) -> Iterator[Ratio]:
    url = reverse("sheet", kwargs={"slug": federation.slug, "year": 2040})
    page = client.get(url)
    html = page.content
    inputs = html.count(b"<input name=") + html.count(b"<select name=")
    print(f"{inputs} cells, {len(html) // 1024} KB of HTML")
    assert html.count(b'inputmode="decimal"') >= 4 * ROWS
    constants = _constants(federation, director, url)
    taken = medians(
        {"ours": lambda: client.get(url), "template": constants, "bytes": lambda: HttpResponse(html)}, rounds
    )
    assert len(constants().content) > 0.98 * len(html)
    yield Ratio(
        f"Opening the sheet, {ROWS} rows × 4 columns",
        taken["ours"],
        "the same HTML rendered from constants",
        taken["template"],
        bound=2.5,
    )


def _constants(federation: Federation, director: User, url: str) -> Callable[[], HttpResponse]:
    """A view that renders the page's own template from a context made once."""
    kept: dict[str, Any] = {}

    class Kept(SheetPage):
        permission = SheetPage.permission

        def show(self, context: dict[str, Any], template: str = "", status: int = 200) -> HttpResponse:
            kept.update({**self.frame(), **context})
            return HttpResponse()

    def request() -> HttpRequest:
        made = RequestFactory(SERVER_NAME="localhost").get(url)
        made.user = director
        made.csp_nonce = "nonce"  # type: ignore[attr-defined]
        return made

    Kept.as_view()(request(), slug=federation.slug, year=2040)
    return lambda: render(request(), SheetPage.template_name, kept)


def _saving(client: Client, federation: Federation, budget: Budget, rounds: int) -> Iterator[Ratio]:
    url = reverse("sheet_cells", kwargs={"slug": federation.slug, "year": 2040})
    line = budget.lines.order_by("pk").first()
    assert line is not None
    numbers = count(10_000)
    stands = {"now": f"{line.amount:.0f}"}

    def ours() -> HttpResponse:
        cell = {"cell": f"r{line.pk}.amount", "was": stands["now"], "now": str(next(numbers))}
        stands["now"] = cell["now"]
        body = json.dumps({"budget": budget.pk, "cells": [cell]})
        answer: HttpResponse = client.post(url, body, content_type="application/json")
        return answer

    def update() -> None:
        stands["now"] = str(next(numbers))
        with transaction.atomic():
            BudgetLine.objects.filter(pk=line.pk).update(amount=stands["now"])

    def nothing() -> HttpResponse:
        body = json.dumps({"budget": budget.pk, "cells": []})
        answer: HttpResponse = client.post(url, body, content_type="application/json")
        return answer

    with CaptureQueriesContext(connection) as asked:
        answer = ours()
    written = [each["sql"] for each in asked if each["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    print(
        f"One cell: {len(asked)} statements, {len(written)} of them write, {len(answer.content)} bytes back"
    )
    assert json.loads(answer.content)["saved"] == 1
    assert len(answer.content) < MOST_BYTES
    assert len(written) == 2, written  # the line, and the change log
    taken = medians({"ours": ours, "update": update, "nothing": nothing}, rounds * 5)
    yield Ratio("Saving one cell", taken["ours"], "an UPDATE of the one row", taken["update"], bound=25)
    yield Ratio(
        "Saving one cell",
        taken["ours"],
        "the same request with no cell: sign-in, role, lock",
        taken["nothing"],
    )
