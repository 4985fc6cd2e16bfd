"""Words and intentions: documents, goal areas, activities."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registers figures and blocks and what the change log follows."""

    name = "plans"
    verbose_name = "Planer"

    def ready(self) -> None:
        from finsam import places
        from members import changelog
        from plans import blocks, figures, goal_blocks, goal_figures, indicator_blocks, training_blocks
        from plans.models import Document

        places.register_years(
            lambda federation_id: Document.objects.filter(federation=federation_id).values_list(
                "year", flat=True
            )
        )
        figures.register_all()
        blocks.register_all()
        goal_figures.register_all()
        goal_blocks.register_all()
        training_blocks.register_all()
        indicator_blocks.register_all()
        changelog.follow(self, but={"Mention", "Reading", "RemovedSection"})
