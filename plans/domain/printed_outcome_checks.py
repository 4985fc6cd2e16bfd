"""Checks of what documents printed of outcomes: that it adds up, and that whole people can be behind it.

A sum is held to its rows, a share to the whole numbers that can give it, the share and the mean of all initiatives to
what those of each can come to with the largest roundings. What is entered of the same period is compared in
`printed_beside_entered`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from finsam import swedish
from finsam.findings import Finding, Severity
from finsam.sources import Source
from plans.domain.outcome_facts import YEAR, OutcomeFacts
from plans.domain.outcomes import Outcomes, outcomes
from plans.domain.printed_outcomes import (
    ACTIVE,
    ADDED_UP,
    ALL_EXITS,
    ALL_ROWS,
    COUNTED,
    DIVISIONS,
    EXITED,
    FLOW,
    GOAL_SHARE,
    MEAN_MONTHS,
    PARTICIPANTS,
    WITHIN_YEAR,
    Cell,
    PrintedDocument,
    Row,
    When,
    printed_documents,
)
from plans.domain.whole_people import (
    People,
    WeightedMean,
    can_be,
    mean_of,
    nearest_count,
    people_of,
    reach_of_mean,
    share_of,
    together,
)

CHECK_PRINT = "Jämför med dokumentet. Är siffrorna rätt avskrivna är det dokumentets som inte går ihop."
CHECK_PARTS = (
    "Kontrollera att delen av året räknar samma deltagare som helåret. Räknas de på två sätt: skriv hur."
)


def of_print(
    cell: Cell,
    code: str,
    severity: Severity,
    message: str,
    *,
    expected: str,
    remedy: str = CHECK_PRINT,
) -> Finding:
    """A finding about a printed figure."""
    return Finding(
        code=f"outcome.{code}",
        severity=severity,
        where=cell.where,
        message=message,
        expected=expected,
        found=cell.shown,
        remedy=remedy,
        source=Source(cell.fact.document),
        about=(f"plans.published_outcome:{cell.fact.pk}",),
        page="published_outcomes",
        page_label="Öppna de tryckta resultaten",
    )


# --- Sums --------------------------------------------------------------------------------------------------


def printed_totals_add_up(facts: OutcomeFacts) -> Iterator[Finding]:
    """A count of all initiatives is the sum of those in the same table; more where one is printed without a figure."""
    for document in printed_documents(facts):
        for cell in document.cells:
            if cell.row != ALL_ROWS or cell.fact.measure not in COUNTED:
                continue
            teams = document.teams(cell.fact.measure, cell.when, cell.fact.place)
            added = sum(team.number for team in teams)
            has_gap = document.has_gap(cell.fact.measure, cell.when, cell.fact.place)
            if not teams or added == cell.number or (has_gap and added < cell.number):
                continue
            terms = " + ".join(swedish.number(team.number) for team in teams)
            yield of_print(
                cell,
                "printed_total",
                Severity.ERROR,
                f"Raderna ger något annat än summan: {terms} = {swedish.number(added)}.",
                expected=cell.exactly(added),
            )


# --- Shares ------------------------------------------------------------------------------------------------


def people_behind(
    document: PrintedDocument, entered: Outcomes, row: Row, when: When, share: Cell | None
) -> People | None:
    """How many of those who exited reached the goal: known when it is entered, else what the printed share allows.

    None when nobody has exited, or it is not told how many. Without a share it is any of them.
    """
    tally = entered.tally(int(row[1]), *when) if row[0] == "initiative" else None
    printed, known = document.count(EXITED, row, when), tally.count("exits") if tally else None
    of = known if printed is None else printed
    if not of:
        return None
    if tally is not None and known == of:
        return People.known(tally.count("in_goal") or 0, of)
    if share is None:
        return People(of, 0, of, 0)
    return people_of(share.rounded, of)


def printed_shares_are_of_whole_people(facts: OutcomeFacts) -> Iterator[Finding]:
    """The goal share of an initiative is what some whole number of its exits gives, rounded."""
    entered = outcomes(facts)
    for document in printed_documents(facts):
        for cell in document.of_measure(GOAL_SHARE):
            if cell.row == ALL_ROWS and document.teams(GOAL_SHARE, cell.when, cell.fact.place):
                continue
            people = people_behind(document, entered, cell.row, cell.when, cell)
            if people is None:
                if cell.value > 100:
                    yield of_print(
                        cell,
                        "printed_share",
                        Severity.ERROR,
                        "En andel är högst 100 %.",
                        expected="högst 100 %",
                    )
                continue
            exact = share_of(people.nearest, people.of)
            if cell.rounded.holds(exact):
                continue
            yield of_print(
                cell, "printed_share", Severity.ERROR, _not_whole(cell, people), expected=cell.exactly(exact)
            )


def _not_whole(cell: Cell, people: People) -> str:
    share = share_of(people.nearest, people.of)
    said = cell.exactly(share)
    if cell.rounded.cuts_off(share):
        return f"{_of(people.nearest, people.of)} är {said}. Decimalerna är avhuggna och inte avrundade."
    if people.is_whole:
        return f"{_of(people.nearest, people.of)} är {said}."
    return f"Inget helt antal av {_exits(people.of)} ger {cell.shown}. Närmast är {people.nearest}, som är {said}."


def printed_total_shares_follow(facts: OutcomeFacts) -> Iterator[Finding]:
    """The goal share of all initiatives is one that those of each can come to together."""
    entered = outcomes(facts)
    for document in printed_documents(facts):
        for cell in document.of_measure(GOAL_SHARE):
            rows = _rows_with_exits(document, cell.when)
            if cell.row != ALL_ROWS or not document.teams(GOAL_SHARE, cell.when, cell.fact.place):
                continue
            teams = _people_of_rows(document, entered, rows, cell.when)
            if teams is None:
                continue
            people = together(teams)
            if can_be(cell.rounded, people):
                exact = share_of(people.nearest, people.of)
                if not cell.rounded.holds(exact):
                    yield _share_rounds(cell, people)
                continue
            yield of_print(
                cell,
                "printed_total_share",
                Severity.ERROR,
                _share_does_not_follow(cell, people),
                expected=cell.exactly(share_of(people.nearest, people.of)),
            )


def _rows_with_exits(document: PrintedDocument, when: When) -> list[Row]:
    """The initiatives that anything is printed of then, exits or a share."""
    found = [cell.row for cell in document.of_measure(EXITED, GOAL_SHARE) if cell.when == when]
    return [row for row in dict.fromkeys(found) if row != ALL_ROWS]


def _people_of_rows(
    document: PrintedDocument, entered: Outcomes, rows: list[Row], when: When
) -> list[People] | None:
    """The people behind each row's share; None when the exits of one that has a share are not known."""
    found = []
    for row in rows:
        share = document.cell(GOAL_SHARE, row, when)
        people = people_behind(document, entered, row, when, share)
        if people is not None:
            found.append(people)
        elif share is not None and document.count(EXITED, row, when) != 0:
            return None
    return found or None


