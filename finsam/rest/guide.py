"""The page that explains the API to people: keys, signs, units, examples. Open to all, like the schema."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from finsam.rest.errors import DETAILS, TITLES
from finsam.rest.pages import LARGEST_PAGE, PAGE_FIELDS


@method_decorator(login_not_required, name="dispatch")
class Guide(TemplateView):
    """Swedish and accessible, which the usual browsable documentation is not."""

    http_method_names = ["get", "head", "options"]
    template_name = "api/guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        errors = [{"status": status, "title": TITLES[status], "detail": DETAILS[status]} for status in TITLES]
        return {
            **super().get_context_data(**kwargs),
            "api": self.request.build_absolute_uri("v1/"),
            "errors": errors,
            "page_fields": PAGE_FIELDS,
            "largest_page": LARGEST_PAGE,
        }
