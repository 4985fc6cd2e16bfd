"""The registries of figures, blocks and places, references to figures, periods and findings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam import blocks, figures, findings, periods, places
from finsam.blocks import Block, BlockContent, UnknownBlock
from finsam.figures import FORMS, Figure, Kind, Reference, UnknownFigure
from finsam.findings import Finding, Severity
from finsam.scope import Scope
from finsam.sources import finsam_paragraph

SCOPE = Scope(federation_id=1, year=2023)


@pytest.fixture
def empty_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registries of the test's own."""
    monkeypatch.setattr(figures, "_REGISTRY", {})
    monkeypatch.setattr(blocks, "_REGISTRY", {})


def grant(scope: Scope, argument: str) -> Decimal:
    """The contributions as the plans of 2022 and 2023 print them: 6 322 and 6 308 tkr."""
    return {2022: Decimal(6_322_000), 2023: Decimal(6_308_000)}[scope.year]


GRANT = Figure("budget.grant", "medelstilldelningen", Kind.AMOUNT, grant)
TEAM = Figure(
    "budget.team",
    "lagets bidrag",
    Kind.AMOUNT,
    lambda scope, argument: Decimal(1_900_000) if argument == "35000" else None,
    argument_label="ID",
    arguments=lambda scope: [("35000", "Avesta"), ("36000", "Hedemora")],
)


# --- References -----------------------------------------------------------------------------------------------------

keys = st.from_regex(r"[a-z_]+\.[a-z_]+", fullmatch=True)
arguments = st.one_of(st.just(""), st.from_regex(r"[a-z0-9-]+", fullmatch=True))
years = st.one_of(
    st.just(""), st.from_regex(r"[+-][0-9]{1,2}", fullmatch=True), st.from_regex("[0-9]{4}", fullmatch=True)
)
forms = st.one_of(st.just(""), st.sampled_from(sorted({form for each in FORMS.values() for form in each})))


@given(keys, arguments, years, forms)
def test_a_reference_that_is_written_is_read_back(key: str, argument: str, year: str, form: str) -> None:
    reference = Reference(key, argument, year, form)
    assert Reference.parse(str(reference)) == reference
    assert Reference.parse(f"  {reference} ") == reference


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("budget.funding_total", Reference("budget.funding_total")),
        ("budget.funding_total/kr", Reference("budget.funding_total", form="kr")),
        (
            "budget.cost_centre_total:21000@-1/tkr",
            Reference("budget.cost_centre_total", "21000", "-1", "tkr"),
        ),
        ("outlook.closing_equity:2026", Reference("outlook.closing_equity", "2026")),
        ("budget.result@2022", Reference("budget.result", year="2022")),
    ],
)
def test_a_reference_says_which_figure_of_which_year_in_which_form(text: str, reference: Reference) -> None:
    assert Reference.parse(text) == reference


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6308",
        "budget",
        "budget.",
        "Budget.total",
        "budget.total@23",
        "budget.total@",
        "budget.total/",
        "a.b:<b>",
        "a.b c",
    ],
)
def test_what_is_no_reference_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UnknownFigure, match=f"^”{text}” är ingen hänvisning till en siffra.$"):
        Reference.parse(text)


def test_a_year_is_this_one_or_counted_from_it_or_told() -> None:
    told = [Reference("a.b", year=year).year_in(SCOPE) for year in ("", "-1", "+3", "2021")]
    assert told == [2023, 2022, 2026, 2021]


# --- Figures --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("empty_registries")
def test_a_figure_is_computed_in_the_year_the_reference_names_and_shown_in_the_form_it_names() -> None:
    figures.register(GRANT)
    shown = [
        figures.resolve(text, SCOPE).replace("\u00a0", " ")
        for text in ("budget.grant", "budget.grant/tkr", "budget.grant@-1/tkr", "budget.grant@2022/mnkr")
    ]
    assert shown == ["6 308 000 kr", "6 308 tkr", "6 322 tkr", "6,3 mnkr"]