def _share_does_not_follow(cell: Cell, people: People) -> str:
    told = f"Insatsernas andelar ger {_of(people.nearest, people.of)}"
    if people.low < people.high:
        told = f"Insatsernas andelar ger {people.low}–{people.high} av {_exits(people.of)}"
    needed = people_of(cell.rounded, people.of)
    if needed.is_whole:
        told += f", men {cell.shown} är {nearest_count(cell.rounded, people.of)} av {people.of}"
    else:
        told += f", och inget helt antal ger {cell.shown}"
    if not people.is_whole:
        told += ". En av andelarna är inte möjlig, se den raden"
    return f"{told}."


def _share_rounds(cell: Cell, people: People) -> Finding:
    return of_print(
        cell,
        "printed_rounding",
        Severity.ROUNDING,
        f"Insatsernas avrundade andelar ger {people.low}–{people.high} av {_exits(people.of)}. Det tryckta ryms där.",
        expected=cell.exactly(share_of(people.nearest, people.of)),
        remedy="",
    )


# --- Means -------------------------------------------------------------------------------------------------


def printed_means_follow(facts: OutcomeFacts) -> Iterator[Finding]:
    """The mean of all initiatives is one that those of each can come to, weighted by the participants in goal.

    A document that weights by all who exited, and is true to that, is none to complain of.
    """
    entered = outcomes(facts)
    for document in printed_documents(facts):
        for cell in document.of_measure(MEAN_MONTHS):
            if cell.row != ALL_ROWS:
                continue
            in_goal = _weighted(document, entered, cell, by_exits=False)
            exact, reach = (mean_of(in_goal), reach_of_mean(in_goal)) if in_goal else (None, None)
            if exact is None or reach is None or cell.rounded.holds(exact):
                continue
            by_exits = _weighted(document, entered, cell, by_exits=True)
            other = reach_of_mean(by_exits) if by_exits else None
            is_reached = _is_within(cell, reach)
            if not is_reached and other is not None and _is_within(cell, other):
                continue
            yield (
                _mean_rounds(cell, exact, reach)
                if is_reached
                else of_print(
                    cell,
                    "printed_mean",
                    Severity.ERROR,
                    f"Insatsernas tider, vägda med antalet i mål, ger {cell.exactly(exact)}. Också med de största "
                    f"avrundningarna blir det {_between(cell, reach)}.",
                    expected=cell.exactly(exact),
                )
            )


