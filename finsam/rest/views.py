"""The base of every REST resource: it reads, answers in JSON or CSV with an ETag, and refuses what it does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.exceptions import MethodNotAllowed, NotFound, ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

METHODS = ("GET", "HEAD", "OPTIONS")


@method_decorator(conditional_page, name="dispatch")
class ReadOnly(APIView):
    """GET, HEAD and OPTIONS; an ETag of the content and 304; errors always as JSON; private to the one who asks."""

    http_method_names = [method.lower() for method in METHODS]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in METHODS:
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return HttpResponse(status=204)  # none of DRF's: there is nothing to render

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if getattr(response, "exception", False):
            request.accepted_renderer = JSONRenderer()
            request.accepted_media_type = JSONRenderer.media_type
        answer: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(answer, ["Authorization"])
        patch_cache_control(answer, private=True, no_cache=True)
        return answer


class Resource(ReadOnly, GenericAPIView[Any]):
    """A resource with a serializer. Who may read it is for the base class in `members.api_access` to say.

    A parameter that it does not know, or that is empty or given twice, is refused: a misspelt filter would else give
    all rows as if they were those asked for.
    """

    permission_classes = (AllowAny,)  # access is decided per federation
    filterset_class: Any = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        wrong = {
            name: [problem]
            for name, values in request.query_params.lists()
            if (problem := self._problem(name, values))
        }
        if wrong:
            raise ValidationError(wrong)

    def _problem(self, name: str, values: list[str]) -> str:
        if name not in self.parameters():
            return "Den parametern finns inte."
        if len(values) > 1:
            return "Ange parametern en gång."
        return "" if values[0].strip() else "Parametern är tom. Ange ett värde eller ta bort den."

    def parameters(self) -> set[str]:
        """The query parameters that the resource knows."""
        return {"format", *(self.filterset_class.base_filters if self.filterset_class else ())}

    def table(self, data: Any) -> tuple[Sequence[str], Sequence[Mapping[str, Any]]]:
        """The columns and rows of the answer as CSV."""
        fields = self.get_serializer().fields  # type: ignore[attr-defined]
        return list(fields), data if isinstance(data, list) else [data]


class OneResource(Resource, RetrieveAPIView[Any]):
    """One thing: `get_object()`."""


class ListResource(Resource, ListAPIView[Any]):
    """Many rows: `get_queryset()` filtered, in pages."""

    def parameters(self) -> set[str]:
        return super().parameters() | {"page", "page_size"}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(rows)
        data = self.get_serializer(self.computed(rows if page is None else page), many=True).data
        return Response(data) if page is None else self.get_paginated_response(data)

    def computed(self, rows: Any) -> Any:
        """What is shown of a page's rows: the rows themselves, where nothing is computed."""
        return rows


class NothingHere(ReadOnly):
    """Any other address under the API: a 404 that programs can read."""

    permission_classes = (AllowAny,)
    schema = None

    def get(self, request: Request, **kwargs: Any) -> Response:
        raise NotFound
