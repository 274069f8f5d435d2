from liane.kit.rooms import RoomConfig


class DocumentsRoom(RoomConfig):
    default = True
    name = "liane.documents"
    label = "documents"
    verbose_name = "Papiers"
