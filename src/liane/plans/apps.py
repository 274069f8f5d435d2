from liane.kit.rooms import RoomConfig


class PlansRoom(RoomConfig):
    default = True
    name = "liane.plans"
    label = "plans"
    verbose_name = "Projets personnalisés"
