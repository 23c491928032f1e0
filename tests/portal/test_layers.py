"""Upper floors may use lower ones, never the other way round."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MAY_USE = {
    "portal": {"portal"},
    "partnerships": {"portal", "partnerships"},
    "networks": {"portal", "networks"},
    "strategy": {"portal", "partnerships", "networks", "strategy"},
}
NAME_THE_APPS = {PROJECT / "portal" / "urls.py", PROJECT / "portal" / "settings.py"}


def imports(path: Path) -> set[str]:
    """The packages of ours that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Import(names=names):
                found |= {name.name.partition(".")[0] for name in names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module.partition(".")[0])
    return found & {*MAY_USE, "tests"}


def texts(path: Path) -> set[str]:
    """The first words of dotted names in a file's strings, by which it could name an app without importing it."""
    nodes = ast.walk(ast.parse(path.read_text()))
    values = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {value.replace(":", ".").partition(".")[0] for value in values if " " not in value}


def sources(app: str) -> list[Path]:
    return [path for path in (PROJECT / app).rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("app", MAY_USE)
def test_an_app_imports_only_what_lies_below_it(app: str) -> None:
    assert sources(app)
    found = {str(path.relative_to(PROJECT)): imports(path) - MAY_USE[app] for path in sources(app)}
    assert {path: names for path, names in found.items() if names} == {}


def test_only_the_settings_and_the_addresses_of_the_kernel_name_the_apps() -> None:
    apps = MAY_USE.keys() - {"portal"}
    naming = {path for path in sources("portal") if texts(path) & apps}
    assert naming == NAME_THE_APPS


def test_no_app_imports_from_the_views_of_another() -> None:
    for app in MAY_USE:
        for path in sources(app):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MAY_USE.keys() - {
                    app
                }:
                    assert ".views" not in node.module


def test_relative_imports_are_not_used() -> None:
    for app in MAY_USE:
        for path in sources(app):
            nodes = ast.walk(ast.parse(path.read_text()))
            assert not [node for node in nodes if isinstance(node, ast.ImportFrom) and node.level]
