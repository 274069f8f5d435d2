from liane.kit.rooms import RoomConfig


class AccessRoom(RoomConfig):
    default = True
    name = "liane.access"
    label = "access"
    verbose_name = "Habilitations"
