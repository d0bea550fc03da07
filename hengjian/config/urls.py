"""Where each face is found. A face brings its own table; the event stream stands here, since only it is served asynchronously."""

from django.urls import include, path

from hengjian.faces.desk import live

urlpatterns = [
    path("live/head", live.head, name="live-head"),
    path("", include("hengjian.faces.desk.urls")),
]
