from liane.kit.rooms import RoomConfig


class NotesRoom(RoomConfig):
    default = True
    name = "liane.notes"
    label = "notes"
    verbose_name = "Transmissions"
