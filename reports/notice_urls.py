"""Addresses where notices are prepared and posted, under /<federation>/<year>/kungorelser/."""

from django.urls import path

from reports import notice_pages as pages

urlpatterns = [
    path("", pages.NoticesPage.as_view(), name="notices"),
    path("ny/", pages.NoticeEdit.as_view(), name="notice_add"),
    path("<int:pk>/", pages.NoticePage.as_view(), name="notice"),
    path("<int:pk>/andra/", pages.NoticeEdit.as_view(), name="notice_edit"),
    path("<int:pk>/ta-bort/", pages.NoticeRemove.as_view(), name="notice_remove"),
    path("<int:pk>/ansla/", pages.NoticePost.as_view(), name="notice_post"),
    path("<int:pk>/ansla-igen/", pages.NoticeRenew.as_view(), name="notice_renew"),
    path("<int:pk>/pdf/", pages.NoticePdf.as_view(), name="notice_pdf"),
    path("<int:pk>/brev/", pages.NoticeLetter.as_view(), name="notice_letter"),
]
