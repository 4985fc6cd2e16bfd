"""The pictures that texts may show: all there are, a new one, and one alone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404

from finsam.forms import add_errors
from members.access import FederationView, Permission
from plans import services
from plans.forms import PictureForm
from plans.views.documents import SlotPage


class PicturesPage(SlotPage):
    """The federation's pictures, and a form that takes in another. The editor asks for JSON."""

    permission = Permission.EDIT_DOCUMENTS
    title = "Bilder"
    template_name = "plans/pictures.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(PictureForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = PictureForm(request.POST, request.FILES)
        wants_json = "application/json" in request.headers.get("Accept", "")
        try:
            form.is_valid()
            picture = services.save_picture(
                federation=self.federation,
                upload=request.FILES.get("file"),
                alt=request.POST.get("alt", ""),
                by=request.user,
            )
        except ValidationError as error:
            if wants_json:
                return JsonResponse({"errors": error.message_dict}, status=422)
            form.errors.clear()
            add_errors(form, error)
            return self._page(form, status=422)
        if wants_json:
            return JsonResponse({"key": str(picture.key), "alt": picture.alt}, status=201)
        return HttpResponseRedirect(f"{self.url('pictures')}#bild-{picture.key}")

    def _page(self, form: PictureForm, status: int = 200) -> HttpResponse:
        return self.show(
            {"form": form, "pictures": self.federation.pictures.all(), "cancel_url": self.url("outline")},
            status=status,
        )


class PictureFile(FederationView):
    """One picture, for who may read drafts: a text it stands in may be one."""

    permission = Permission.READ_DRAFTS

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        picture = get_object_or_404(self.federation.pictures, key=self.kwargs["key"])
        try:
            file = picture.file.open("rb")
        except OSError:
            raise Http404 from None
        answer = FileResponse(file, content_type=picture.media_type)
        answer["Cache-Control"] = "private, max-age=86400"  # a picture is never changed
        answer["Content-Security-Policy"] = "default-src 'none'"
        return answer
