"""Money: budgets by ID and account group, outlook, equity."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Registers figures and blocks and what the change log follows."""

    name = "budgets"
    verbose_name = "Budget"

    def ready(self) -> None:
        from budgets import (
            annual_blocks,
            blocks,
            cell_figures,
            chart_blocks,
            equity_figures,
            figures,
            follow_up_blocks,
            follow_up_figures,
            statement_blocks,
            statement_figures,
        )
        from budgets.openness import open_years
        from budgets.year_queries import known_years
        from finsam import openness, places
        from members import changelog

        places.register(places.Place("budget", "Budget", "budget", "read_budget", 20))
        places.register(places.Place("follow_up", "Uppföljning", "follow_up", "read_budget", 35))
        places.register_years(known_years)
        openness.register(open_years)
        figures.register_all()
        blocks.register_all()
        chart_blocks.register_all()
        follow_up_blocks.register_all()
        follow_up_figures.register_all()
        statement_blocks.register_all()
        annual_blocks.register_all()
        cell_figures.register_all()
        statement_figures.register_all()
        equity_figures.register_all()
        changelog.follow(self, but=("VoucherBlock",))