def _weighted(
    document: PrintedDocument, entered: Outcomes, total: Cell, *, by_exits: bool
) -> list[WeightedMean] | None:
    """Each row's mean with its weight; None when a mean or a weight is not printed where somebody is in goal."""
    found = []
    means = document.teams(MEAN_MONTHS, total.when, total.fact.place)
    for row in dict.fromkeys([*_rows_with_exits(document, total.when), *(cell.row for cell in means)]):
        share = document.cell(GOAL_SHARE, row, total.when)
        people = people_behind(document, entered, row, total.when, share)
        mean = document.cell(MEAN_MONTHS, row, total.when)
        if people is None or (share is None and people.low != people.high):
            if mean is None and people is None:
                continue
            return None
        if mean is not None:
            weight = People.known(people.of, people.of) if by_exits else people
            found.append(WeightedMean(mean.rounded, weight))
        elif people.high:
            return None
    return found or None


def _is_within(cell: Cell, reach: tuple[Fraction, Fraction]) -> bool:
    return cell.rounded.high >= reach[0] and cell.rounded.low <= reach[1]


def _between(cell: Cell, reach: tuple[Fraction, Fraction]) -> str:
    least, most = (cell.said(each, 2) for each in reach)
    return f"{least.split(swedish.NBSP)[0]}–{most}"


def _mean_rounds(cell: Cell, exact: Fraction, reach: tuple[Fraction, Fraction]) -> Finding:
    return of_print(
        cell,
        "printed_rounding",
        Severity.ROUNDING,
        f"Insatsernas avrundade tider ger {cell.exactly(exact)}, och med de största avrundningarna "
        f"{_between(cell, reach)}. Det tryckta ryms där.",
        expected=cell.exactly(exact),
        remedy="",
    )


# --- Parts of the year -------------------------------------------------------------------------------------


def printed_parts_are_within_the_year(facts: OutcomeFacts) -> Iterator[Finding]:
    """No part of a year has more participants or exits than the year, and parts that are whole add up to it."""
    entered = outcomes(facts)
    for document in printed_documents(facts):
        for cell in document.of_measure(*WITHIN_YEAR):
            if cell.when.period == YEAR:
                yield from _parts_add_up(document, cell)
                continue
            year = _of_the_year(document, entered, cell)
            if year is None or cell.number <= year:
                continue
            yield of_print(
                cell,
                "printed_part_above_year",
                Severity.WARNING,
                f"{cell.when.words.capitalize()} är det {cell.shown}, och hela året {cell.exactly(year)}. "
                f"{_only_if(cell)}",
                expected=f"högst {cell.exactly(year)}",
                remedy=CHECK_PARTS,
            )


def _only_if(cell: Cell) -> str:
    """What has to be so if more of a part of the year than of the year is to be true."""
    if cell.fact.measure == PARTICIPANTS:
        return "Det stämmer bara om de räknas på olika sätt, eller om så många senare hoppade av eller bytte insats."
    return "Det stämmer bara om delen inte räknas som en del av samma år."


def _of_the_year(document: PrintedDocument, entered: Outcomes, cell: Cell) -> int | None:
    """The year's count as the document printed it, else as it is entered."""
    printed = document.count(cell.fact.measure, cell.row, When(cell.when.year, YEAR))
    if printed is not None or cell.row[0] != "initiative" or cell.fact.measure == ALL_EXITS:
        return printed
    tally = entered.tally(int(cell.row[1]), cell.when.year, YEAR)
    return tally.count(cell.fact.measure) if tally else None


