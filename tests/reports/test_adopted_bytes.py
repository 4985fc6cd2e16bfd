"""What the board adopted is, byte for byte, what the public is given: whatever is changed after, and however.

The changes are made straight in the database, past the services that would refuse most of them. Each is first shown to
be one that would make the document otherwise, page or paper, were it made today.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from budgets.models import BudgetLine, CostCentreName, EquityRule, OutlookYear, ShapeColumn, TableShape
from members.models import BoardSeat, Decision, Federation, Member, Share
from plans.models import Document, GoalArea, PlannedActivity, Section
from reports import pdf_inputs, services
from reports.documents import own_style as page_style
from reports.frozen_bytes import SHELF
from reports.models import Publication
from reports.services.freezing import take
from tests import deciding
from tests import factories as make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(db: None, settings: Any, tmp_path: Path) -> Publication:
    """A plan that prints something of every kind, adopted and published."""
    settings.MEDIA_ROOT = tmp_path / "media"
    federation = make.FederationFactory()
    federation.logo.save("logotyp.png", ContentFile(make.png()))
    members = {
        make.MemberFactory(federation=federation, name="Försäkringskassan", party_group="state"): 50,
        make.MemberFactory(federation=federation, name="Region Dalarna", party_group="region"): 25,
        make.MemberFactory(federation=federation, name="Säters kommun"): 25,
    }
    make.ShareSetFactory(
        federation=federation, percents={member: Decimal(share) for member, share in members.items()}
    )
    for member in members:
        make.BoardSeatFactory(federation=federation, appointed_by=member)
    make.EquityRuleFactory(federation=federation, amount=400_000)
    budget = make.BudgetFactory(federation=federation)
    make.ContributionLineFactory(budget=budget)
    make.BudgetLineFactory(
        budget=budget,
        cost_centre=make.CostCentreFactory(federation=federation, name="Kansli"),
        account_group=make.AccountGroupFactory(federation=federation),
        amount=300_000,
    )
    make.OutlookYearFactory(budget=budget, year=2022, closing_equity=1_000_000, reason="Bokslutet")
    make.OutlookYearFactory(budget=budget, year=2024, funding=900_000, cost=800_000)
    shape = make.TableShapeFactory(federation=federation)
    plan = make.DocumentFactory(federation=federation, budget=budget)
    make.SectionFactory(document=plan, body='<p>Ramen är <data value="budget.funding_total/kr"></data>.</p>')
    for block in (
        f"budgets.budget_table:{shape.slug}",
        "budgets.outlook",
        "budgets.available_funds",
        "budgets.contributions",
        "members.board",
        "plans.goal_areas",
    ):
        make.SectionFactory(document=plan, block=block)
    make.PlannedActivityFactory(goal_area=make.GoalAreaFactory(document=plan))
    publication = deciding.decide(plan)
    services.publish(federation=federation, pk=plan.pk)
    return publication


@pytest.fixture
def style_sheets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder of style sheets and type that may be changed, used for page and paper."""
    folder = tmp_path / "static"
    shutil.copytree(pdf_inputs.STATIC_FILES, folder)
    for module in (pdf_inputs, page_style):
        monkeypatch.setattr(module, "STATIC_FILES", folder)
    page_style.own_style.cache_clear()
    yield folder
    monkeypatch.undo()
    page_style.own_style.cache_clear()


def made_today(kept: Publication) -> tuple[str, str]:
    """What the document would be, were it made now: its page, and what its PDF is made of."""
    taken = take(Document.objects.select_related("federation", "budget").get(pk=kept.document_id))
    return taken.html, pdf_inputs.key_of(taken.paper)


def given(kept: Publication) -> tuple[bytes, ...]:
    """What the public is given at the public addresses, and what a reader within is given as PDF."""
    SHELF.clear()  # so that the bytes are read anew
    slug = kept.federation.slug
    public = [Client().get(reverse(name, args=[slug, kept.pk])) for name in ("public_html", "public_pdf")]
    director = signed_in(make.MandateFactory(federation=kept.federation).user)
    within = director.get(reverse("plan_pdf", kwargs={"slug": slug, "year": 2023}))
    assert [each.status_code for each in (*public, within)] == [200, 200, 200]
    return (*(each.content for each in public), within.content)


