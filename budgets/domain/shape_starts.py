"""What a federation's own table can start from: the shapes met in real plans, and the plainest of each kind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from budgets.domain.shapes import STANDARD_BUDGET, STANDARD_YEARS, ShapeColumn, ShapeFact, ShapeRow


@dataclass(frozen=True)
class Start:
    """A starting point: `key` stands in the address, `text` says in Swedish what it looks like."""

    key: str
    text: str
    shape: ShapeFact

    @property
    def label(self) -> str:
        """What it is called to the user: as the table it gives."""
        return self.shape.name


SUMMARY = (
    ShapeRow("measure", measure="income"),
    ShapeRow("measure", measure="cost"),
    ShapeRow("measure", measure="result", is_total=True),
)
STARTS = (
    Start(
        "id-och-kontogrupp",
        "Varje ID med sina rader och en summa under, årets budget bredvid förra årets. Kostnader utan tecken, "
        "intäkter med minus.",
        STANDARD_BUDGET,
    ),
    Start(
        "tre-ar",
        "Årets budget bredvid planen för två år till, utan koder. Överskott från tidigare år och beslutsutrymme "
        "står före kostnaderna.",
        ShapeFact(
            pk=None,
            slug="",
            name="Tre år bredvid varandra",
            kind="budget",
            rows=(
                ShapeRow("areas", areas="funding", style="lines_only"),
                ShapeRow("measure", measure="opening_equity", label="Överskott från tidigare år"),
                ShapeRow(
                    "measure", measure="decision_space", label="Totalt ingående beslutsutrymme", is_total=True
                ),
                ShapeRow("areas", areas="cost", style="heading_only", joins_single=True),
                ShapeRow("measure", measure="cost", label="Totala kostnader"),
                ShapeRow("measure", measure="result", label="Årets resultat", is_total=True),
            ),
            columns=tuple(
                ShapeColumn(source, offset, heading="{år}")
                for source, offset in (("budget", 0), ("plan", 1), ("plan", 2))
            ),
            caption="Ekonomisk information {år}–{år+2}",
            funding_sign="plus",
            shows_codes=False,
            marks="asterisks",
        ),
    ),
    Start(
        "grupper-och-prognos",
        "Grupper med summan på rubriken och raderna under, förra årets budget och prognos före årets. "
        "Kostnader med minus.",
        ShapeFact(
            pk=None,
            slug="",
            name="Grupper med prognos",
            kind="budget",
            rows=(
                ShapeRow("areas", areas="funding", style="lines_only"),
                ShapeRow("areas", areas="cost", style="total_heading", joins_single=True),
                ShapeRow("measure", measure="cost", label="Summa kostnader"),
                ShapeRow("measure", measure="income", label="Summa intäkter"),
                ShapeRow("measure", measure="result", is_total=True),
            ),
            columns=(
                ShapeColumn("budget", -1, heading="Budget {år}"),
                ShapeColumn("forecast", -1, heading="Prognos {år}"),
                ShapeColumn("budget", 0, heading="Budget {år}"),
            ),
            cost_sign="minus",
            funding_sign="plus",
            shows_codes=False,
        ),
    ),
    Start(
        "egen",
        "En enda kolumn och alla ID med summor. Lägg till de kolumner och rader som förbundet vill ha.",
        replace(
            STANDARD_BUDGET,
            name="Egen budgettabell",
            rows=(ShapeRow("areas"), *SUMMARY),
            columns=(ShapeColumn("budget", 0),),
        ),
    ),
    Start("ar", "En rad per år i den långsiktiga budgeten, en kolumn per beräkning.", STANDARD_YEARS),
    Start(
        "siffror",
        "En rad per siffra, med egna texter: vad som helst som går att hänvisa till i en mening.",
        ShapeFact(
            pk=None,
            slug="",
            name="Sifferlista",
            kind="figures",
            rows=(
                ShapeRow("figure", reference="budget.funding_total"),
                ShapeRow("figure", reference="budget.cost_total"),
                ShapeRow("figure", reference="budget.result", is_total=True),
            ),
            columns=(),
            caption="Budgeten {år} i korthet",
        ),
    ),
)


def start_of(key: str) -> Start:
    """The starting point under a key, or the first."""
    return next((start for start in STARTS if start.key == key), STARTS[0])