@pytest.mark.usefixtures("empty_registries")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("budget.gift", "Siffran ”budget.gift” finns inte."),
        ("budget.team", "Siffran ”lagets bidrag” behöver ID."),
        ("budget.grant:35000", "Siffran ”medelstilldelningen” tar inget tillägg."),
        ("budget.grant/date", "Siffran ”medelstilldelningen” kan inte visas som ”date”."),
    ],
)
def test_a_reference_that_does_not_fit_is_refused_with_what_is_wrong(text: str, message: str) -> None:
    figures.register(GRANT)
    figures.register(TEAM)
    assert figures.problems([text, "budget.grant"]) == [message]
    with pytest.raises(UnknownFigure, match=message):
        figures.resolve(text, SCOPE)


@pytest.mark.usefixtures("empty_registries")
def test_a_list_offers_each_figure_that_has_a_value_in_each_form() -> None:
    figures.register(GRANT)
    figures.register(TEAM)
    assert [(each.reference, each.label) for each in figures.choices(SCOPE)] == [
        ("budget.grant/kr", "medelstilldelningen"),
        ("budget.grant/tkr", "medelstilldelningen"),
        ("budget.grant/mnkr", "medelstilldelningen"),
        ("budget.team:35000/kr", "lagets bidrag, Avesta"),
        ("budget.team:35000/tkr", "lagets bidrag, Avesta"),
        ("budget.team:35000/mnkr", "lagets bidrag, Avesta"),
    ]


@pytest.mark.usefixtures("empty_registries")
def test_a_figure_may_stand_for_all_together_without_its_argument() -> None:
    figures.register(
        Figure(
            "goals.met",
            "mål",
            Kind.NEUTER,
            lambda scope, area: 2 if area else 11,
            "ett målområde",
            is_argument_optional=True,
        )
    )
    assert [figures.resolve(each, SCOPE) for each in ("goals.met", "goals.met:4")] == ["elva", "två"]


@pytest.mark.usefixtures("empty_registries")
def test_one_name_is_one_figure_one_block() -> None:
    figures.register(GRANT)
    with pytest.raises(ValueError, match="registered twice"):
        figures.register(GRANT)
    block = Block("budgets.table", "Budgettabell", "t.html", lambda scope, argument: None)
    blocks.register(block)
    with pytest.raises(ValueError, match="registered twice"):
        blocks.register(block)


@pytest.mark.parametrize(
    ("value", "kind", "form", "shown"),
    [
        (Decimal(6_908_000), Kind.AMOUNT, "", "6 908 000 kr"),
        (Decimal(-760_000), Kind.AMOUNT, "tkr", "−760 tkr"),
        (Decimal("12.5"), Kind.PERCENT, "", "12,5 %"),
        (6, Kind.COUNT, "", "sex"),
        (6, Kind.COUNT, "digits", "6"),
        (1, Kind.COUNT, "", "en"),
        (1, Kind.NEUTER, "", "ett"),
        (12, Kind.NEUTER, "", "tolv"),
        (1, Kind.NEUTER, "digits", "1"),
        (date(2022, 11, 25), Kind.DATE, "", "25 november 2022"),
        (2023, Kind.YEAR, "", "2023"),
        ("Södra Dalarna", Kind.TEXT, "", "Södra Dalarna"),
        (None, Kind.AMOUNT, "", "–"),
    ],
)
def test_each_kind_of_figure_is_shown_in_its_own_way(
    value: figures.Value, kind: Kind, form: str, shown: str
) -> None:
    """6 908 000 kr available and −760 tkr result: the plan of 2023."""
    assert figures.show(value, kind, form).replace("\u00a0", " ") == shown


def test_a_heading_is_filled_with_the_figures_in_its_braces() -> None:
    heading = "Budget år {document.year} för {federation.name}"
    assert figures.line_references(heading) == ["document.year", "federation.name"]
    assert (
        figures.fill(heading, lambda reference: reference.upper())
        == "Budget år DOCUMENT.YEAR för FEDERATION.NAME"
    )


def test_facts_are_read_once_for_all_that_ask_in_the_same_year() -> None:
    reads = []

    def load(scope: Scope) -> int:
        reads.append(scope.year)
        return scope.year

    scope = Scope(1, 2023, {"document": 7})
    assert [
        scope.facts(load),
        scope.facts(load),
        scope.for_year(2022).facts(load),
        scope.for_year(2022).facts(load),
    ] == [
        2023,
        2023,
        2022,
        2022,
    ]
    assert reads == [2023, 2022]
    assert scope.for_year(2023) is scope
    assert scope.for_year(2022).subjects == {}


