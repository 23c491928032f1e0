"""Places on the earth as points of the map, in the projection in which the outlines of the land are drawn.

Equal Earth: areas keep their proportions, and the north is not blown up as in Mercator. B. Šavrič, T. Patterson and
B. Jenny, "The Equal Earth map projection", International Journal of Geographical Information Science 33:3 (2019),
454–465. The central meridian is 11° E, so that the map is cut in the Bering Strait and not through land.
"""

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
CENTRAL_MERIDIAN = 11.0
SCALE, CENTRE_X, CENTRE_Y = 177.0, 480.0, 240.0  # as in .vendor/vendor.mjs: the world is 960 wide
HALF_ROOT_3 = sqrt(3) / 2

type Point = tuple[float, float]


@lru_cache(maxsize=20_000)  # places stay where they are
def point(latitude: float, longitude: float) -> Point:
    """Degrees to units of the map, x to the east and y to the south."""
    theta = asin(HALF_ROOT_3 * sin(radians(latitude)))
    meridian = radians((longitude - CENTRAL_MERIDIAN + 180) % 360 - 180)
    square = theta * theta
    sixth = square * square * square
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = meridian * cos(theta) / (HALF_ROOT_3 * slope)
    y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return CENTRE_X + SCALE * x, CENTRE_Y - SCALE * y
