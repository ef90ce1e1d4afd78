"""Foreign keys point down the same stairs as imports. (Imports themselves are checked by lint-imports.)"""

from __future__ import annotations

import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent


def test_no_foreign_key_points_up() -> None:
    floors = floor_of_each_app()
    pointing_up = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in floors
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
        if floors.get(field.related_model._meta.app_label, 0) > floors[model._meta.app_label]
    ]

    assert pointing_up == []


def test_every_room_of_ours_has_a_floor() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("kulanz.")}

    assert ours - set(floor_of_each_app()) == set()


def floor_of_each_app() -> dict[str, int]:
    """Return label of app -> height; the folder of a channel stands on the floor of its room."""
    floors = floor_of_each_package()
    packages = {config.label: config.name.split(".")[1:2] for config in apps.get_app_configs()}
    return {label: floors[name] for label, names in packages.items() for name in names if name in floors}


def floor_of_each_package() -> dict[str, int]:
    """Return package -> height, read from the import contract: one list of floors for both."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = tools["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"].startswith("Floors"))
    return {
        package.strip(" ()"): height
        for height, layer in enumerate(reversed(layers), start=1)
        for package in layer.split("|")
    }


def test_no_modules_import_each_other_in_a_circle_not_even_late() -> None:
    graph = grimp.build_graph("kulanz", "lesart", "tonfall", exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    try:
        order = list(TopologicalSorter(imports).static_order())
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))

    assert len(order) == len(graph.modules)
