"""Who: federations, their members, boards and users."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Registers figures and blocks and what the change log follows."""

    name = "members"
    verbose_name = "Medlemmar"

    def ready(self) -> None:
        from finsam import places
        from members import blocks, changelog, figures, meeting_figures
        from members.models import ShareSet

        places.register(places.Place("members", "Medlemmar", "members", "read_members", 80))
        places.register_years(
            lambda federation_id: ShareSet.objects.filter(federation=federation_id).values_list(
                "year", flat=True
            )
        )
        figures.register_all()
        meeting_figures.register_all()
        blocks.register_all()
        changelog.follow(self, but={"ChangeLogEntry", "SentReminder"})
