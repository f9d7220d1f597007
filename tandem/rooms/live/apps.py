from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "tandem.rooms.live"
    label = "live"

    def ready(self) -> None:
        from tandem.kit import lifespan, socket
        from tandem.rooms.live import hall, personal
        from tandem.rooms.live.socket import serve

        personal.register_all()
        socket.route(r"^/lessons/(?P<id>[0-9A-Za-z]{22})/timeline$", serve)
        lifespan.on_start(hall.start)
        lifespan.on_stop(hall.stop)
        hall.listen()
