from liane.kit.rooms import RoomConfig


class KitRoom(RoomConfig):
    default = True
    name = "liane.kit"
    label = "kit"
    verbose_name = "Outils"
