"""Loads years that have been accounted for: their budgets, the ledger month by month, balances, closed months.

The years belong to a demo federation that is there already. What is there of them is left as it is.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from budgets import services
from budgets.services import ledger, ledger_months, payments
from members.models import Federation, Role, User
from reports.demo.assessments import load_goals
from reports.demo.chain import load_board
from reports.demo.disclosure import load_disclosure
from reports.demo.financial_goals import load_financial_goals
from reports.demo.folder import DemoFolder, identity
from reports.demo.measurements import load_measurements
from reports.demo.members import load_meetings, load_shares
from reports.demo.money import load_budget, load_published
from reports.demo.outcomes import load_outcomes
from reports.demo.published_outcomes import load_published_outcomes
from reports.demo.report import load_report

FOLDERS = ("sodra_dalarna_ar_2018",)
"""Annual reports whose years the demo holds."""


@transaction.atomic
def load_accounts(folder_name: str) -> None:
    """Load the years in the folder into the federation that it names."""
    folder = DemoFolder(folder_name)
    data = folder.data("accounts")
    federation = Federation.objects.get(slug=data["federation"])
    load_board(federation, folder)
    if not federation.ledger_figures.exists() and not federation.ledger_imports.exists():
        _load_money(federation, folder, data)
    load_financial_goals(federation, folder)
    load_outcomes(federation, folder)
    load_disclosure(federation, folder)
    load_published_outcomes(federation, folder)
    load_goals(federation, folder)
    load_measurements(federation, folder, folder.year_of(folder.names("ledger_")[-1]))
    load_report(federation, folder)


def _load_money(federation: Federation, folder: DemoFolder, data: dict[str, Any]) -> None:
    """Budgets, ledger and balances of the years, with the shares and meetings that they need."""
    members = {member.slug: member for member in federation.members.all()}
    years = set(federation.share_sets.values_list("year", flat=True))
    load_shares(federation, [each for each in data["share_sets"] if each["year"] not in years], members)
    days = set(federation.meetings.values_list("held_on", flat=True))
    load_meetings(federation, [each for each in data["meetings"] if each["held_on"] not in days])
    codes = set(federation.account_groups.values_list("code", flat=True))
    for entry in data["account_groups"]:
        if entry["code"] not in codes:
            services.save_account_group(federation=federation, **entry)
    for name in folder.names("budget_"):
        if not federation.budgets.filter(year=folder.year_of(name)).exists():
            load_budget(federation, folder.data(name))
    for year in data["paid_by_quarter"]:
        if not federation.instalments.filter(year=year).exists():
            payments.fill_instalments(federation=federation, year=year, way="quarters")
    clerk = User.objects.filter(mandates__federation=federation, mandates__role=Role.FINANCE).first()
    _load_balances(federation, folder.data("balances"), clerk)
    for name in folder.names("ledger_"):
        _load_ledger(federation, folder.data(name), clerk)
    load_published(federation, folder.data("published"))


def _load_ledger(federation: Federation, data: dict[str, Any], clerk: User | None) -> None:
    centres = {centre.code: centre for centre in federation.cost_centres.all()}
    groups = {group.code: group for group in federation.account_groups.all()}
    for row in data["rows"]:
        for month, amount in enumerate(row["months"], start=1):
            if amount:
                ledger.save_ledger_amount(
                    federation=federation,
                    year=data["year"],
                    month=month,
                    cost_centre=centres[row["centre"]],
                    account_group=groups.get(row.get("account_group", "")),
                    line_key=identity(federation, row["line"]) if "line" in row else None,
                    amount=Decimal(amount),
                    source=data["source"],
                    user=clerk,
                )
    ledger_months.close_months(
        federation=federation, year=data["year"], through=data["closed_through"], user=clerk
    )


def _load_balances(federation: Federation, data: dict[str, Any], clerk: User | None) -> None:
    for entry in data["balances"]:
        amount = Decimal(entry["amount"])
        ledger.save_balance(
            federation=federation, user=clerk, source=data["source"], **{**entry, "amount": amount}
        )
