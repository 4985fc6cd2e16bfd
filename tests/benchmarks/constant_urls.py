"""The project's addresses and one more: a view that answers with constant bytes, the published page's peer."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from finsam.urls import urlpatterns as own

CONSTANT: dict[str, bytes] = {"data": b""}
HEADERS: dict[str, str] = {}
"""What the view says of the bytes, as the published page does of its own: then no middleware adds it to one alone."""


@login_not_required
def constant(request: HttpRequest) -> HttpResponse:
    """The same bytes each time, from memory."""
    return HttpResponse(CONSTANT["data"], content_type="text/html; charset=utf-8", headers=HEADERS)


urlpatterns = [path("konstant/", constant), *own]
