"""Where each face is found. A face brings its own table; nothing else stands here."""

from django.urls import include, path

urlpatterns = [
    path("", include("hengjian.faces.desk.urls")),
]
