from tandem.kit.personal import register
from tandem.rooms.live.models import Timeline


def register_all() -> None:
    register(Timeline, owner="opened_by", keep="as its keep rule says", erase="forget the name")
