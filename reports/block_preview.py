"""A table or list as it would read in the year's plan, before it is chosen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from finsam import blocks
from members.access import Permission
from plans.queries import document_scope
from plans.views.documents import DocumentMixin
from reports.documents.builder import preview_block
from reports.documents.render import block_html


class BlockPreview(DocumentMixin):
    """All that can be chosen, and the one asked for (`?tabell=`). The section's form asks for it alone (`&ensam=1`)."""

    permission = Permission.EDIT_DOCUMENTS
    title = "Tabeller och listor"
    template_name = "reports/block_preview.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reference = request.GET.get("tabell", "")
        choices = blocks.choices(document_scope(self.document))
        problem = "".join(blocks.problems(reference)) if reference else ""
        if not problem and reference and reference not in dict(choices):
            problem = "Den tabellen finns inte längre. Välj en annan."
        shown = "" if problem or not reference else block_html(preview_block(self.document, reference))
        alone = "ensam" in request.GET
        context = {
            "choices": choices,
            "chosen": reference,
            "problem": problem,
            "shown": shown,
            "alone": alone,
        }
        return self.show(context, "reports/_block_preview.html" if alone else "")
