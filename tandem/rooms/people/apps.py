from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "tandem.rooms.people"
    label = "people"

    def ready(self) -> None:
        from tandem.kit import places, socket
        from tandem.rooms.people import access, personal
        from tandem.rooms.people.models import Role

        personal.register_all()
        socket.identify_with(access.identity_of)
        places.register("people:me", icon="user", label=_("Me"), roles=set(Role.Kind.values), order=50)
