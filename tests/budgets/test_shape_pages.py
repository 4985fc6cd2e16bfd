"""The pages of a federation's own tables: how one is made and changed, what is refused, and that nothing is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.domain.shapes import ShapeColumn, ShapeRow
from budgets.models import Budget, BudgetLine, CostCategory, CostCentre, LineAmount, TableShape
from budgets.queries import shape_fact
from budgets.services import save_amount, set_parts
from budgets.services.shapes import move_shape, save_shape
from members.models import Federation
from tests import factories as make
from tests.conftest import Demo, signed_in
from tests.pages import errors, form_data, messages, words
from tests.test_access import everything

pytestmark = pytest.mark.django_db

UNDIVIDED = (
    "Årets budget skrivs för hela året och har inga delar. Dela den först under Tabeller › Årets delar."
)
AREAS, HEADING = ShapeRow("areas"), ShapeRow("heading", label="Kostnader")
THIS_YEAR, LAST_YEAR = ShapeColumn("budget"), ShapeColumn("budget", -1)


@pytest.fixture
def budget(db: None) -> Budget:
    """A budget of two lines beside last year's."""
    federation = make.FederationFactory(slug="provbygden")
    previous = make.BudgetFactory(federation=federation, year=2022)
    budget: Budget = make.BudgetFactory(federation=federation, previous=previous)
    centre = make.CostCentreFactory(federation=federation, code="20100", name="Kansli")
    make.BudgetLineFactory(budget=budget, cost_centre=centre, label="Löner", amount=Decimal(800_001))
    make.ContributionLineFactory(budget=budget)
    return budget


@pytest.fixture
def federation(budget: Budget) -> Federation:
    """Whose it is."""
    return budget.federation


@pytest.fixture
def director(federation: Federation) -> Client:
    """Its director, signed in."""
    return signed_in(make.MandateFactory(federation=federation).user)


@pytest.fixture
def table(federation: Federation) -> TableShape:
    """A table with two columns and two rows."""
    return save_shape(
        federation=federation,
        name="Vår tabell",
        kind="budget",
        rows=[AREAS, HEADING],
        columns=[THIS_YEAR, LAST_YEAR],
    )


def url(federation: Federation, name: str, **kwargs: Any) -> str:
    return reverse(name, kwargs={"slug": federation.slug, "year": 2023, **kwargs})


def part_errors(answer: HttpResponse) -> dict[str, list[str]]:
    """The errors of rows and columns by the name of their field."""
    form = answer.context["form"]  # type: ignore[attr-defined]
    return {part.add_prefix(name): list(found) for part in form.parts for name, found in part.errors.items()}


# --- Adding and changing --------------------------------------------------------------------------------------------


def test_a_new_table_is_the_starting_point_as_it_stands_when_nothing_is_changed(
    federation: Federation, director: Client
) -> None:
    page = url(federation, "shape_add") + "?utgang=grupper-och-prognos"
    answer = director.post(page, form_data(director.get(page)), follow=True)
    assert messages(answer) == ["Sparat: Grupper med prognos."]
    saved = shape_fact(federation.table_shapes.get())
    assert (saved.slug, saved.kind, saved.cost_sign, saved.shows_codes) == (
        "grupper-med-prognos",
        "budget",
        "minus",
        False,
    )
    assert saved.columns == (
        ShapeColumn("budget", -1, heading="Budget {år}"),
        ShapeColumn("forecast", -1, heading="Prognos {år}"),
        ShapeColumn("budget", 0, heading="Budget {år}"),
    )
    assert saved.rows == (
        ShapeRow("areas", areas="funding", style="lines_only"),
        ShapeRow("areas", areas="cost", style="total_heading", joins_single=True),
        ShapeRow("measure", measure="cost", label="Summa kostnader"),
        ShapeRow("measure", measure="income", label="Summa intäkter"),
        ShapeRow("measure", measure="result", is_total=True),
    )


