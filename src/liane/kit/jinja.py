"""The Jinja2 environment of every page: autoescape on, strict about names, French dates as filters."""

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup
from markupsafe import _escape_inner as escape  # the `escape` of markupsafe, before it wraps what it gives

from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.drafts.sealing import drafts_meta
from liane.kit.ids import uuid7
from liane.kit.pages import comes_back, csrf_field, shown_request
from liane.kit.text import of

_METHODS = frozenset(dir(dict))


class _Pages(CodeGenerator):
    """How our pages are compiled."""

    def visit_Import(self, node: nodes.Import, frame: Frame) -> None:
        """Macros are read once for all pages, whatever the page says: they show their arguments and nothing else."""
        node.with_context = False
        super().visit_Import(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """`n.title` is read in place when `n` is a dict that has it, as nearly everything that our pages show."""
        if isinstance(node.node, nodes.Name):
            name, key = frame.symbols.ref(node.node.name), repr(node.attr)
            self.write(f"({name}[{key}] if {name}.__class__ is dict and {key} in {name} else ")
            super().visit_Getattr(node, frame)
            self.write(")")
        else:
            super().visit_Getattr(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Everything shown is escaped, always; by `shown`, because what it returns is only added to the page."""
        self.write(f"environment.shown({finalize.src or ''}")


def shown(value: Any) -> str:
    """A value as HTML: text is escaped, what is already HTML stays."""
    if type(value) is str:
        return escape(value)
    if type(value) is Markup:
        return value
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(str(value))


class _KeptBeside(FileSystemBytecodeCache):
    """Compiled pages are kept where Python keeps its compiled modules: each process of the house starts two seconds sooner.

    What `_Pages` writes belongs to its own text. An account that may not write there compiles for itself.
    """

    def __init__(self) -> None:
        ours = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
        super().__init__(str(Path(__file__).with_name("__pycache__")), f"page-{ours}-%s.cache")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one, when this account may."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


class _Words(Context):
    """What a page may say."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """A macro is called as it is; only what is not one is asked what more it wants."""
        if type(called) is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return called(*args, **kwargs)
        return super().call(called, *args, **kwargs)


class HouseEnvironment(Environment):
    """Jinja2, quick on what our pages show: dicts, read as dicts."""

    code_generator_class = _Pages
    context_class = _Words
    shown = staticmethod(shown)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`n.title` of a dict is its key; a key that is missing never costs an exception."""
        if type(obj) is dict:
            if attribute in obj:
                return obj[attribute]
            if attribute not in _METHODS:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def url(name: str, **kwargs: Any) -> str:
    """Address of a page by its name: `url('people:record', record_id=…)`."""
    return reverse(name, kwargs=kwargs or None)


def plural(count: int, one: str, many: str | None = None) -> str:
    """«1 transmission», «3 transmissions»; zero is singular in French."""
    word = one if abs(count) < 2 else (many or f"{one}s")
    return f"{count}\u00a0{word}"


def environment(**options: Any) -> HouseEnvironment:
    """Called once by Django's Jinja2 backend."""
    options.update(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True, bytecode_cache=_KeptBeside()
    )
    env = HouseEnvironment(**options)
    env.globals.update(
        url=url, static=cache(static), plural=plural, new_id=uuid7, csrf_field=csrf_field, comes_back=comes_back
    )
    env.globals.update(drafts_meta=lambda: drafts_meta(shown_request()))
    env.filters.update(
        hour=dates.hour, day=dates.day, day_heading=dates.day_heading, short=dates.short, when=dates.when, of=of
    )
    return env
