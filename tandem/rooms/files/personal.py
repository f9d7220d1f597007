from tandem.kit.personal import register
from tandem.rooms.files.models import File


def register_all() -> None:
    register(File, owner="made_by", keep="as long as what it belongs to", erase="forget the name")
