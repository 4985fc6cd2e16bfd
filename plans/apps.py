"""Words, intentions and results: documents, goal areas, activities, outcomes."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registers figures and blocks and what the change log follows."""

    name = "plans"
    verbose_name = "Planer"

    def ready(self) -> None:
        from finsam import places
        from members import changelog
        from plans import (
            blocks,
            figures,
            financial_goal_blocks,
            goal_blocks,
            goal_figures,
            indicator_blocks,
            outcome_blocks,
            outcome_figures,
            training_blocks,
        )
        from plans.outcome_queries import known_years

        places.register(places.Place("results", "Resultat", "outcomes", "see_outcomes", 35))
        places.register_years(known_years)
        figures.register_all()
        blocks.register_all()
        goal_figures.register_all()
        goal_blocks.register_all()
        financial_goal_blocks.register_all()
        training_blocks.register_all()
        indicator_blocks.register_all()
        outcome_blocks.register_all()
        outcome_figures.register_all()
        changelog.follow(self, but={"Mention", "Reading", "RemovedSection"})
