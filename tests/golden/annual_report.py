"""The published annual report of 2018 as the grids its tables are to have, by the number each has in print."""

from __future__ import annotations

from typing import Any

from tests.golden import sodra_dalarna_2018 as golden
from tests.reading import Grid

TEAMS = {7: "hedemora", 9: "avesta", 11: "sater"}
SERIES = {12: "participants", 13: "exits", 14: "goal_share", 15: "mean_months"}
AREAS = {6: "36000", 8: "35000", 10: "37000", 17: "21000"}


def printed_tables() -> dict[int, Grid]:
    """Every numbered table as it is to read: the printed cells, with what is computed where the files here say so.

    Tables 2 to 5 are not here: their comments are in other words.
    """
    report = golden("report")
    found = {
        1: _board(report),
        16: report["training_series"]["printed"],
        18: report["training_events"]["printed"],
        19: _costs_and_income(),
        20: [["ID", "Beskrivning", "Årsbudget 2019"], *report["budget"]["printed"]],
        21: [
            ["År", "Årstilldelning från medlemmarna", "Budget", "Eget kapital 31/12"],
            *report["history"]["printed"],
        ],
        **{number: _flow(team) for number, team in TEAMS.items()},
        **{number: _series(measure) for number, measure in SERIES.items()},
        **{number: _area(code) for number, code in AREAS.items()},
    }
    return dict(sorted(found.items()))


def printed_statements() -> dict[str, Grid]:
    """The statements, the notes and the operating statement by what they are called."""
    statements = golden("statements")
    found = {
        **{
            statements[name]["caption"]: _statement(statements[name], with_notes=name != "cash_flow")
            for name in ("income_statement", "balance_sheet", "cash_flow")
        },
        **{each["caption"]: _statement(each, with_notes=False) for each in statements["notes"]},
    }
    found["Driftredovisning 2018, tkr"] = [
        [row["id"], row["label"], *row["printed"]] if row["id"] else [row["label"], "", *row["printed"]]
        for row in golden("operating_statement")["rows"]
    ]
    return found


def _board(report: dict[str, Any]) -> Grid:
    rows = {row[0]: row for row in report["board"]["printed"]}
    totals = [str(sum(int(row[place]) for row in rows.values())) for place in (2, 3)]
    return [
        report["board"]["columns"],
        *(rows[name] for name in report["order_shown"]),
        ["Totalt", "", *totals],
    ]


def _area(code: str) -> Grid:
    areas = golden("areas")
    shown = {(each["year"], each["id"]): each["shown"] for each in areas["differences"]}
    return [
        ["År", "ID", "Ur driftredovisningen", *areas["columns"]],
        *(
            [row["year"], row["id"], shown.get((row["year"], row["id"]), row["label"]), *row["printed"]]
            for row in areas["tables"][code]["rows"]
        ),
    ]


def _costs_and_income() -> Grid:
    found = golden("areas")["costs_and_income"]["29000"]
    return [
        ["År", "ID", "Ur driftredovisningen", *found["columns"]],
        *([row["year"], row["id"], row["label"], *row["printed"]] for row in found["rows"]),
    ]


def _flow(team: str) -> Grid:
    flows = golden("outcomes")["flows"]
    table = flows["tables"][team]
    cells = dict(zip(flows["columns"], table["printed"], strict=True))
    for each in flows["differences"]:
        if each["table"] == team:
            assert cells[each["column"]] == each["printed"]
            cells[each["column"]] = each["shown"]
    if team == "hedemora":  # print tells of those who went over to Säter in the text alone
        cells["Till annan insats"] = "14"
    day, count = table["start"]
    return [
        ["Insats", f"Inskrivna {day}", *cells, "Aktiva 31 december 2018"],
        [table["name"], count, *cells.values(), table["end"]],
    ]


def _series(measure: str) -> Grid:
    series = golden("outcomes")["series"]
    rows = [[row["label"], *row["printed"]] for row in series["tables"][measure]["rows"]]
    for each in series["differences"]:
        if each["table"] == measure:
            row = next(row for row in rows if row[0] == each["label"])
            place = 1 + series["columns"].index(each["column"])
            assert row[place] == each["printed"]
            row[place] = each["shown"]
    return [["Insats", *series["columns"]], *rows]


def _statement(table: dict[str, Any], *, with_notes: bool) -> Grid:
    empty = [""] * len(table["columns"])
    notes = ["Not"] if with_notes else []
    return [
        ["Post", *notes, *table["columns"]],
        *(
            [
                row.get("label_shown", row["label"]),
                *([row.get("note", "")] if with_notes else []),
                *row.get("shown", row.get("printed", empty)),
            ]
            for row in table["rows"]
        ),
    ]
