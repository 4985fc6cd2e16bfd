"""Words and intentions: documents, goal areas, activities."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registers figures and blocks and what the change log follows."""

    name = "plans"
    verbose_name = "Planer"

    def ready(self) -> None:
        from members import changelog
        from plans import blocks, figures

        figures.register_all()
        blocks.register_all()
        changelog.follow(self)