@pytest.mark.parametrize("start", ["id-och-kontogrupp", "tre-ar", "egen", "ar", "siffror"])
def test_every_starting_point_can_be_saved_and_then_saved_again_without_a_change(
    federation: Federation, director: Client, start: str
) -> None:
    page = url(federation, "shape_add") + f"?utgang={start}"
    assert director.post(page, form_data(director.get(page))).status_code == 302
    saved = federation.table_shapes.get()
    before, own = everything(), url(federation, "shape", pk=saved.pk)
    assert director.post(own, form_data(director.get(own))).status_code == 302
    assert everything() == before


def test_rows_and_columns_are_changed_added_and_taken_away_with_the_table_in_one_save(
    federation: Federation, director: Client, table: TableShape
) -> None:
    page = url(federation, "shape", pk=table.pk)
    sent = form_data(director.get(page), name="Ny", **{"kolumner-0-heading": "I år"})
    sent |= {"rader-2-kind_of_row": "measure", "rader-2-measure": "result", "rader-2-is_total": "on"}
    sent = {name: value for name, value in sent.items() if not name.startswith("rader-1-")}
    assert director.post(page, sent).status_code == 302
    table.refresh_from_db()
    saved = shape_fact(table)
    assert (saved.name, saved.slug, table.revision) == ("Ny", "var-tabell", 2)
    assert saved.columns == (ShapeColumn("budget", heading="I år"), LAST_YEAR)
    assert saved.rows == (AREAS, ShapeRow("measure", measure="result", is_total=True))


def test_a_change_of_a_row_alone_is_a_new_revision_of_the_table(
    federation: Federation, director: Client, table: TableShape
) -> None:
    page = url(federation, "shape", pk=table.pk)
    director.post(page, form_data(director.get(page), **{"rader-1-label": "Alla kostnader"}))
    table.refresh_from_db()
    assert (table.revision, table.rows.get(position=2).label) == (2, "Alla kostnader")


def test_two_tables_of_the_same_name_get_short_names_of_their_own(
    federation: Federation, table: TableShape
) -> None:
    other = save_shape(
        federation=federation, name="Vår tabell", kind="budget", rows=[AREAS], columns=[THIS_YEAR]
    )
    assert (table.slug, other.slug, other.position) == ("var-tabell", "var-tabell-2", 20)


def test_tables_are_moved_and_the_first_of_its_kind_is_the_usual_one(
    federation: Federation, director: Client, table: TableShape
) -> None:
    other = save_shape(federation=federation, name="Andra", kind="budget", rows=[AREAS], columns=[THIS_YEAR])
    director.post(url(federation, "shape_move", pk=other.pk), {"riktning": "upp"})
    director.post(url(federation, "shape_move", pk=other.pk), {"riktning": "upp"})
    answer = director.post(url(federation, "shape_move", pk=other.pk), {"riktning": "bort"}, follow=True)
    assert messages(answer)[-1] == "Välj om tabellen ska flyttas upp eller ner."
    assert [each.name for each in federation.table_shapes.all()] == ["Andra", "Vår tabell"]
    shown = {each["shape"].name: each["is_usual"] for each in answer.context["tables"]}
    assert shown == {"Andra": True, "Vår tabell": False}


def test_a_table_is_not_moved_for_another_federation(table: TableShape) -> None:
    with pytest.raises(ValidationError):
        move_shape(federation=make.FederationFactory(), pk=table.pk, steps=1)


