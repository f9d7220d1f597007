from django.urls import path

from tandem.rooms.lesson.pages import cut, film, lesson, plan

app_name = "lesson"

urlpatterns = [
    path("lessons/<short:id>/", lesson.show, name="lesson"),
    path("lessons/<short:id>/projector/", lesson.projector, name="projector"),
    path("lessons/<short:id>/opening/", lesson.opening, name="opening"),
    path("lessons/<short:id>/closing/", lesson.closing, name="closing"),
    path("lessons/<short:id>/caught-up/", lesson.caught_up, name="caught-up"),
    path("lessons/<short:id>/plan/", plan.plan, name="plan"),
    path("lessons/<short:id>/keep/", plan.keep, name="keep"),
    path("lessons/<short:id>/cut/", cut.cut, name="cut"),
    path("lessons/<short:id>/download/", film.download, name="download"),
    path("lessons/<short:id>/download/<int:number>/", film.film, name="film"),
]