ROWS: dict[str, Callable[[], object]] = {
    "a line's amount": lambda: BudgetLine.objects.filter(nature="cost").update(amount=1),
    "a line's words": lambda: BudgetLine.objects.filter(nature="cost").update(label="Ny rad"),
    "the funding that a sentence tells": lambda: BudgetLine.objects.exclude(nature="cost").update(amount=-2),
    "the name of an ID": lambda: CostCentreName.objects.update(name="Kontor"),
    "the name of a member": lambda: Member.objects.filter(name="Säters kommun").update(name="Säters stad"),
    "a share": lambda: Share.objects.filter(percent=50).update(percent=40),
    "a member of the board": lambda: BoardSeat.objects.update(holder="Nytt Namn"),
    "the name of the federation": lambda: Federation.objects.update(name="Samordningsförbundet Nynamn"),
    "its colour": lambda: Federation.objects.update(accent_colour="#8a1c1c"),
    "its logo": lambda: Federation.objects.get().logo.save(
        "ny.png", ContentFile(make.png(colour="#8a1c1c")), save=True
    ),
    "the unit of a table": lambda: TableShape.objects.update(unit="kr"),
    "the signs of a table": lambda: TableShape.objects.update(cost_sign="minus"),
    "a column of a table": lambda: ShapeColumn.objects.update(heading="Ny kolumn"),
    "a rule for equity": lambda: EquityRule.objects.update(amount=100),
    "a year of the outlook": lambda: OutlookYear.objects.filter(year=2024).update(cost=1),
    "a text": lambda: Section.objects.exclude(body="").update(body="<p>Nya ord.</p>"),
    "a heading": lambda: Section.objects.update(heading="Ny rubrik"),
    "a goal area": lambda: GoalArea.objects.update(title="Nytt mål"),
    "an activity": lambda: PlannedActivity.objects.update(text="Ny aktivitet"),
    "the title": lambda: Document.objects.update(title="Ny titel"),
    "the decision": lambda: Decision.objects.update(minutes_ref="§ 1", reservations="Emot."),
}
ON_PAPER_ALONE = ("its logo",)


def test_no_row_that_is_changed_afterwards_changes_a_byte(kept: Publication) -> None:
    before = given(kept)
    assert before == (bytes(kept.html), bytes(kept.pdf), bytes(kept.pdf))
    now = made_today(kept)

    for what, change in ROWS.items():
        change()
        was, now = now, made_today(kept)
        assert (now[0] != was[0]) == (what not in ON_PAPER_ALONE), f"{what} would change the page"
        assert now[1] != was[1], f"{what} would change the PDF"
        assert given(kept) == before, what
    assert services.damage(Publication.objects.get(pk=kept.pk)) == ()


@pytest.mark.parametrize("name", ["file.html", "document.html", "_sections.html", "_cover.html"])
def test_no_template_of_another_day_changes_a_byte(
    kept: Publication, name: str, settings: Any, tmp_path: Path
) -> None:
    before, was = given(kept), made_today(kept)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / name).write_text("<article>Ny form</article>")
    first, *rest = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "DIRS": [tmp_path, *first["DIRS"]]}, *rest]

    assert made_today(kept) != was
    assert given(kept) == before


@pytest.mark.parametrize(
    ("name", "page", "paper"),
    [
        ("css/tokens.css", True, False),
        ("documents/document.css", True, True),
        ("documents/screen.css", True, False),
        ("documents/print.css", False, True),
        ("fonts/SourceSans3-Regular.woff2", True, False),
        ("fonts/SourceSans3-Regular.ttf", False, True),
    ],
)
def test_no_style_sheet_and_no_type_of_another_day_changes_a_byte(
    kept: Publication, style_sheets: Path, name: str, page: bool, paper: bool
) -> None:
    before, was = given(kept), made_today(kept)
    with (style_sheets / name).open("ab") as sheet:
        sheet.write(b"\n")
    page_style.own_style.cache_clear()  # as in a process that starts anew

    now = made_today(kept)
    assert (now[0] != was[0], now[1] != was[1]) == (page, paper)
    assert given(kept) == before
