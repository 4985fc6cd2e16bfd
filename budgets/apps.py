"""Money: budgets by ID and account group, outlook, equity."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Registers figures and blocks and what the change log follows."""

    name = "budgets"
    verbose_name = "Budget"

    def ready(self) -> None:
        from budgets import blocks, figures
        from members import changelog

        figures.register_all()
        blocks.register_all()
        changelog.follow(self)
