from liane.kit.rooms import RoomConfig


class NomenclaturesRoom(RoomConfig):
    default = True
    name = "liane.nomenclatures"
    label = "nomenclatures"
    verbose_name = "Nomenclatures"