# --- The buttons that do not save -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "labels", "focus"),
    [
        ("rader-ner-0", ["heading", "areas"], "rader-ner-1"),
        ("rader-upp-1", ["heading", "areas"], "rader-upp-0"),
        ("rader-upp-0", ["areas", "heading"], "rader-upp-0"),
        ("rader-bort-0", ["heading"], "rader-0"),
        ("rader-bort-1", ["areas"], "rader-0"),
        ("rader-ny", ["areas", "heading", "areas"], "rader-2"),
        ("rader-bort-9", ["areas", "heading"], ""),
        ("skräp", ["areas", "heading"], ""),
    ],
)
def test_a_button_gives_the_form_back_rearranged_and_saves_nothing(
    federation: Federation, director: Client, table: TableShape, action: str, labels: list[str], focus: str
) -> None:
    page = url(federation, "shape", pk=table.pk)
    sent = form_data(director.get(page), name="På väg", gor=action)
    before = everything()
    answer = director.post(page, sent)
    form = answer.context["form"]
    assert (answer.status_code, everything() == before) == (200, True)
    assert [part.chosen("kind_of_row", "areas") for part in form.rows] == labels
    assert (form["name"].value(), answer.context["focus"]) == ("På väg", focus)
    assert "Det finns fel att rätta" not in words(answer)


def test_a_table_can_be_built_by_buttons_alone_and_then_saved(
    federation: Federation, director: Client
) -> None:
    """As without scripts: a new column is chosen to be a plan, the form comes back asking which year, and is saved."""
    page = url(federation, "shape_add") + "?utgang=egen"
    answer = director.post(page, form_data(director.get(page), gor="kolumner-ny"))
    answer = director.post(page, form_data(answer, gor="visa", **{"kolumner-1-source": "plan"}))
    assert list(answer.context["form"].columns[1].fields) == ["source", "offset", "heading"]
    answer = director.post(page, form_data(answer, **{"kolumner-1-offset": "2"}))
    assert answer.status_code == 302
    assert shape_fact(federation.table_shapes.get()).columns == (THIS_YEAR, ShapeColumn("plan", 2))


def test_what_does_not_matter_to_a_row_or_a_column_is_not_asked(
    federation: Federation, director: Client
) -> None:
    def asked(start: str) -> list[list[str]]:
        form = director.get(url(federation, "shape_add") + f"?utgang={start}").context["form"]
        return [
            [name for name in form.fields if name != "revision"],
            *(list(part.fields) for part in form.parts),
        ]

    assert asked("egen") == [
        ["name", "caption", "unit", "cost_sign", "funding_sign", "shows_codes", "marks"],
        ["kind_of_row", "areas", "style", "label", "joins_single"],
        *[["kind_of_row", "measure", "label", "is_total"]] * 3,
        ["source", "offset", "heading"],
    ]
    assert asked("ar") == [
        ["name", "caption", "unit", "cost_sign", "first_offset", "last_offset", "shows_basis"],
        *[["measure", "heading"]] * 3,
    ]
    assert asked("siffror") == [["name", "caption", "unit"], *[["reference", "label", "is_total"]] * 3]


# --- The preview ----------------------------------------------------------------------------------------------------


def previewed(director: Client, federation: Federation, data: dict[str, Any]) -> HttpResponse:
    answer: HttpResponse = director.post(url(federation, "shape_preview"), {"slag": "budget", **data})
    assert answer.status_code == 200
    return answer


def test_the_preview_is_the_table_with_the_years_figures_and_writes_nothing(
    federation: Federation, director: Client, table: TableShape
) -> None:
    sent = form_data(director.get(url(federation, "shape", pk=table.pk)), unit="kr", cost_sign="minus")
    before = everything()
    answer = previewed(director, federation, sent)
    assert everything() == before
    assert "Budget 2023 per ID och kontogrupp, kr" in words(answer)
    assert "Löner −800\u00a0001" in answer.content.decode().replace('</th><td class="amount">', " ")


def test_the_preview_tells_what_is_not_finished_and_shows_the_rest(
    federation: Federation, director: Client, table: TableShape
) -> None:
    sent = form_data(director.get(url(federation, "shape", pk=table.pk)))
    sent |= {"kolumner-1-source": "part", "rader-1-kind_of_row": "measure"}
    answer = words(previewed(director, federation, sent))
    assert "Rad 2: Det här fältet är obligatoriskt." in answer
    assert f"Kolumn 2: {UNDIVIDED}" in answer
    assert "Löner 800" in answer


