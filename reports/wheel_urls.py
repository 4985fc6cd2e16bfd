"""Addresses of the year wheel, under /<federation>/<year>/arshjul/."""

from django.urls import path

from reports import following_pages, wheel_pages

urlpatterns = [
    path("", wheel_pages.YearWheelPage.as_view(), name="year_wheel"),
    path("tidpunkt/ny/", wheel_pages.WheelEntryPage.as_view(), name="wheel_entry_add"),
    path("tidpunkt/<int:pk>/", wheel_pages.WheelEntryPage.as_view(), name="wheel_entry"),
    path("tidpunkt/<int:pk>/ta-bort/", wheel_pages.WheelEntryRemove.as_view(), name="wheel_entry_remove"),
    path("tidpunkt/<int:pk>/klart/", wheel_pages.WheelEntryDone.as_view(), name="wheel_entry_done"),
    path("klart/<int:pk>/", wheel_pages.WheelMarkPage.as_view(), name="wheel_mark"),
    path("klart/<int:pk>/ta-bort/", wheel_pages.WheelMarkRemove.as_view(), name="wheel_mark_remove"),
    path("lag/<slug:law>/", wheel_pages.WheelLawPage.as_view(), name="wheel_law"),
    path("vanliga/", wheel_pages.UsualTimesPage.as_view(), name="wheel_usual"),
    path("folj/", following_pages.FollowPage.as_view(), name="year_wheel_follow"),
    path("folj/kalender/", following_pages.CalendarFeedRenew.as_view(), name="calendar_feed_renew"),
]