def _parts_add_up(document: PrintedDocument, year: Cell) -> Iterator[Finding]:
    if year.fact.measure not in ADDED_UP:
        return
    for division in DIVISIONS:
        parts = [
            document.count(year.fact.measure, year.row, When(year.when.year, period)) for period in division
        ]
        known = [each for each in parts if each is not None]
        added = sum(known)
        if len(known) < len(division) or added == year.number:
            continue
        terms = " + ".join(swedish.number(each) for each in known)
        yield of_print(
            year,
            "printed_parts",
            Severity.WARNING,
            f"Årets delar ger något annat: {terms} = {swedish.number(added)}.",
            expected=year.exactly(added),
            remedy=CHECK_PARTS,
        )


# --- Flows -------------------------------------------------------------------------------------------------


def printed_flows_add_up(facts: OutcomeFacts) -> Iterator[Finding]:
    """Those at the start and those who came, less all who left, are those who are active at the end."""
    entered = outcomes(facts)
    for document in printed_documents(facts):
        for cell in document.of_measure(ACTIVE):
            flow = printed_flow(document, cell)
            if flow is None or flow[0] == cell.number:
                continue
            yield of_print(
                cell,
                "printed_flow",
                Severity.WARNING,
                f"{flow[1]} ger {swedish.number(flow[0])}.{_mended(document, entered, cell)}",
                expected=cell.exactly(flow[0]),
            )


def printed_flow(document: PrintedDocument, active: Cell) -> tuple[int, str] | None:
    """How many should be active by the row's other figures, and those written out; None when one is missing."""
    start, new, moved_in, left, _ = (document.count(each, active.row, active.when) for each in FLOW)
    if start is None or new is None or left is None:
        return None
    came = f"{start} + {new}{f' + {moved_in}' if moved_in else ''}"
    return start + new + (moved_in or 0) - left, f"{came} {swedish.MINUS} {left}"


def flow_is_mended(document: PrintedDocument, entered: Outcomes, active: Cell) -> int | None:
    """How many have left in all by what is entered, where the printed flow then comes out; None otherwise."""
    flow, left = printed_flow(document, active), document.count(ALL_EXITS, active.row, active.when)
    tally = entered.tally(int(active.row[1]), *active.when) if active.row[0] == "initiative" else None
    if flow is None or left is None or tally is None or flow[0] == active.number:
        return None
    really = sum(tally.count(each) or 0 for each in ("exits", "early_dropouts", "transfers_out"))
    return really if flow[0] + left - really == active.number else None


def _mended(document: PrintedDocument, entered: Outcomes, active: Cell) -> str:
    """What makes the flow come out, where that is entered: the dropouts that are left out."""
    left = flow_is_mended(document, entered, active)
    printed = document.count(ALL_EXITS, active.row, active.when)
    tally = entered.tally(int(active.row[1]), *active.when) if left is not None else None
    if left is None or printed is None or tally is None:
        return ""
    terms = [
        f"{number} {one if number == 1 else many}"
        for one, many, number in (
            ("avslut", "avslut", tally.count("exits")),
            ("tidigt avhopp", "tidiga avhopp", tally.count("early_dropouts")),
            (
                "övergång till en annan insats",
                "övergångar till en annan insats",
                tally.count("transfers_out"),
            ),
        )
        if number
    ]
    told = f" Med de införda uppgifterna går det ihop: {swedish.listed(terms)} är {left}, inte {printed}."
    dropouts = tally.count("early_dropouts") or 0
    if dropouts and left - printed == dropouts:
        told += " Tidiga avhopp är inte inräknade i det tryckta antalet."
        told += _counted_elsewhere(document, entered, active)
    return told


def _counted_elsewhere(document: PrintedDocument, entered: Outcomes, active: Cell) -> str:
    """The rows of the same document in which the dropouts are counted."""
    found = []
    for cell in document.of_measure(ALL_EXITS):
        tally = entered.tally(int(cell.row[1]), *cell.when) if cell.row[0] == "initiative" else None
        if tally is None or cell.row == active.row or not tally.count("early_dropouts"):
            continue
        parts = ("exits", "early_dropouts", "transfers_out")
        if cell.number == sum(tally.count(each) or 0 for each in parts):
            found.append(f"{cell.fact.place}, {cell.row_words}" if cell.fact.place else cell.row_words)
    return f" I {swedish.listed(found)}, är de inräknade." if found else ""


def _of(number: int, of: int) -> str:
    return f"{number} av {_exits(of)}"


def _exits(number: int) -> str:
    return f"{swedish.number(number)} avslut"
