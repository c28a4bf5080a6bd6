"""Loads PySide6 without the parts of it that only its own tools and its error messages need.

PySide6 carries the Python sources that word a wrong call, print signatures and write stub files. It unpacks
and compiles all of them at each start, which takes a fifth of it. Here they are compiled when the first of
their names is used, and so are the modules of Python that only they ask for. PySide6's search for modules
that rename Qt's methods is left out.

Where a later PySide6 is built differently, nothing happens, and it loads as it always does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from importlib.machinery import ModuleSpec
from threading import RLock
from types import ModuleType
from typing import Any, SupportsIndex

from crasuite.ui.quick_enums import make_enums_quickly

_TOOLS = ("errorhandler", "layout", "mapping", "parser", "lib.enum_sig", "lib.pyi_generator", "lib.tool")
_LATE = {"inspect", "textwrap", *(f"shibokensupport.signature.{name}" for name in _TOOLS)}
_ASKED_OUTRIGHT = {"shibokensupport.signature.mapping": "update_mapping"}
"""What the compiled part of PySide6 takes out of a module's dictionary, which loads nothing."""
_SEARCHES = "shibokensupport.feature"
_TURN = (
    RLock()
)  # one for all of them: they use each other, and any thread may be the first to make a wrong call


def load_qt() -> None:
    """Loads QtCore, so call it before anything else imports Qt."""
    make_enums_quickly()
    kept, finder = sys.meta_path, _Finder()
    sys.meta_path = _Finders([finder, *kept])
    try:
        import PySide6.QtCore  # noqa: F401
    finally:
        kept[:] = [one for one in sys.meta_path if one is not finder]
        sys.meta_path = kept


class _Finders(list[Any]):
    """PySide6 puts its finder first while it loads; ours has to be asked before that."""

    def insert(self, place: SupportsIndex, one: Any) -> None:
        super().insert(place.__index__() + 1, one)


class _Finder:
    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in _LATE and name != _SEARCHES:
            return None
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target) if finder is not self else None
            if spec is not None:
                if spec.loader is not None:
                    kind = _LateLoader if name in _LATE else _LoaderWithoutSearch
                    spec.loader = kind(name, spec.loader)  # type: ignore[assignment]
                return spec
        return None


class _LoaderWithoutSearch:
    """Once it is loaded, PySide6 reads the source of every module imported and looks whether it might switch
    on snake_case names or properties. None of ours does, nor any library we use.
    """

    def __init__(self, _name: str, loader: Any) -> None:
        self._loader = loader

    def create_module(self, _spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        if hasattr(module, "_mod_uses_pyside"):
            vars(module)["_mod_uses_pyside"] = _never


def _never(_module: object) -> bool:
    return False


class _LateLoader:
    def __init__(self, name: str, loader: Any) -> None:
        self._name = name
        self._loader = loader
        self._is_begun = False

    def create_module(self, _spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__class__ = _LateModule
        if name := _ASKED_OUTRIGHT.get(self._name):
            vars(module)[name] = partial(self._load_and_call, module, name)

    def _load_and_call(self, module: ModuleType, name: str) -> Any:
        self.load(module)
        return getattr(module, name)()

    def load(self, module: ModuleType) -> None:
        """Run the module's source; a name it uses of itself meanwhile is looked up as usual."""
        with _TURN:
            if self._is_begun:
                return
            self._is_begun = True
            spec = module.__spec__
            assert spec is not None
            # PySide6 publishes the module under a second name, which its loader does not know.
            published, spec.name = spec.name, self._name
            try:
                self._loader.exec_module(module)
            finally:
                spec.name = published
                module.__class__ = ModuleType


class _LateModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        loader = self.__spec__.loader if self.__spec__ is not None else None
        if (name.startswith("__") and name.endswith("__")) or not isinstance(loader, _LateLoader):
            raise AttributeError(name)
        loader.load(self)
        return getattr(self, name)
