from django.urls import path

from tandem.rooms.people.pages import me, sign_in

app_name = "people"

urlpatterns = [
    path("sign-in/", sign_in.show, name="sign-in"),
    path("sign-out/", sign_in.leave, name="sign-out"),
    path("me/", me.show, name="me"),
    path("me/reading/", me.reading, name="reading"),
    path("me/password/", me.password, name="password"),
    path("me/sessions/<short:id>/ending/", me.end_session_of, name="end-session"),
]
