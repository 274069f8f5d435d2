from liane.kit.rooms import RoomConfig


class PeopleRoom(RoomConfig):
    default = True
    name = "liane.people"
    label = "people"
    verbose_name = "Personnes"
