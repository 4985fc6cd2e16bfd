"""How one follows the year wheel: in one's own calendar by a secret address, and by e-mail. And the calendar itself."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views.generic import View

from members.access import Permission, permissions_of, roles_in
from members.models import CalendarFeed, Federation, Reminder, User
from members.pages import FederationPage
from reports.calendar_file import MEDIA_TYPE, calendar_file
from reports.domain.year_wheel import SEE_FEDERATION, Occasion, seen_by
from reports.services.following import hash_of, renew_feed, revoke_feed, save_reminder
from reports.wheel_forms import ReminderForm
from reports.wheel_queries import occasions_of


def wheel_path(federation: Federation, occasion: Occasion) -> str:
    """Where the occasion stands in the wheel of the year of its day."""
    page = reverse("year_wheel", kwargs={"slug": federation.slug, "year": occasion.due.year})
    return f"{page}#{occasion.key}"


class FollowPage(FederationPage):
    """The user's own calendar address and reminders."""

    permission = Permission.SEE_FEDERATION
    place = "year_wheel"
    title = "Följ årshjulet"
    template_name = "reports/following.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reminder = Reminder.objects.filter(federation=self.federation, user=self._user).first()
        known = (
            {
                "wanted": True,
                "days_before": reminder.days_before,
                "only_own": reminder.only_own,
            }
            if reminder
            else {}
        )
        return self._page(ReminderForm(initial=known))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "close_feed" in request.POST:
            if revoke_feed(federation=self.federation, user=self._user):
                messages.success(request, "Kalenderadressen är stängd.")
            return HttpResponseRedirect(self.url("year_wheel_follow"))
        form = ReminderForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        if save_reminder(federation=self.federation, user=self._user, **form.cleaned_data):
            days = form.cleaned_data["days_before"]
            when = {0: "samma dag", 1: "dagen före"}.get(days, f"{days} dagar före")
            messages.success(request, f"Du får påminnelser till {self._user.email}, {when}.")
        else:
            messages.success(request, "Du får inga påminnelser.")
        return HttpResponseRedirect(self.url("year_wheel_follow"))

    @property
    def _user(self) -> User:
        return cast(User, self.request.user)

    def _page(self, form: ReminderForm, status: int = 200) -> HttpResponse:
        feed = CalendarFeed.objects.filter(federation=self.federation, user=self._user).first()
        return self.show({"form": form, "feed": feed, "email": self._user.email}, status=status)


class CalendarFeedRenew(FederationPage):
    """A new calendar address. It is shown on the answer, once: only its hash is kept."""

    permission = Permission.SEE_FEDERATION
    place = "year_wheel"
    title = "Årshjulet i din kalender"
    template_name = "reports/calendar_feed.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        feed = CalendarFeed.objects.filter(federation=self.federation, user=cast(User, request.user)).first()
        return self.show({"feed": feed, "form": django_forms.Form()})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        secret = renew_feed(federation=self.federation, user=cast(User, request.user))
        address = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
        answer = self.show({"address": address}, status=201)
        add_never_cache_headers(answer)
        return answer


@method_decorator(login_not_required, name="dispatch")
class CalendarFeedView(View):
    """The wheel as a calendar, for whoever has the secret: as long as its user has a role, and no more than every role
    sees. Constant number of queries."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        feeds = CalendarFeed.objects.select_related("federation", "user")
        feed = feeds.filter(token=hash_of(secret), user__is_active=True).first()
        if feed is None or SEE_FEDERATION not in permissions_of(roles_in(feed.user, feed.federation)):
            raise Http404
        federation, today = feed.federation, timezone.localdate()
        found = seen_by(occasions_of(federation, _years_around(today), today), {SEE_FEDERATION})
        data = calendar_file(
            found,
            federation,
            now=timezone.now(),
            today=today,
            url_of=lambda occasion: request.build_absolute_uri(wheel_path(federation, occasion)),
        )
        answer = HttpResponse(data, content_type=MEDIA_TYPE)
        answer["Content-Disposition"] = f'inline; filename="arshjul-{federation.slug}.ics"'
        add_never_cache_headers(answer)
        return answer


def _years_around(today: date) -> range:
    """The years a calendar tells of: last year's, whose report is being made, to the year after next."""
    return range(today.year - 1, today.year + 3)
