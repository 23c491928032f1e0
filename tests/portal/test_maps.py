"""The map: its projection against another implementation, what a view shows, and marks that do not overlap."""

import hashlib
import json
import re
from itertools import combinations
from math import dist
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.maps.drawing import APART, Dot, drawing, marks
from portal.maps.projection import point
from portal.maps.view import AROUND_EUROPE, EUROPE, WHOLE_WORLD, WIDTH, WORLD, fitted

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
latitudes, longitudes = st.floats(-55, 83), st.floats(-180, 180)
places = st.tuples(latitudes, longitudes)


def dots(where: list[tuple[float, float]]) -> list[Dot]:
    return [Dot(key, f"By {key}", *place, f"/partnerships/{key}/", "good") for key, place in enumerate(where)]


@pytest.mark.parametrize(
    ("place", "expected"),
    [  # from geoEqualEarth of d3-geo 3.1.1, which also drew the land
        ((0, 11), (480.0, 240.0)), ((57.05, 9.92), (477.772, 54.595)), ((31.2, 121.5), (753.562, 131.08)),
        ((-33.9, 18.4), (498.076, 357.75)), ((37.8, -122.4), (161.095, 109.772)), ((66, -170.5), (816.406, 34.021)),
        ((84, -40), (398.337, 8.712)), ((-56, -70), (311.22, 422.74)),
    ],
)  # fmt: skip
def test_a_place_lies_where_the_land_says_it_lies(place: tuple[float, float], expected: tuple[float, float]) -> None:
    assert point(*place) == pytest.approx(expected, abs=0.001)


@given(places)
def test_every_place_that_people_live_at_is_on_the_map_of_the_world(place: tuple[float, float]) -> None:
    assert WORLD.holds(point(*place))


@given(st.lists(places, min_size=1, max_size=12))
def test_a_view_holds_all_that_it_was_fitted_to_and_stays_on_its_sheet(where: list[tuple[float, float]]) -> None:
    points = [point(*place) for place in where]
    view = fitted(points)
    assert all(
        -0.01 <= x <= WIDTH + 0.01 and -0.01 <= y <= view.drawn_height + 0.01 for x, y in map(view.place, points)
    )
    assert view.left >= view.sheet.left - 0.01
    assert view.left + view.width <= view.sheet.right + 0.01
    assert view.top + view.height <= view.sheet.bottom + 0.01


def test_a_view_is_as_close_as_it_can_be() -> None:
    nordic = fitted([point(59.2, 10.9), point(60.7, 24.8)])
    assert nordic.sheet is EUROPE
    assert nordic.width < AROUND_EUROPE.width
    assert fitted([point(59.2, 10.9), point(31.9, 117.3)]).sheet is WORLD
    assert fitted([]) == WHOLE_WORLD


@given(st.lists(places, max_size=60))
def test_marks_never_touch_and_hold_every_dot_once(where: list[tuple[float, float]]) -> None:
    all_dots = dots(where)
    found = marks(all_dots, WHOLE_WORLD)
    assert sorted(dot.key for mark in found for dot in mark.dots) == [dot.key for dot in all_dots]
    assert all(dist((one.x, one.y), (other.x, other.y)) >= APART for one, other in combinations(found, 2))


def test_what_lies_close_together_is_one_mark_with_its_count_and_its_area() -> None:
    where = [(57.05, 9.92), (57.02, 9.98), (31.86, 117.28)]
    found = marks(dots(where), WHOLE_WORLD)
    assert [mark.area for mark in found] == [(57.02, 57.05, 9.92, 9.98), (31.86, 31.86, 117.28, 117.28)]
    svg, count = drawing(tuple(dots(where)), WHOLE_WORLD, label="Kort", area_url="/partnerships/map/?q=%26&near=AREA")
    assert count == 3
    assert 'href="/partnerships/map/?q=%26&amp;near=57.02000,57.05000,9.92000,9.98000" data-holds="0 1"' in svg
    assert "By 0; By 1</title>" in svg
    assert ">2</text>" in svg
    assert svg.count("<a ") == 2


def test_names_are_escaped() -> None:
    dot = Dot(1, "<script>&", 57.0, 9.9, "/partnerships/1/", "good")
    svg, _count = drawing((dot,), WHOLE_WORLD, label='"', area_url="AREA")
    assert "<title>&lt;script&gt;&amp;</title>" in svg
    assert 'aria-label="&quot;"' in svg


def test_vendored_files_are_those_of_the_manifest() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text())
    assert {entry["file"] for entry in manifest} == {
        path.name for path in VENDOR.iterdir() if path.is_file() and path.name != "manifest.json"
    }
    for entry in manifest:
        assert hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("sheet", [WORLD, EUROPE])
def test_the_land_is_where_the_sheet_says(sheet: object) -> None:
    text = (VENDOR.parent / sheet.land).read_text()  # type: ignore[attr-defined]
    corners = [tuple(map(float, pair)) for pair in re.findall(r"[ML]([\d.]+),([\d.]+)", text)]
    assert len(corners) > 500
    assert all(sheet.holds(corner) for corner in corners)  # type: ignore[attr-defined]
