app_name = "stays"
urlpatterns: list = []
