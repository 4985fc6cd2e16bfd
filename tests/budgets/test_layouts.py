"""A federation's own forms of its statements: chosen by year, edited on a page, and shown in documents."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models.signals import pre_save
from django.test import Client

from budgets.domain.standard_forms import LKBR_INCOME, OLDER_CASH_FLOW, OLDER_INCOME
from budgets.domain.statement_forms import FormColumn, FormRow, Level, Statement
from budgets.layout_queries import form_for
from budgets.models import StatementLayout
from budgets.services.layouts import follow_law, remove_layout, save_layout
from finsam import blocks
from finsam.revisions import EditConflict
from finsam.scope import Scope
from members.models import Federation
from tests import factories as make
from tests.conftest import Demo
from tests.pages import errors, form_data, messages

pytestmark = pytest.mark.django_db

COLUMNS = (FormColumn("actual", "Utfall {år}"), FormColumn("budget", "Budget {år}"))
SHORT = (
    FormRow("paid", "Från medlemmarna", gathers=("contributions",), note="contributions"),
    FormRow("other", "Annat", gathers=("income", "grants"), is_optional=True),
    FormRow("spent", "Kostnader", gathers=("cost", "depreciation"), note="costs"),
    FormRow("rest", "Räntor och annat", gathers=("financial_income", "financial_cost", "extraordinary")),
    FormRow("left", "Årets resultat", Level.TOTAL),
)


def saved(federation: Federation, **changes: Any) -> StatementLayout:
    given = {"statement": "income", "from_year": 2018, "rows": SHORT, "columns": COLUMNS}
    return save_layout(federation=federation, **{**given, **changes})


def labels(federation: Federation, year: int, statement: Statement = Statement.INCOME) -> list[str]:
    return [row.label for row in form_for(Scope(federation.pk, year), statement).rows]


def test_a_form_holds_from_its_year_and_the_laws_before_it() -> None:
    federation = make.FederationFactory()
    saved(federation, from_year=2020)

    assert labels(federation, 2020)[0] == "Från medlemmarna"
    assert labels(federation, 2030)[0] == "Från medlemmarna"
    assert labels(federation, 2019) == [row.label for row in LKBR_INCOME.rows]
    assert labels(federation, 2018) == [row.label for row in OLDER_INCOME.rows]
    assert labels(federation, 2020, Statement.CASH_FLOW)[1] == "Årets resultat"


def test_another_federation_keeps_the_laws_form() -> None:
    saved(make.FederationFactory())
    other = make.FederationFactory()

    assert labels(other, 2018) == [row.label for row in OLDER_INCOME.rows]


def test_a_statement_may_follow_the_law_again_from_a_year() -> None:
    federation = make.FederationFactory()
    saved(federation, from_year=2018)

    follow_law(federation=federation, statement=Statement.INCOME, year=2021)
    assert [labels(federation, year)[0] for year in (2018, 2020, 2021, 2022)] == [
        "Från medlemmarna",
        "Från medlemmarna",
        "Verksamhetens intäkter",
        "Verksamhetens intäkter",
    ]

    follow_law(federation=federation, statement=Statement.INCOME, year=2018)
    assert labels(federation, 2018)[0] == "Verksamhetens medlemsavgifter"
    assert federation.statement_layouts.count() == 1


def test_a_form_that_would_not_tie_is_refused_and_nothing_is_written() -> None:
    federation = make.FederationFactory()

    with pytest.raises(ValidationError) as refused:
        saved(federation, rows=SHORT[1:])
    assert refused.value.messages == [
        "”Bidrag från medlemmarna” står inte på någon rad. Lägg det på en, annars går uppställningen inte ihop."
    ]
    with pytest.raises(ValidationError, match="årets utfall"):
        saved(federation, columns=COLUMNS[1:])
    assert not StatementLayout.objects.exists()


def test_rows_get_short_names_and_keep_them() -> None:
    federation = make.FederationFactory()
    rows = (replace(SHORT[0], key=""), replace(SHORT[1], key="", label="Från medlemmarna"), *SHORT[2:])
    layout = saved(federation, rows=rows)

    assert list(layout.rows.values_list("key", flat=True)) == [
        "fran-medlemmarna",
        "fran-medlemmarna-2",
        "spent",
        "rest",
        "left",
    ]


def test_two_who_edit_the_same_form_are_told() -> None:
    federation = make.FederationFactory()
    layout = saved(federation)
    save_layout(
        federation=federation,
        pk=layout.pk,
        revision=layout.revision,
        rows=(*SHORT[:-1], replace(SHORT[-1], label="Resultat")),
        columns=COLUMNS,
    )

    with pytest.raises(EditConflict):
        save_layout(
            federation=federation, pk=layout.pk, revision=layout.revision, rows=SHORT, columns=COLUMNS
        )
    assert labels(federation, 2018)[-1] == "Resultat"
    with pytest.raises(EditConflict):
        remove_layout(federation=federation, pk=layout.pk, revision=layout.revision)


def test_the_statement_of_a_document_is_set_up_as_the_federation_has_chosen(accounts_demo: Demo) -> None:
    saved(accounts_demo.federation)
    scope = Scope(accounts_demo.federation.pk, 2018)
    content = blocks.find("budgets.income_statement")[0].build(scope, "")
    by_law = blocks.find("budgets.income_statement")[0].build(scope, "law")

    assert content is not None
    assert by_law is not None
    found = content.result
    assert [column.heading for column in found.columns] == ["Utfall 2018", "Budget 2018"]
    assert [(line.label, line.amounts[0]) for line in found.lines] == [
        ("Från medlemmarna", Decimal("6734000.00")),
        ("Annat", Decimal("408381.00")),
        ("Kostnader", Decimal("-6885700.00")),
        ("Räntor och annat", Decimal("-2146.00")),
        ("Årets resultat", Decimal("254535.00")),
    ]
    assert content.refers == ("budgets.note:contributions", "budgets.note:costs")
    assert by_law.result.lines[0].label == "Verksamhetens medlemsavgifter"


# --- The pages ------------------------------------------------------------------------------------------------


@pytest.fixture(name="finance")
def finance_fixture(accounts_demo: Demo) -> Client:
    return accounts_demo.client("finance")


def test_the_list_tells_how_each_statement_is_set_up_and_by_whose_choice(
    accounts_demo: Demo, finance: Client
) -> None:
    saved(accounts_demo.federation)
    page = finance.get(accounts_demo.url("layouts")).content.decode()

    assert "Resultaträkning i förbundets uppställning från 2018" in page
    assert "Från medlemmarna" in page
    assert "Balansräkning som 2018, lagen (1997:614) om kommunal redovisning" in page
    assert page.count("Följ lagen från 2018") == 1
    assert page.count("Gör en egen från 2018") == 2
    reader = accounts_demo.client("board").get(accounts_demo.url("layouts")).content.decode()
    assert "Gör en egen" not in reader


def test_the_editor_starts_from_the_form_in_force_and_saves_a_changed_text(
    accounts_demo: Demo, finance: Client
) -> None:
    url = accounts_demo.url("layout_add", statement="kassaflodesanalys")
    data = form_data(finance.get(url), **{"rader-1-label": "Resultat före räntor"})

    assert finance.post(url, data).status_code == 302
    (layout,) = accounts_demo.federation.statement_layouts.all()
    assert (layout.statement, layout.from_year) == ("cash_flow", 2018)
    form = form_for(Scope(accounts_demo.federation.pk, 2018), Statement.CASH_FLOW)
    assert form.rows == (
        OLDER_CASH_FLOW.rows[0],
        replace(OLDER_CASH_FLOW.rows[1], label="Resultat före räntor"),
        *OLDER_CASH_FLOW.rows[2:],
    )


def test_buttons_move_add_and_remove_rows_without_saving_or_losing_what_is_typed(
    accounts_demo: Demo, finance: Client
) -> None:
    url = accounts_demo.url("layout_add", statement="resultatrakning")
    data = form_data(finance.get(url), **{"rader-0-label": "Avgifter"})

    moved = finance.post(url, {**data, "gor": "rader-ner-0"})
    assert moved.status_code == 200
    assert [row["label"].value() for row in moved.context["form"].rows][:2] == [
        "EU-medel och andra bidrag",
        "Avgifter",
    ]
    assert moved.context["form"].rows[1]["gathers"].value() == ["contributions"]
    longer = finance.post(url, {**data, "gor": "rader-ny"}).context["form"].rows
    shorter = finance.post(url, {**data, "gor": "rader-bort-0"}).context["form"].rows
    assert (len(longer), len(shorter)) == (11, 9)
    assert not accounts_demo.federation.statement_layouts.exists()


def test_what_would_not_tie_is_told_and_nothing_is_lost(accounts_demo: Demo, finance: Client) -> None:
    url = accounts_demo.url("layout_add", statement="resultatrakning")
    page = finance.get(url)
    answer = finance.post(url, form_data(page, **{"rader-0-gathers": [], "rader-0-label": "Avgifter"}))

    assert answer.status_code == 422
    assert errors(answer)[""] == [
        "”Bidrag från medlemmarna” står inte på någon rad. Lägg det på en, annars går uppställningen inte ihop.",
        "Raden ”Avgifter” visar ingenting. Välj vad den ska samla.",
    ]
    assert answer.context["form"].rows[0]["label"].value() == "Avgifter"
    assert not accounts_demo.federation.statement_layouts.exists()


def test_a_column_that_is_shown_has_a_heading(accounts_demo: Demo, finance: Client) -> None:
    url = accounts_demo.url("layout_add", statement="resultatrakning")
    answer = finance.post(url, form_data(finance.get(url), **{"kolumner-budget-heading": ""}))

    assert answer.status_code == 422
    assert "Skriv vad kolumnen heter" in answer.content.decode()


def test_the_second_who_saves_is_shown_which_rows_differ(accounts_demo: Demo, finance: Client) -> None:
    layout = saved(accounts_demo.federation)
    url = accounts_demo.url("layout", pk=layout.pk)
    first, second = (
        form_data(finance.get(url), **{"rader-4-label": label}) for label in ("Resultat", "Överskott")
    )
    assert finance.post(url, first).status_code == 302
    answer = finance.post(url, second)

    assert answer.status_code == 409
    (field,) = answer.context["conflict"]["fields"]
    assert (field["label"], field["saved"], field["mine"]) == (
        "Rad 5",
        "Resultat; Totalsumma",
        "Överskott; Totalsumma",
    )
    assert labels(accounts_demo.federation, 2018)[-1] == "Resultat"


@pytest.mark.parametrize("statement", ["noter", "income"])
def test_a_statement_that_there_is_not_is_not_found(
    accounts_demo: Demo, finance: Client, statement: str
) -> None:
    assert finance.get(accounts_demo.url("layout_add", statement=statement)).status_code == 404
    assert finance.post(accounts_demo.url("layout_law", statement=statement)).status_code == 404


def test_a_form_of_the_very_year_is_asked_about_before_the_law_is_followed(
    accounts_demo: Demo, finance: Client
) -> None:
    own = saved(accounts_demo.federation, from_year=2018)

    answer = finance.post(accounts_demo.url("layout_law", statement="resultatrakning"))

    assert answer.headers["Location"] == accounts_demo.url("layout_remove", pk=own.pk)
    assert labels(accounts_demo.federation, 2018)[0] == "Från medlemmarna"


def test_the_law_is_followed_from_the_form_that_was_shown(accounts_demo: Demo, finance: Client) -> None:
    own = saved(accounts_demo.federation, from_year=2016)
    page = finance.get(accounts_demo.url("layouts")).content.decode()
    law = accounts_demo.url("layout_law", statement="resultatrakning")

    assert f'name="pk" value="{own.pk}"' in page
    assert f'name="revision" value="{own.revision}"' in page
    answer = finance.post(law, {"pk": own.pk, "revision": own.revision}, follow=True)
    assert "Resultaträkningen följer lagens uppställning från 2018." in messages(answer)
    assert labels(accounts_demo.federation, 2018)[0] == "Verksamhetens medlemsavgifter"
    assert labels(accounts_demo.federation, 2017)[0] == "Från medlemmarna"


def test_who_asks_for_the_law_while_another_changes_the_form_is_told_and_nothing_is_written(
    accounts_demo: Demo, finance: Client
) -> None:
    federation = accounts_demo.federation
    own = saved(federation, from_year=2016)
    shown = {"pk": own.pk, "revision": own.revision}
    law = accounts_demo.url("layout_law", statement="resultatrakning")
    told = "Någon annan ändrade uppställningen samtidigt. Se hur den är nu."

    save_layout(
        federation=federation,
        pk=own.pk,
        revision=own.revision,
        rows=(*SHORT[:-1], replace(SHORT[-1], label="Resultat")),
        columns=COLUMNS,
    )
    assert told in messages(finance.post(law, shown, follow=True))
    assert labels(federation, 2018)[-1] == "Resultat"

    own.refresh_from_db()
    other = saved(federation, from_year=2017)
    stale = {"pk": own.pk, "revision": own.revision}
    assert told in messages(finance.post(law, stale, follow=True))
    remove_layout(federation=federation, pk=own.pk, revision=own.revision)
    assert told in messages(finance.post(law, stale, follow=True))
    assert "försök igen" in messages(finance.post(law, {}, follow=True))[0]
    assert list(federation.statement_layouts.values_list("pk", "from_year")) == [(other.pk, 2017)]


def test_when_another_chooses_at_the_same_moment_the_form_of_the_year_stays() -> None:
    federation = make.FederationFactory()
    saved(federation, from_year=2016)
    saved(federation, from_year=2018)

    def another(instance: StatementLayout, **kwargs: Any) -> None:
        same = StatementLayout(federation=federation, statement="income", from_year=instance.from_year)
        StatementLayout.objects.bulk_create([same])

    pre_save.connect(another, sender=StatementLayout)
    try:
        with pytest.raises(ValidationError):
            follow_law(federation=federation, statement=Statement.INCOME, year=2018)
    finally:
        pre_save.disconnect(another, sender=StatementLayout)

    assert labels(federation, 2018)[0] == "Från medlemmarna"
    assert federation.statement_layouts.count() == 2
