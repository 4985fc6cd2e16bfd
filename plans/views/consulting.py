"""The page where the consultation with the members is put on record (23 § of the Finsam law)."""

from __future__ import annotations

from django.db import models
from django.utils.functional import cached_property

from members.access import Permission
from plans import services
from plans.consultation_form import ConsultationForm
from plans.models import Document
from plans.views.documents import OfPlan, PlanRow


class ConsultationPage(OfPlan, PlanRow):
    """Which consultation it was, what came of it, and what each member said."""

    permission = Permission.EDIT_DOCUMENTS
    back = "plan"
    template_name = "plans/consultation.html"
    form_class = ConsultationForm
    noun, noun_new = "samrådet", "ett samråd"
    save = staticmethod(services.save_consultation)

    def get_title(self) -> str:
        return "Samråd med medlemmarna"

    def rows(self) -> models.QuerySet[Document]:
        return self.federation.documents.all()

    def name_of(self, row: Document) -> str:
        return "samrådet med medlemmarna"

    @cached_property
    def row(self) -> Document:
        return self.document