def test_before_the_budget_has_lines_the_preview_says_that_its_amounts_are_made_up(
    federation: Federation, director: Client, table: TableShape
) -> None:
    BudgetLine.objects.all().delete()
    page = words(director.get(url(federation, "shape", pk=table.pk)))
    assert "Budgeten för 2023 har inga rader ännu. Beloppen är påhittade." in page
    assert "Kansli" in page


def test_a_year_without_a_budget_has_its_tables_all_the_same(
    federation: Federation, director: Client, table: TableShape
) -> None:
    for name, kwargs in (("shapes", {}), ("shape", {"pk": table.pk}), ("shape_add", {})):
        address = reverse(name, kwargs={"slug": federation.slug, "year": 2030, **kwargs})
        assert "Beloppen är påhittade" in words(director.get(address)), name


def test_a_list_of_figures_is_previewed_with_the_registrys_words_where_it_has_none_of_its_own(
    federation: Federation, director: Client
) -> None:
    page = url(federation, "shape_add") + "?utgang=siffror"
    sent = form_data(director.get(page), slag="figures", **{"rader-1-label": "Allt som kostar {år}"})
    sent["rader-2-reference"] = "outlook.closing_equity:2099"
    answer = words(previewed(director, federation, sent))
    assert "Budgeten 2023 i korthet, tkr" in answer
    assert "Budgetram från medlemmarna 1 000 Allt som kostar 2023 800" in answer
    assert "Den långsiktiga budgeten för 2023 har inget år ”2099”." in answer


# --- What is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"kolumner-1-source": "part", "kolumner-1-part": "1"},
            {"kolumner-1-part": [UNDIVIDED]},
        ),
        (
            {"kolumner-1-source": "change", "kolumner-0-offset": "0"},
            {
                "kolumner-1-source": [
                    "Förändringen räknas mot förra årets budget: lägg också till en kolumn med den."
                ]
            },
        ),
        (
            {"rader-1-kind_of_row": "measure", "rader-1-measure": ""},
            {"rader-1-measure": ["Det här fältet är obligatoriskt."]},
        ),
        ({"rader-1-label": ""}, {"rader-1-label": ["Det här fältet är obligatoriskt."]}),
        (
            {"rader-0-areas": "id-999999"},
            {
                "rader-0-areas": [
                    "Välj ett giltigt alternativ. id-999999 finns inte bland tillgängliga alternativ."
                ]
            },
        ),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    federation: Federation,
    director: Client,
    table: TableShape,
    changes: dict[str, str],
    expected: dict[str, list[str]],
) -> None:
    page = url(federation, "shape", pk=table.pk)
    before = everything()
    answer = director.post(page, form_data(director.get(page), **changes))
    assert (answer.status_code, everything() == before) == (422, True)
    assert part_errors(answer) == expected
    assert "Det finns fel att rätta" in words(answer)


def test_a_table_needs_a_name_a_column_and_a_row(
    federation: Federation, director: Client, table: TableShape
) -> None:
    page = url(federation, "shape", pk=table.pk)
    sent = form_data(director.get(page), name="")
    bare = {name: value for name, value in sent.items() if not name.startswith(("rader-", "kolumner-"))}
    assert errors(director.post(page, bare)) == {
        "name": ["Det här fältet är obligatoriskt."],
        "": [
            "Tabellen behöver minst en kolumn. Lägg till en.",
            "Tabellen behöver minst en rad. Lägg till en.",
        ],
    }


def test_a_figure_that_does_not_exist_is_refused_at_its_field(
    federation: Federation, director: Client
) -> None:
    page = url(federation, "shape_add") + "?utgang=siffror"
    answer = director.post(page, form_data(director.get(page), **{"rader-0-reference": "budget.finns_inte"}))
    assert part_errors(answer) == {"rader-0-reference": ["Siffran ”budget.finns_inte” finns inte."]}


