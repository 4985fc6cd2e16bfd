"""Södra Dalarna's 2017 and 2018 as rows: budgets of one line per ID, and the ledger typed through its services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from budgets.models import Budget, CostCentreName
from budgets.services.ledger import save_ledger_amount
from finsam import swedish
from finsam.money import Unit
from members.models import Federation
from tests import factories as make
from tests.budgets.follow_up_facts import NAMES
from tests.golden import sodra_dalarna_2018 as golden


def year_of_2018(*, month: int = 0) -> Federation:
    """A federation with the two years, everything in the ledger in one month; 0 is the whole year."""
    found = golden("operating_statement")
    federation: Federation = make.FederationFactory(name="Södra Dalarnas Samordningsförbund")
    groups = {
        nature: make.AccountGroupFactory(federation=federation, code=code, name=name)
        for nature, code, name in (("cost", "46", "Konsulter"), ("income", "35", "Bidrag"))
    }
    centres = {
        code: make.CostCentreFactory(
            federation=federation,
            code=code,
            slug=code,
            name=found.get("names_2017", {}).get(code, name),
            position=place,
            purpose="funding" if code == "50000" else "operations",
        )
        for place, (code, name) in enumerate(NAMES.items())
    }
    for code in found["names_2017"]:
        CostCentreName.objects.create(cost_centre=centres[code], from_year=2018, name=NAMES[code])
    for year, kronor in ((2017, found["kronor_2017"]), (2018, found["kronor"])):
        budget: Budget = make.BudgetFactory(federation=federation, year=year)
        for code, each in kronor.items():
            nature = "contribution" if code == "50000" else "cost"
            _line(budget, centres[code], groups["income" if code == "50000" else "cost"], nature, each)
            for kind, sign in (("cost", 1), ("income", -1)):
                if kind in each:
                    save_ledger_amount(
                        federation=federation,
                        year=year,
                        month=month,
                        cost_centre=centres[code],
                        account_group=groups[kind],
                        amount=Decimal(each[kind]) * sign,
                        user=None,
                    )
    return federation


def _line(budget: Budget, centre: Any, group: Any, nature: str, kronor: dict[str, Any]) -> None:
    make.BudgetLineFactory(
        budget=budget,
        cost_centre=centre,
        account_group=group,
        nature=nature,
        amount=Decimal(kronor["budget"]),
    )


def in_tkr(shown: str) -> str:
    """Kronor as a page shows them, in whole tkr."""
    return swedish.amount(swedish.parse_decimal(shown), Unit.TKR).replace("\u00a0", " ")
