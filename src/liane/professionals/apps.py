from liane.kit.rooms import RoomConfig


class ProfessionalsRoom(RoomConfig):
    default = True
    name = "liane.professionals"
    label = "professionals"
    verbose_name = "Professionnels"
