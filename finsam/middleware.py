"""Headers that every answer carries and no library sets, the sign-in that every page asks for, and who changes what.

A page that is open to all is given to all alike: nobody's session is read for it.
"""

from collections.abc import Callable
from typing import Any

from auditlog.middleware import AuditlogMiddleware
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
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

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None  # before anyone asks who it is
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if request.content_type == "application/json":
            message = "Du är inte längre inloggad."
            return JsonResponse({"problem": "signed_out", "message": message}, status=401)
        return super().handle_no_permission(request, view_func)


class ChangeLogMiddleware(AuditlogMiddleware):
    """Tells the change log who writes. Reading writes nothing, and so nobody is asked for."""

    def get_extra_data(self, request: HttpRequest) -> dict[str, Any]:
        """The one who writes, and from where."""
        if request.method in SAFE_METHODS:
            return {"remote_addr": None, "remote_port": None, "actor": None}
        return super().get_extra_data(request)
