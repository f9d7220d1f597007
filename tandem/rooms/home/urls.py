from django.urls import path

from tandem.rooms.home.pages import family, today

app_name = "home"

urlpatterns = [
    path("", today.first, name="first"),
    path("today/", today.show, name="today"),
    path("family/", family.show, name="family"),
]
