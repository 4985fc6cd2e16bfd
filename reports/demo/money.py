"""Loads a demo federation's money: categories, account groups, rules, shapes of tables, budgets, what was printed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from budgets import services
from budgets.domain.shapes import ShapeColumn, ShapeRow
from budgets.models import AccountGroup, Budget, BudgetLine, CostCategory, LineAmount
from budgets.services.categories import save_cost_category
from budgets.services.shapes import save_shape
from members.models import Decision, Federation
from reports.demo.folder import DemoFolder, identity, in_kronor, kronor


def load_rules(federation: Federation, folder: DemoFolder) -> None:
    """What holds for every year: account groups, categories, equity rules, the shapes of tables."""
    for entry in folder.rows("account_groups"):
        services.save_account_group(federation=federation, **entry)
    for entry in folder.rows("categories"):
        save_cost_category(federation=federation, **entry)
    for entry in folder.rows("equity_rules"):
        services.save_equity_rule(federation=federation, **_equity_rule(entry))
    for entry in folder.rows("shapes"):
        _load_shape(federation, dict(entry))


def _equity_rule(entry: dict[str, Any]) -> dict[str, Any]:
    rule = dict(entry)
    if "amount_kr" in rule:
        rule["amount"] = Decimal(rule.pop("amount_kr"))
    if "percent" in rule:
        rule["percent"] = Decimal(rule["percent"])
    return rule


def _load_shape(federation: Federation, entry: dict[str, Any]) -> None:
    rows = [ShapeRow(**row) for row in entry.pop("rows", ())]
    columns = [ShapeColumn(**column) for column in entry.pop("columns", ())]
    save_shape(federation=federation, rows=rows, columns=columns, **entry)


def load_budget(federation: Federation, data: dict[str, Any]) -> None:
    """A year's budget with its other columns and its outlook, laid before the board or adopted as the file says."""
    budget = services.start_budget(federation=federation, year=data["year"])
    groups = {group.code: group for group in federation.account_groups.all()}
    categories = {category.slug: category for category in federation.cost_categories.all()}
    for entry in data["cost_centres"]:
        slug = entry.get("slug") or entry["code"]
        centre = federation.cost_centres.filter(slug=slug).first()
        centre = services.save_cost_centre(
            federation=federation,
            year=budget.year,
            pk=centre.pk if centre else None,
            slug=slug,
            code=entry.get("code", ""),
            name=entry["name"],
            purpose=entry["purpose"],
            category=categories.get(entry.get("category", "")),
        )
        for place, line in enumerate(entry["lines"], start=1):
            saved = services.save_line(
                federation=federation,
                budget=budget,
                continues=identity(federation, line["key"]),
                cost_centre=centre,
                label=line["label"],
                nature=line["nature"],
                amount=kronor(line["amount_tkr"]),
                position=place * 10,
                **_line_extras(line, groups, categories),
            )
            _load_other_columns(federation, saved, line)
    for entry in data.get("outlook", ()):
        services.save_outlook_year(federation=federation, budget=budget, **in_kronor(entry))
    _decide(federation, budget, data)


def _line_extras(
    line: dict[str, Any], groups: dict[str, AccountGroup], categories: dict[str, CostCategory]
) -> dict[str, Any]:
    """What only some lines have."""
    return {
        "account_group": groups.get(line.get("account_group", "")),
        "category": categories.get(line.get("category", "")),
        "note": line.get("note", ""),
        "label_note": line.get("label_note", ""),
    }


def _load_other_columns(federation: Federation, line: BudgetLine, entry: dict[str, Any]) -> None:
    """The forecast of last year and what is planned for later years, where the entry has them."""
    cells = [(LineAmount.Kind.PLAN, year, tkr) for year, tkr in entry.get("plan_tkr", {}).items()]
    if "forecast_tkr" in entry:
        cells.append((LineAmount.Kind.FORECAST, line.budget.year - 1, entry["forecast_tkr"]))
    for kind, year, tkr in cells:
        services.save_amount(federation=federation, line=line, kind=kind, year=year, amount=kronor(tkr))


def _decide(federation: Federation, budget: Budget, data: dict[str, Any]) -> None:
    if data["status"] == Budget.Status.PROPOSED:
        services.propose_budget(federation=federation, pk=budget.pk)
    if data["status"] == Budget.Status.ADOPTED:
        decision = Decision.objects.get(meeting__federation=federation, meeting__held_on=data["meeting"])
        services.adopt_budget(federation=federation, pk=budget.pk, decision=decision)


def load_published(federation: Federation, data: dict[str, Any]) -> None:
    """What a document printed for the figures that are computed here."""
    for entry in data["figures"]:
        value = Decimal(entry["value"])
        services.keep_published_figure(
            federation=federation,
            document=data["document"],
            year=data["year"],
            place=entry["place"],
            reference=entry["reference"],
            printed=entry["printed"],
            value=value * 1000 if entry["unit"] == "tkr" else value,
            unit=entry["unit"],
        )
