from liane.kit.rooms import RoomConfig


class OrganizationsRoom(RoomConfig):
    default = True
    name = "liane.organizations"
    label = "organizations"
    verbose_name = "Organismes"
