from django.urls import path

from tandem.rooms.lesson.pages import lesson, teach

app_name = "lesson"

urlpatterns = [
    path("lessons/<short:id>/", lesson.show, name="lesson"),
    path("lessons/<short:id>/projector/", lesson.projector, name="projector"),
    path("lessons/<short:id>/opening/", lesson.opening, name="opening"),
    path("lessons/<short:id>/closing/", lesson.closing, name="closing"),
    path("lessons/<short:id>/caught-up/", lesson.caught_up, name="caught-up"),
    path("lessons/<short:id>/plan/", teach.plan, name="plan"),
    path("lessons/<short:id>/keep/", teach.keep, name="keep"),
    path("lessons/<short:id>/cut/", teach.cut, name="cut"),
    path("lessons/<short:id>/download/", teach.download, name="download"),
    path("lessons/<short:id>/download/<int:number>/", teach.film, name="film"),
]