# --- Blocks and places ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("empty_registries")
def test_a_section_names_a_block_and_perhaps_an_argument() -> None:
    block = Block(
        "budgets.table",
        "Budgettabell",
        "t.html",
        lambda scope, argument: BlockContent(argument, None),
        arguments=(("", "hela kronor"), ("tkr", "hela tusental kronor")),
    )
    blocks.register(block)
    assert blocks.find("budgets.table") == (block, "")
    assert blocks.find("budgets.table:tkr") == (block, "tkr")
    with pytest.raises(UnknownBlock, match=r"”Budgettabell” kan inte visas som ”21000”\."):
        blocks.find("budgets.table:21000")
    with pytest.raises(UnknownBlock, match=r"Tabellen eller listan ”budgets\.chart” finns inte\."):
        blocks.find("budgets.chart:1")
    assert blocks.choices(Scope(1, 2023)) == [
        ("budgets.table", "Budgettabell, hela kronor"),
        ("budgets.table:tkr", "Budgettabell, hela tusental kronor"),
    ]


@pytest.mark.usefixtures("empty_registries")
def test_a_federations_own_tables_are_offered_beside_the_usual_one() -> None:
    block = Block(
        "budgets.table",
        "Budgettabell",
        "t.html",
        lambda scope, argument: None,
        arguments=(("", ""),),
        own_arguments=lambda scope: [(f"kvartal-{scope.year}", "per kvartal")],
    )
    blocks.register(block)
    assert blocks.find("budgets.table:kvartal-2023") == (block, "kvartal-2023")
    with pytest.raises(UnknownBlock):
        blocks.find("budgets.table:<b>")
    assert blocks.choices(Scope(1, 2023)) == [
        ("budgets.table", "Budgettabell"),
        ("budgets.table:kvartal-2023", "Budgettabell, per kvartal"),
    ]


def test_the_tabs_stand_in_the_order_of_the_year() -> None:
    assert [place.label for place in places.places()] == [
        "Översikt",
        "Budget",
        "Verksamhetsplan",
        "Uppföljning",
        "Resultat",
        "Rapporter",
        "För styrelsen",
        "Kungörelser",
        "Årshjul",
        "Medlemmar",
        "Kontroller",
        "Granskning",
    ]


def test_a_tab_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        places.register(places.places()[0])


# --- Periods --------------------------------------------------------------------------------------------------------


def test_a_span_ends_before_its_end() -> None:
    assert [periods.in_years(year, 2021, 2023) for year in (2020, 2021, 2022, 2023)] == [
        False,
        True,
        True,
        False,
    ]
    assert periods.in_years(2023, None, None)
    assert not periods.in_years(2023, 2024, None)


def test_a_federations_years_begin_with_the_law() -> None:
    """Lagen (2003:1210) came into force on 1 January 2004."""
    assert [periods.is_year(year) for year in (1899, 2003, 2004, 2023, 2100, 2101, 20233)] == [
        False,
        False,
        True,
        True,
        True,
        False,
        False,
    ]


def test_years_are_said_as_a_span() -> None:
    """Långsiktig budget 2021–2026: the plan of 2023."""
    assert [periods.span_text(years) for years in (range(2021, 2027), [2023], [])] == [
        "2021–2026",
        "2023",
        "",
    ]


# --- Findings -------------------------------------------------------------------------------------------------------


def test_the_gravest_findings_come_first_and_the_rest_in_the_order_of_the_checks() -> None:
    def found(code: str, severity: Severity) -> Finding:
        return Finding(code, severity, "Budget 2023", "Något stämmer inte.")

    def first(facts: int) -> list[Finding]:
        return [found("a", Severity.ROUNDING), found("b", Severity.WARNING)]

    def second(facts: int) -> list[Finding]:
        return [found("c", Severity.ERROR), found("d", Severity.WARNING), found("e", Severity.ERROR)]

    assert [finding.code for finding in findings.run((first, second), 0)] == ["c", "e", "b", "d", "a"]
    assert findings.run((), 0) == ()


def test_severities_are_said_in_words() -> None:
    assert [severity.label for severity in Severity] == ["Fel", "Varning", "Avrundning"]


def test_a_paragraph_is_named_with_its_law() -> None:
    assert (
        str(finsam_paragraph("5 §"))
        == "5 § lagen (2003:1210) om finansiell samordning av rehabiliteringsinsatser"
    )