def test_a_table_of_years_cannot_end_before_it_begins(federation: Federation, director: Client) -> None:
    page = url(federation, "shape_add") + "?utgang=ar"
    answer = director.post(page, form_data(director.get(page), first_offset="1", last_offset="-1"))
    assert errors(answer) == {"last_offset": ["Sista året kan inte vara före det första."]}


def test_programs_are_held_to_the_same_rules(federation: Federation, table: TableShape) -> None:
    foreign = make.CostCentreFactory()
    before = everything()
    for wrong in (
        {"rows": [], "columns": [THIS_YEAR]},
        {"rows": [AREAS], "columns": []},
        {"rows": [ShapeRow("areas", centre=foreign.pk)], "columns": [THIS_YEAR]},
        {"rows": [AREAS], "columns": [THIS_YEAR], "kind": "years"},
        {"rows": [AREAS], "columns": [THIS_YEAR], "unit": "euro"},
    ):
        with pytest.raises(ValidationError):
            save_shape(federation=federation, pk=table.pk, **wrong)
    with pytest.raises(ValidationError):
        save_shape(federation=foreign.federation, pk=table.pk, rows=[AREAS], columns=[THIS_YEAR])
    assert everything() == before


# --- Two at once ----------------------------------------------------------------------------------------------------


def test_the_second_of_two_who_change_a_table_sees_which_rows_and_columns_differ_and_loses_nothing(
    federation: Federation, director: Client, table: TableShape
) -> None:
    page = url(federation, "shape", pk=table.pk)
    opened = director.get(page)
    colleague = signed_in(make.MandateFactory(federation=federation).user)
    theirs = form_data(opened, **{"rader-1-label": "Utgifter"})
    assert colleague.post(page, theirs).status_code == 302
    mine = form_data(opened, unit="kr", **{"rader-2-kind_of_row": "measure", "rader-2-measure": "cost"})
    answer = director.post(page, mine)
    assert answer.status_code == 409
    found = [(each["label"], each["saved"], each["mine"]) for each in answer.context["conflict"]["fields"]]
    assert found == [
        ("Enhet", "tusental kronor", "kronor"),
        ("Rad 2", "Visar: Rubrik; Text: Utgifter", "Visar: Rubrik; Text: Kostnader"),
        ("Rad 3", "finns inte", "Visar: Beräknad rad; Beräkning: Kostnader totalt"),
    ]
    assert [row.label for row in table.rows.all()] == ["", "Utgifter"]
    assert director.post(page, form_data(answer)).status_code == 302
    assert shape_fact(federation.table_shapes.get()).rows == (
        AREAS,
        HEADING,
        ShapeRow("measure", measure="cost"),
    )


def test_a_rearranged_form_is_still_held_to_the_revision_it_was_opened_at(
    federation: Federation, director: Client, table: TableShape
) -> None:
    page = url(federation, "shape", pk=table.pk)
    opened = director.get(page)
    save_shape(federation=federation, pk=table.pk, name="Deras", rows=[AREAS], columns=[THIS_YEAR])
    rearranged = director.post(page, form_data(opened, gor="rader-ner-0"))
    assert director.post(page, form_data(rearranged)).status_code == 409


def test_a_table_removed_while_someone_writes_in_it_can_be_added_again(
    federation: Federation, director: Client, table: TableShape
) -> None:
    page = url(federation, "shape", pk=table.pk)
    mine = form_data(director.get(page), name="Min", slag="budget")
    director.post(url(federation, "shape_remove", pk=table.pk), {"revision": "1"})
    answer = director.post(page, mine)
    assert (answer.status_code, "har tagit bort tabellen medan du skrev" in words(answer)) == (409, True)
    assert director.post(page, form_data(answer, slag="budget")).status_code == 302
    saved = shape_fact(federation.table_shapes.get())
    assert (saved.name, saved.rows, saved.columns) == ("Min", (AREAS, HEADING), (THIS_YEAR, LAST_YEAR))


# --- In a document --------------------------------------------------------------------------------------------------


