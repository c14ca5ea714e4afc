#!/usr/bin/env python3
"""Country outlines of Europe for the report's map, from the npm package `world-atlas` (Natural Earth, public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 make_outlines.py package/countries-50m.json europe.csv

Steps: TopoJSON arcs are decoded to degrees; every arc is simplified once (Douglas-Peucker, so that neighbours keep a
common border); rings are stitched, clipped to a longitude-latitude box (Sutherland-Hodgman) and dropped when smaller
than MIN_AREA. Standard library only; the same input gives the same bytes.
"""

import csv
import json
import math
import sys

BOX = (-48.0, 27.0, 78.0, 78.0)  # west, south, east, north, degrees: wider than the map, whose frame is straight in metres
TOLERANCE = 0.032  # degrees of latitude, about 3.5 km
MIN_AREA = 0.016  # square degrees of latitude, about 200 km2
KEEP = {"MT", "LU", "AD", "LI", "SM", "MC", "VA"}  # their largest ring stays, however small

# ISO 3166-1 numeric -> alpha-2, for what the box touches
ISO = dict(
    pair.split(":")
    for pair in """008:AL 012:DZ 020:AD 031:AZ 040:AT 051:AM 056:BE 070:BA 100:BG 112:BY 191:HR 196:CY 203:CZ 208:DK
    233:EE 234:FO 246:FI 248:AX 250:FR 268:GE 275:PS 276:DE 300:GR 304:GL 348:HU 352:IS 364:IR 368:IQ 372:IE 376:IL
    380:IT 398:KZ 400:JO 422:LB 428:LV 434:LY 438:LI 440:LT 442:LU 470:MT 492:MC 498:MD 499:ME 504:MA 528:NL 578:NO
    616:PL 620:PT 642:RO 643:RU 674:SM 682:SA 688:RS 732:EH 795:TM 860:UZ 414:KW 048:BH 004:AF 703:SK 705:SI 724:ES 752:SE 756:CH 760:SY 788:TN 792:TR 804:UA
    807:MK 818:EG 826:GB 831:GG 832:JE 833:IM 336:VA""".split()
)
NAMELESS = {"Kosovo": "XK", "N. Cyprus": "CY"}


def decode(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def simplify(points):
    """Douglas-Peucker with longitude shrunk by the cosine of the latitude; ends stay."""
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    spans = [(0, len(points) - 1)]
    if points[0] == points[-1] and len(points) > 3:  # a closed arc needs a third fixed point
        far = max(range(len(points)), key=lambda i: distance(points[i], points[0], points[0]))
        keep[far] = True
        spans = [(0, far), (far, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far = max(range(first + 1, last), key=lambda i: distance(points[i], points[first], points[last]))
        if distance(points[far], points[first], points[last]) > TOLERANCE:
            keep[far] = True
            spans += [(first, far), (far, last)]
    return [point for point, kept in zip(points, keep) if kept]


def distance(p, a, b):
    shrink = math.cos(math.radians(a[1]))
    px, py, bx, by = (p[0] - a[0]) * shrink, p[1] - a[1], (b[0] - a[0]) * shrink, b[1] - a[1]
    length2 = bx * bx + by * by
    t = max(0.0, min(1.0, (px * bx + py * by) / length2)) if length2 else 0.0
    return math.hypot(px - t * bx, py - t * by)


def stitch(ring, arcs):
    points = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points[:-1] if points and points[0] == points[-1] else points


def clip(points, box):
    west, south, east, north = box
    for axis, bound, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept = []
        for i, here in enumerate(points):
            there = points[i - 1]
            inside, was_inside = sign * (here[axis] - bound) >= 0, sign * (there[axis] - bound) >= 0
            if inside != was_inside:
                t = (bound - there[axis]) / (here[axis] - there[axis])
                kept.append(tuple(there[k] + t * (here[k] - there[k]) for k in (0, 1)))
            if inside:
                kept.append(here)
        points = kept
    return points


def area(points):
    """Area in square degrees of latitude."""
    if len(points) < 3:
        return 0.0
    shrink = math.cos(math.radians(points[0][1]))
    twice = sum(points[i - 1][0] * p[1] - p[0] * points[i - 1][1] for i, p in enumerate(points))
    return abs(twice) / 2 * shrink


def rounded(points):
    out = []
    for lon, lat in points:
        point = (round(lon, 2), round(lat, 2))
        if not out or out[-1] != point:
            out.append(point)
    return out


def main(source, target):
    with open(source, encoding="utf-8") as file:
        topology = json.load(file)
    arcs = [simplify(points) for points in decode(topology)]
    rings = []
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = ISO.get(shape.get("id", ""), NAMELESS.get(name))
        if code is None or not shape.get("arcs"):
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        found = [clip(stitch(ring, arcs), BOX) for polygon in polygons for ring in polygon]
        found = sorted((ring for ring in found if len(ring) >= 3), key=area, reverse=True)
        for place, ring in enumerate(found):
            if area(ring) >= MIN_AREA or (place == 0 and code in KEEP):
                rings.append((code, rounded(ring)))
    rings.sort(key=lambda item: item[0])  # stable: large rings first within a country
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["country", "ring_count", "lon_deg", "lat_deg"])
        for number, (code, ring) in enumerate(rings):
            for lon, lat in ring:
                writer.writerow([code, number, f"{lon:g}", f"{lat:g}"])
    print(f"{len(rings)} rings, {sum(len(ring) for _, ring in rings)} points")


if __name__ == "__main__":
    main(*sys.argv[1:3])
