from tandem.kit.personal import register
from tandem.rooms.timetable.models import Absence, CaughtUp, Presence


def register_all() -> None:
    register(Absence, owner="child", keep="the school year and one more")
    register(Absence, owner="reported_by", keep="the school year and one more", erase="forget the name")
    register(Presence, owner="person", keep="the school year")
    register(CaughtUp, owner="person", keep="the school year")