def test_a_section_offers_the_federations_tables_and_says_when_its_own_is_gone(demo: Demo) -> None:
    director = demo.client()
    table = save_shape(
        federation=demo.federation, name="Kort", kind="budget", rows=[AREAS], columns=[THIS_YEAR]
    )
    document = demo.federation.documents.get(year=2023)
    section = make.SectionFactory(document=document, heading="Kort om pengar")
    page = demo.url("section", pk=section.pk)
    assert (
        director.post(page, form_data(director.get(page), block="budgets.budget_table:kort")).status_code
        == 302
    )
    assert "Budget 2023 per ID och kontogrupp, tkr" in words(director.get(demo.url("plan")))

    director.post(demo.url("shape_remove", pk=table.pk), {"revision": str(table.revision)})
    type(document).objects.filter(pk=document.pk).update(status="draft")
    read = words(director.get(demo.url("plan")))
    gone = "Tabellen ”kort” finns inte längre bland förbundets tabeller. Välj en annan i avsnittet."
    assert gone in read
    assert "1 siffra eller tabell i planen finns inte: tabellen i avsnittet ”Kort om pengar”." in read
    choices = dict(director.get(page).context["form"].fields["block"].choices)
    assert choices["budgets.budget_table:kort"] == "”kort” finns inte längre"
    assert director.post(page, form_data(director.get(page), heading="Pengar")).status_code == 302
    section.refresh_from_db()
    assert section.block == "budgets.budget_table:kort"


# --- What it costs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_and_the_editor_cost_as_many_queries_for_many_tables_as_for_one(
    federation: Federation, director: Client, size: int
) -> None:
    for number in range(size):
        save_shape(
            federation=federation,
            name=f"Tabell {number}",
            kind="budget",
            rows=[AREAS] * size,
            columns=[THIS_YEAR, LAST_YEAR],
        )
    first = federation.table_shapes.first()
    assert first
    director.get("/")

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert director.get(address).status_code == 200
        return len(asked)

    found = {name: cost(url(federation, name)) for name in ("shapes", "shape_add")}
    found["shape"] = cost(url(federation, "shape", pk=first.pk))
    assert found == COST


COST = {"shapes": 20, "shape_add": 20, "shape": 25}
"""Queries per page, the session and the user's roles included."""

# --- Parts of the year ----------------------------------------------------------------------------------------------


def test_the_page_of_parts_says_what_becomes_of_the_amounts_before_it_is_done(
    federation: Federation, director: Client, budget: Budget
) -> None:
    page = url(federation, "budget_parts")
    told = dict(director.get(page).context["form"].fields["parts"].choices)
    assert told[1] == "För hela året: så är det nu."
    assert told[4] == (
        "Per kvartal: 2 raders belopp delas lika på 4 i hela kronor; det som inte går jämnt ut läggs på de "
        "första delarna. Årets summor ändras inte."
    )
    answer = director.post(page, form_data(director.get(page), parts="4"), follow=True)
    assert messages(answer) == ["Sparat: budgeten för 2023 skrivs per kvartal."]
    line = budget.lines.get(label="Löner")
    assert [cell.amount for cell in line.amounts.all()] == [200_001, 200_000, 200_000, 200_000]


def test_what_is_lost_when_parts_are_added_together_is_said(
    federation: Federation, director: Client, budget: Budget
) -> None:
    set_parts(federation=federation, pk=budget.pk, revision=None, parts=4)
    line = budget.lines.get(label="Löner")
    save_amount(
        federation=federation,
        line=line,
        kind=LineAmount.Kind.PART,
        year=2023,
        part=2,
        amount=Decimal(5),
        note="Preliminärt",
    )
    told = dict(director.get(url(federation, "budget_parts")).context["form"].fields["parts"].choices)
    assert told[1] == (
        "För hela året: 2 raders belopp blir summan av delarna. Hur de var fördelade sparas inte, och en not "
        "till delarna tas bort."
    )
    assert told[3].startswith("Per tertial: 2 raders belopp läggs ihop och delas lika på 3 i hela kronor;")


