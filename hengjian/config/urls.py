"""Where each face is found. A face brings its own table; nothing else stands here."""

from django.urls import include, path

urlpatterns = [
    path("", include("hengjian.faces.desk.urls")),
]
handler403 = "hengjian.faces.desk.errors.not_allowed"
handler404 = "hengjian.faces.desk.errors.not_found"
handler500 = "hengjian.faces.desk.errors.broken"
