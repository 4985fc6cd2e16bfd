"""Headers that every answer carries and no library sets, and the sign-in that every page asks for."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class PermissionsPolicyMiddleware:
    """Forbid browser features Finsam never uses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Closes every page to the anonymous. A script that sends JSON is told in JSON."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if request.content_type == "application/json":
            message = "Du är inte längre inloggad."
            return JsonResponse({"problem": "signed_out", "message": message}, status=401)
        return super().handle_no_permission(request, view_func)
