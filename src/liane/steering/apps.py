from liane.kit.rooms import RoomConfig


class SteeringRoom(RoomConfig):
    default = True
    name = "liane.steering"
    label = "steering"
    verbose_name = "Conformité"
