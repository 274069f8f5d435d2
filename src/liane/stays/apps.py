from liane.kit.rooms import RoomConfig


class StaysRoom(RoomConfig):
    default = True
    name = "liane.stays"
    label = "stays"
    verbose_name = "Accompagnements"
