"""Writes of budgets, one module per subject. What most callers need stands here by name.

Keyword arguments; one transaction each; a broken rule is a ValidationError in Swedish.
"""

from budgets.services.amounts import save_amount, set_parts
from budgets.services.budgets import (
    adopt_budget,
    new_budget_version,
    propose_budget,
    remove_account_group,
    remove_budget_version,
    remove_cost_centre,
    remove_equity_rule,
    remove_line,
    remove_outlook_year,
    save_account_group,
    save_budget,
    save_cost_centre,
    save_equity_rule,
    save_line,
    save_outlook_year,
    start_budget,
    withdraw_budget,
)
from budgets.services.published import (
    keep_published_figure,
    keep_published_figures,
    remove_published_figure,
    save_published_figure,
)
from budgets.services.sheet import save_cells
from budgets.services.sheet_rows import move_cost_centre, move_line, put_back, take_cost_centre, take_line

__all__ = [
    "adopt_budget",
    "keep_published_figure",
    "keep_published_figures",
    "move_cost_centre",
    "move_line",
    "new_budget_version",
    "propose_budget",
    "put_back",
    "remove_account_group",
    "remove_budget_version",
    "remove_cost_centre",
    "remove_equity_rule",
    "remove_line",
    "remove_outlook_year",
    "remove_published_figure",
    "save_account_group",
    "save_amount",
    "save_budget",
    "save_cells",
    "save_cost_centre",
    "save_equity_rule",
    "save_line",
    "save_outlook_year",
    "save_published_figure",
    "set_parts",
    "start_budget",
    "take_cost_centre",
    "take_line",
    "withdraw_budget",
]
