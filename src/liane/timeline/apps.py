from liane.kit.rooms import RoomConfig


class TimelineRoom(RoomConfig):
    default = True
    name = "liane.timeline"
    label = "timeline"
    verbose_name = "Le fil"
