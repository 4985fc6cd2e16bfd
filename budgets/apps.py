"""Money: budgets by ID and account group, outlook, equity."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Registers figures and blocks and what the change log follows."""

    name = "budgets"
    verbose_name = "Budget"

    def ready(self) -> None:
        from budgets import blocks, chart_blocks, figures
        from budgets.models import Budget
        from budgets.openness import open_years
        from finsam import openness, places
        from members import changelog

        places.register(places.Place("budget", "Budget", "budget", "read_budget", 20))
        places.register_years(
            lambda federation_id: Budget.objects.filter(federation=federation_id).values_list(
                "year", flat=True
            )
        )
        openness.register(open_years)
        figures.register_all()
        blocks.register_all()
        chart_blocks.register_all()
        changelog.follow(self)