def test_a_year_without_a_budget_has_no_parts_and_a_decided_one_keeps_its_own(demo: Demo) -> None:
    director = demo.client()
    assert director.get(demo.url("budget_parts", year=2030)).status_code == 404
    page = demo.url("budget_parts", year=2022)
    answer = director.post(page, form_data(director.get(page), parts="4"))
    assert (answer.status_code, errors(answer)) == (
        422,
        {
            "": [
                "Budgeten för 2022 är fastställd och ändras inte. En rättelse görs i en ny version med eget beslut."
            ]
        },
    )


# --- What cost is divided into --------------------------------------------------------------------------------------


def test_categories_are_listed_with_their_share_of_cost_and_what_belongs_to_none(
    federation: Federation, director: Client, budget: Budget
) -> None:
    page = url(federation, "cost_category_add")
    answer = director.post(page, form_data(director.get(page), name="Administration & kansli"), follow=True)
    assert messages(answer) == ["Sparat: Administration & kansli."]
    saved = CostCategory.objects.get()
    assert (saved.slug, saved.position) == ("administration-kansli", 10)
    assert "Hör inte till någon grupp 800 001 100,0 %" in words(answer)
    budget.lines.filter(label="Löner").update(category=saved)
    listed = words(director.get(url(federation, "cost_categories")))
    assert "Administration & kansli 800 001 100,0 % Ändra" in listed
    assert "Hör inte till" not in listed


def test_a_category_in_use_is_not_removed_and_keeps_its_short_name_when_that_is_left_empty(
    federation: Federation, director: Client, budget: Budget
) -> None:
    saved = CostCategory.objects.create(federation=federation, slug="adm", name="Administration")
    budget.lines.filter(label="Löner").update(category=saved)
    answer = director.post(
        url(federation, "cost_category_remove", pk=saved.pk), {"revision": "1"}, follow=True
    )
    assert messages(answer) == [
        "”Administration” går inte att ta bort, eftersom budgetrader använder det. Ta bort eller ändra dem först."
    ]
    page = url(federation, "cost_category", pk=saved.pk)
    director.post(page, form_data(director.get(page), name="Kansli", slug=""))
    saved.refresh_from_db()
    assert (saved.name, saved.slug) == ("Kansli", "adm")


def test_a_category_is_called_in_figures_by_small_letters_digits_and_hyphens(
    federation: Federation, director: Client
) -> None:
    page = url(federation, "cost_category_add")

    refused = director.post(page, form_data(director.get(page), name="Kansli", slug="Kansli_1"))

    assert refused.status_code == 422
    assert errors(refused) == {"slug": ["Skriv kortnamnet med små bokstäver a–z, siffror och bindestreck."]}
    director.post(page, form_data(director.get(page), name="Kansli_1 & hyra", slug=""))
    assert CostCategory.objects.get().slug == "kansli-1-hyra"


def test_an_id_that_a_table_shows_alone_is_not_removed(federation: Federation, director: Client) -> None:
    centre = make.CostCentreFactory(federation=federation, name="Kansli")
    shape = make.TableShapeFactory(federation=federation)
    shape.rows.create(position=9, kind="areas", centre=centre)
    page = url(federation, "cost_centre_remove", pk=centre.pk)

    answer = director.post(page, form_data(director.get(page)), follow=True)

    assert "rader i tabeller använder det" in words(answer)
    assert CostCentre.objects.filter(pk=centre.pk).exists()


@pytest.mark.parametrize(("year", "leads"), [(2023, True), (2024, False)])
def test_the_years_parts_are_led_to_only_in_a_year_that_has_a_budget(
    demo: Demo, year: int, leads: bool
) -> None:
    client, parts = demo.client(), demo.url("budget_parts", year=year)
    assert (parts in client.get(demo.url("shapes", year=year)).content.decode()) == leads
    assert (client.get(parts).status_code == 200) == leads
