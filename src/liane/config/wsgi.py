"""The door of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liane.config.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """What the first visitor would wait for is done before; what then lives as long as the house is never sorted again."""
    pages = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in pages.list_templates(extensions=["html"]):
        pages.get_template(name)
    get_resolver().url_patterns  # noqa: B018 - reading it imports every view
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)  # a page makes thousands of small objects: they leave by themselves


warm_up()
