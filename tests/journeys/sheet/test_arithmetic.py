"""The sheet reads and adds up in the browser as on the server."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from playwright.sync_api import expect

from budgets.domain.facts import CentreFact, LineFact
from budgets.domain.sheet_cells import parse_amount, plain, shown
from budgets.domain.totals import totals
from budgets.models import LineAmount
from budgets.queries import budget_facts
from finsam.money import Unit
from finsam.scope import Scope
from finsam.swedish import MINUS, NBSP
from tests.budgets.facts import budget
from tests.conftest import Demo
from tests.journeys.sheet.reading import (
    SAVED,
    Open,
    budget_of,
    salaries,
    saved,
    status,
)

SPACES = " \u00a0\u2009\u202f\u3000"
WRITTEN = st.text(alphabet=f"0123456789,.-+{MINUS}–—krt%mnK:{SPACES}\t\nx٣\u2028\x1c\ufeff", max_size=14)
EXAMPLES = [
    "",
    " ",
    "-",
    "–",
    "—",
    MINUS,
    "0",
    "-0",
    "−0,00",
    "1 234",
    f"1{NBSP}234,5",
    "1\u202f234\u202f567 kr",
    "12 34",
    "1234 567",
    "1.234",
    "1,234",
    "1,2,3",
    "+7",
    "- 7",
    "–7:-",
    "7 KR",
    "7 tkr",
    "7 procent",
    "50 %",
    "999 999 999 999,99",
    "1 000 000 000 000",
    "9" * 60,
    "9" * 61,
    " " * 60,
    " " * 61,
    f"7{' ' * 60}kr",
    "\t" * 5000 + "x",
    "1\t2",
    "1\n2",
    "sju",
    "٣",
    "7\u212ar",
    "\ufeff7",
    "\x1c7",
    "7 kronor",
    "7kr",
    "kr",
    ",5",
    "5,",
]


def test_the_browser_reads_every_text_as_the_server_does(open_sheet: Open) -> None:
    page = open_sheet()
    texts = [*EXAMPLES, *(draw(WRITTEN, 1500))]

    def read(text: str, unit: Unit) -> list[str]:
        try:
            amount = parse_amount(text, unit)
        except ValueError as error:
            return ["", "", str(error)]
        return [plain(amount), shown(amount, unit), ""]

    for unit in (Unit.KR, Unit.TKR):
        found = page.evaluate(
            """async ([texts, unit]) => {
              const { parse, plain, shown } = await import("finsam/sheet-numbers");
              return texts.map((text) => {
                const { ore, error } = parse(text, unit);
                return error ? ["", "", error] : [plain(ore), shown(ore, unit), ""];
              });
            }""",
            [texts, unit.value],
        )
        expected = [read(text, unit) for text in texts]
        assert [
            (text, ours, theirs)
            for text, ours, theirs in zip(texts, expected, found, strict=True)
            if ours != theirs
        ] == []


def test_any_tree_adds_up_in_the_browser_as_on_the_server(open_sheet: Open) -> None:
    page = open_sheet()
    trees = draw(TREES, 150)
    found = page.evaluate(
        """async (trees) => {
          const { totals } = await import("finsam/sheet-totals");
          const { fromPlain, plain } = await import("finsam/sheet-numbers");
          return trees.map(({ centres, lines }) => {
            const sums = totals(centres, lines.map(([centre, text]) => ({ centre, amount: fromPlain(text) })));
            const byCentre = Object.fromEntries([...sums.byCentre].map(([id, ore]) => [id, plain(ore)]));
            return [byCentre, plain(sums.income), plain(sums.cost), plain(sums.result)];
          });
        }""",
        [
            {
                "centres": [
                    {
                        "id": str(each.pk),
                        "parent": each.parent and str(each.parent),
                        "funding": each.is_funding,
                    }
                    for each in centres
                ],
                "lines": [[str(line.centre), plain(line.amount)] for line in lines],
            }
            for centres, lines in trees
        ],
    )
    assert len(found) == len(trees)
    for (centres, lines), sums in zip(trees, found, strict=True):
        own = totals(budget(2023, *lines), centres)
        assert sums == [
            {str(pk): plain(amount) for pk, amount in own.by_centre.items()},
            plain(own.income),
            plain(own.cost),
            plain(own.result),
        ]


@st.composite
def _trees(draw: Any) -> tuple[tuple[CentreFact, ...], list[LineFact]]:
    """A tree of IDs, each under one before it or none, and lines in them."""
    size = draw(st.integers(1, 9))
    centres: list[CentreFact] = []
    for pk in range(1, size + 1):
        parent = draw(st.none() | st.sampled_from(centres)) if centres else None
        purpose = parent.purpose if parent else draw(st.sampled_from(["operations", "funding"]))
        centres.append(CentreFact(pk, parent.pk if parent else None, "", f"ID {pk}", purpose))
    amounts = st.none() | st.integers(-(10**13), 10**13).map(lambda ore: Decimal(ore) / 100)
    places = st.lists(st.tuples(st.sampled_from(centres), amounts), max_size=20)
    lines = [
        LineFact(number, UUID(int=number), centre.pk, "", f"Rad {number}", "cost", amount)
        for number, (centre, amount) in enumerate(draw(places), start=1)
    ]
    return tuple(centres), lines


TREES = _trees()


def draw(strategy: Any, size: int) -> list[Any]:
    """So many examples, made as hypothesis makes them; the same every time."""
    from hypothesis import HealthCheck, Phase, given, settings

    found: list[Any] = []

    @settings(
        max_examples=size,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: Any) -> None:
        found.append(example)

    collect()
    return found


def test_every_computed_figure_stands_as_the_server_wrote_it(demo: Demo, open_sheet: Open) -> None:
    """The page's script works everything out again when it starts; nothing may differ from the server's own."""
    LineAmount.objects.create(line=salaries(demo), kind="plan", year=2024, amount=Decimal("720000.50"))
    page = open_sheet()
    for query in ("", "?enhet=tkr&valda=1&kolumn=plan-2024"):
        page.goto(page.url.partition("?")[0] + query)
        expect(status(page)).to_have_text(SAVED)
        shown_now = page.evaluate(
            "[...document.querySelectorAll('[data-sum]')].map((each) => each.textContent)"
        )
        raw = page.evaluate(
            """async () => {
              const text = await (await fetch(location.href)).text();
              const page = new DOMParser().parseFromString(text, "text/html");
              return [...page.querySelectorAll("[data-sum]")].map((each) => each.textContent);
            }"""
        )
        assert shown_now == raw
        assert len(raw) > 100


def test_totals_typed_in_the_page_are_the_servers(demo: Demo, open_sheet: Open) -> None:
    page = open_sheet("?valda=1&kolumn=plan-2024")
    for number, line in enumerate(budget_of(demo).lines.filter(nature="cost")[:12]):
        page.locator(f"[name='r{line.pk}.amount']").fill(f"{number * 1234},{number:02}")
        page.locator(f"[name='r{line.pk}.plan-2024']").fill(f"{MINUS}{number} 000")
    saved(page)
    own = budget_of(demo)
    facts = budget_facts(Scope(demo.federation.pk, 2023, {"budget@2023": own.pk}))
    planned = facts.column("plan", 2024)
    assert facts.budget and planned
    for key, body in (("amount", facts.budget), ("plan-2024", planned)):
        sums = totals(body, facts.centres)
        for pk, amount in sums.by_centre.items():
            place = page.locator(f"[data-total='{pk}'] [data-sum='{key}']")
            if place.count():
                expect(place).to_have_text(shown(amount))
        for name in ("income", "cost", "result"):
            place = page.locator(f"[data-summary={name}] [data-sum='{key}']")
            expect(place).to_have_text(shown(getattr(sums, name)))
