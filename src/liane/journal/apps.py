from liane.kit.rooms import RoomConfig


class JournalRoom(RoomConfig):
    default = True
    name = "liane.journal"
    label = "journal"
    verbose_name = "Journal"
