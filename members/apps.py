"""Who: federations, their members, boards and users."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Registers figures and blocks and what the change log follows."""

    name = "members"
    verbose_name = "Medlemmar"

    def ready(self) -> None:
        from members import blocks, changelog, figures

        figures.register_all()
        blocks.register_all()
        changelog.follow(self)
