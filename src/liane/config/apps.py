from liane.kit.rooms import RoomConfig


class ConfigRoom(RoomConfig):
    default = True
    name = "liane.config"
    label = "config"
    verbose_name = "Maison"
