"""Draws a Grafana dashboard's file as a PNG: its own queries, asked of a real Prometheus, in Grafana's colours.

Not a Grafana: it knows what the files of distribution/monitoring/dashboards use (rows, stat, timeseries and table panels,
and of their options those that are read below) and refuses what it does not know. A query that fails ends it with an
error; one that returns nothing leaves a panel that says "No data". See dashboard-picture.sh.
"""

import argparse
import json
import math
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone
from pathlib import Path

import font_roboto
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from PIL import Image

# Grafana's dark theme
PAGE, PANEL, EDGE, GRID = "#111217", "#181b1f", "#2b2d33", "#24272c"
TEXT, FAINT, LINK = "#d0d0df", "#9a9ba6", "#6e9fff"
COLORS = {
    "green": "#73bf69", "red": "#f2495c", "yellow": "#fade2a", "orange": "#ff9830", "blue": "#5794f2",
    "purple": "#b877d9", "text": TEXT, "semi-dark-green": "#56a64b", "light-green": "#96d98d",
}
CLASSIC = [
    "#73bf69", "#f2cc0c", "#8ab8ff", "#ff780a", "#f2495c", "#5794f2", "#b877d9", "#705da0", "#37872d", "#fade2a",
    "#447ebc", "#c15c17", "#890f02", "#0a437c", "#6d1f62", "#584477", "#b7dbab", "#f4d598", "#70dbed", "#f9ba8f",
    "#f29191", "#82b5d8", "#e5a8e2", "#aea2e0", "#629e51", "#e5ac0e", "#64b0c8", "#e0752d", "#bf1b00", "#0a50a1",
]
WIDTH, ROW, GAP, TOP, HEADER = 1180, 30, 8, 66, 34
SCALE = 1.25  # of the picture's pixels: readable on fine screens, and where the page shrinks it


class Refused(Exception):
    """What cannot be drawn, and why."""


# --- data ---


class Prometheus:
    def __init__(self, url):
        self.url = url.rstrip("/")

    def ask(self, path, **parameters):
        body = urllib.parse.urlencode(parameters, doseq=True).encode()
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/{path}", body or None, timeout=60) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as failed:
            text = failed.read().decode(errors="replace")
            try:
                text = json.loads(text)["error"]
            except (ValueError, KeyError):
                pass
            raise Refused(f"Prometheus refuses {parameters.get('query', path)}: {text}") from failed
        except OSError as failed:
            raise Refused(f"{self.url} cannot be asked: {failed}") from failed

    def scrape_interval(self):
        """The shortest one of its targets, which a data source of Grafana has as a setting."""
        targets = self.ask("targets?state=active")["activeTargets"]
        return min((seconds(target["scrapeInterval"]) for target in targets), default=15)


class Variables:
    """The dashboard's own, each with all its values, and Grafana's."""

    def __init__(self, dashboard, step, scrape_interval):
        self.shown = []
        self.values = {
            "__interval": f"{step}s",
            # as Grafana has it
            "__rate_interval": f"{max(step + scrape_interval, 4 * scrape_interval)}s",
        }
        for variable in dashboard["templating"]["list"]:
            label = variable.get("label", variable["name"])
            if variable["type"] == "datasource":
                self.shown.append((label, "Prometheus"))
            elif variable["type"] == "query" and variable.get("includeAll") and variable.get("allValue"):
                self.values[variable["name"]] = variable["allValue"]
                self.shown.append((label, "All"))
            else:
                raise Refused(f"variable {variable['name']}: only data sources, and queries with an allValue, are known")

    def fill(self, expression):
        def value(found):
            name = found.group(1) or found.group(2)
            if name not in self.values:
                raise Refused(f"no variable ${name}, in {expression}")
            return self.values[name]

        return re.sub(r"\$(?:\{(\w+)\}|([A-Za-z_]\w*))", value, expression)


class Asked:
    """A dashboard's queries, over one span of time."""

    def __init__(self, prometheus, variables, start, end, step):
        self.prometheus, self.variables = prometheus, variables
        self.start, self.end, self.step = start, end, step

    def now(self, target):
        """Labels and a number each."""
        answer = self.prometheus.ask("query", query=self.variables.fill(target["expr"]), time=self.end)
        if answer["resultType"] == "scalar":
            return [({}, float(answer["result"][1]))]
        return [(series["metric"], float(series["value"][1])) for series in answer["result"]]

    def lines(self, target):
        """A name and points each, with a gap where a step has none."""
        answer = self.prometheus.ask(
            "query_range", query=self.variables.fill(target["expr"]), start=self.start, end=self.end, step=self.step
        )
        times = [self.start + n * self.step for n in range(int((self.end - self.start) / self.step) + 1)]
        lines = []
        for series in answer["result"]:
            known = {round(float(at)): float(value) for at, value in series["values"]}
            points = [known.get(round(at), math.nan) for at in times]
            lines.append((legend(target, series["metric"]), times, points))
        return lines


def legend(target, labels):
    form = target.get("legendFormat")
    if not form:
        return labels.get("__name__", "Value") if len(labels) < 2 else str(labels)
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda found: labels.get(found.group(1), ""), form).strip()


def seconds(text):
    parts = re.findall(r"(\d+)(ms|[smhd])", text)
    return sum(int(number) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}[unit] for number, unit in parts)


# --- numbers as Grafana writes them ---

STEPS = {
    "none": [(1, "")],
    "s": [
        (1e-6, " µs"), (1e-3, " ms"), (1, " s"), (60, " min"), (3600, " hour"), (86400, " day"), (604800, " week"),
        (31536000, " year"),
    ],
    "bytes": [(1, " B"), (1024, " KiB"), (1024**2, " MiB"), (1024**3, " GiB"), (1024**4, " TiB")],
    "Bps": [(1, " B/s"), (1e3, " kB/s"), (1e6, " MB/s"), (1e9, " GB/s")],
    "ops": [(1, " ops/s"), (1e3, "K ops/s"), (1e6, "M ops/s")],
    "percentunit": [(0.01, "%")],
}


def scale_of(unit, value):
    if unit not in STEPS:
        raise Refused(f"unit {unit} is not known")
    fitting = [step for step in STEPS[unit] if step[0] <= abs(value) * (1 + 1e-9)]
    return fitting[-1] if fitting else STEPS[unit][0]


def written(value, unit, decimals=None):
    """Three digits that matter, unless the panel says how many decimals."""
    if value == 0:
        return next(f"0{suffix}" for factor, suffix in STEPS[unit] if factor == 1 or unit == "percentunit")
    factor, suffix = scale_of(unit, value)
    scaled = value / factor
    if decimals is None:
        rounded = float(f"{scaled:.3g}")
        decimals = 0 if scaled == round(scaled) else max(0, 2 - math.floor(math.log10(abs(rounded))))
    return f"{scaled:.{decimals}f}{suffix}"


def ticks(low, high, unit, decimals, most):
    """Places and names of round steps, in the unit in which the last one is written."""
    factor, suffix = scale_of(unit, max(abs(low), abs(high)))
    while True:
        raw = (high - low) / factor / most
        base = 10 ** math.floor(math.log10(raw))
        step = base * next(n for n in (1, 2, 5, 10) if base * n >= raw * (1 - 1e-9))
        if decimals is not None:
            step = max(step, 10**-decimals)
        first, last = math.floor(low / factor / step + 1e-9), math.ceil(high / factor / step - 1e-9)
        larger, suffix = scale_of(unit, last * step * factor)
        if larger <= factor:
            break
        factor = larger  # 1 s instead of 1000 ms
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    return [(n * step * factor, f"{n * step:.{places if n else 0}f}{suffix}") for n in range(first, last + 1)]


# --- the picture ---


class Sheet:
    """Pixels from the upper left, as on a page."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.figure = Figure((width / 100, height / 100), dpi=100 * SCALE, facecolor=PAGE)
        self.canvas = FigureCanvasAgg(self.figure)
        self.axes = self.plain(0, 0, width, height)
        self.fonts = {}
        for weight in ("Regular", "Medium"):
            path = Path(font_roboto.__file__).parent / "files" / f"Roboto-{weight}.ttf"
            self.fonts[weight] = font_manager.FontProperties(fname=str(path))

    def plain(self, x, y, width, height):
        axes = self.figure.add_axes(
            (x / self.width, 1 - (y + height) / self.height, width / self.width, height / self.height), frameon=False
        )
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        return axes

    def font(self, size, weight="Regular"):
        font = self.fonts[weight].copy()
        font.set_size(size * 0.72)  # points of pixels
        return font

    def measure(self, text, size, weight="Regular"):
        renderer = self.canvas.get_renderer()
        return renderer.get_text_width_height_descent(text, self.font(size, weight), False)[0] / SCALE

    def text(self, x, y, text, size=12, color=TEXT, weight="Regular", align="left", room=None):
        if room is not None and self.measure(text, size, weight) > room:
            while text and self.measure(text + "…", size, weight) > room:
                text = text[:-1]
            text = text.rstrip() + "…"
        self.axes.text(
            x, y, text.replace("$", r"\$"), fontproperties=self.font(size, weight), color=color, ha=align, va="center_baseline"
        )

    def box(self, x, y, width, height, face=PANEL, edge=EDGE, radius=3):
        self.axes.add_patch(
            FancyBboxPatch(
                (x + 0.5, y + 0.5), width - 1, height - 1, boxstyle=f"round,pad=0,rounding_size={radius}",
                facecolor=face, edgecolor=edge, linewidth=0.72,
            )
        )

    def bar(self, x, y, width, height, color):
        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=color, linewidth=0))

    def save(self, path):
        self.canvas.draw()
        picture = Image.frombuffer("RGBA", self.canvas.get_width_height(), self.canvas.buffer_rgba()).convert("RGB")
        picture.quantize(palette=palette(), dither=Image.Dither.NONE).save(path, optimize=True)


def palette():
    """Few colours, for a picture in a repository is to be small: those of the theme, as lines, their edges and what they fill."""
    colors = [to_rgb(color) for color in (PAGE, PANEL, EDGE, GRID)]
    panel = to_rgb(PANEL)
    for color, shares in [(TEXT, 6), (FAINT, 5), (LINK, 4), *((color, 4) for color in (*COLORS.values(), *CLASSIC))]:
        parts = [n / shares for n in range(1, shares + 1)] + ([0.1, 0.4] if shares == 4 else [])
        colors += [tuple(part * c + (1 - part) * p for c, p in zip(to_rgb(color), panel)) for part in parts]
    few = list(dict.fromkeys(tuple(round(255 * part) for part in color) for color in colors))[:256]
    image = Image.new("P", (1, 1))
    image.putpalette([part for color in few for part in color])
    return image


class Panel:
    """A panel and the place of what is in it."""

    def __init__(self, sheet, panel, x, y, width, height):
        self.sheet, self.panel = sheet, panel
        self.x, self.y, self.width, self.height = x, y, width, height
        self.defaults = panel.get("fieldConfig", {}).get("defaults", {})
        self.overrides = panel.get("fieldConfig", {}).get("overrides", [])
        self.unit, self.decimals = self.defaults.get("unit", "none"), self.defaults.get("decimals")

    def frame(self):
        self.sheet.box(self.x, self.y, self.width, self.height)
        self.sheet.text(self.x + 10, self.y + 18, self.panel["title"], 13, weight="Medium", room=self.width - 18)

    def nothing(self):
        self.sheet.text(self.x + self.width / 2, self.y + 12 + self.height / 2, "No data", 15, FAINT, align="center")

    def settings(self, field):
        """The defaults, and what overrides say about that field."""
        settings = dict(self.defaults)
        for override in self.overrides:
            kind, option = override["matcher"]["id"], override["matcher"]["options"]
            if kind not in ("byName", "byRegexp"):
                raise Refused(f"{self.panel['title']}: overrides {kind} are not known")
            if field == option if kind == "byName" else re.search(option.strip("/"), field):
                settings.update({change["id"]: change["value"] for change in override["properties"]})
        return settings

    def number(self, value, settings=None):
        settings = settings or self.defaults
        return written(value, settings.get("unit", "none"), settings.get("decimals"))


def stat(panel, asked):
    values = [value for target in panel.panel["targets"] for _, value in asked.now(target) if not math.isnan(value)]
    if not values:
        return panel.nothing()
    value = values[-1]
    steps = panel.defaults.get("thresholds", {}).get("steps", [])
    color = [step["color"] for step in steps if step["value"] is None or value >= step["value"]][-1:] or ["green"]
    text = panel.number(value)
    size = 36.0
    while panel.sheet.measure(text, size, "Medium") > panel.width - 24:
        size -= 1
    panel.sheet.text(
        panel.x + panel.width / 2, panel.y + 14 + panel.height / 2, text, size, named(color[0]), "Medium", "center"
    )


def named(color):
    return COLORS.get(color, color)


def timeseries(panel, asked):
    lines = [line for target in panel.panel["targets"] for line in asked.lines(target)]
    lines = [line for line in lines if not all(map(math.isnan, line[2]))]
    if not lines:
        return panel.nothing()
    colors = []
    for position, (name, _, _) in enumerate(lines):
        color = panel.settings(name).get("color", {})
        colors.append(named(color["fixedColor"]) if color.get("mode") == "fixed" else CLASSIC[position % len(CLASSIC)])
    bottom = legends(panel, [name for name, _, _ in lines], colors)

    custom = panel.defaults.get("custom", {})
    stacked = custom.get("stacking", {}).get("mode") == "normal"
    curves, floor = [], [0.0] * len(lines[0][1])
    for _, times, points in lines:
        if stacked:
            base = floor
            floor = [under + (0 if math.isnan(point) else point) for under, point in zip(base, points)]
            curves.append((times, [math.nan if math.isnan(p) else top for p, top in zip(points, floor)], base))
        else:
            curves.append((times, points, [0.0] * len(points)))
    plot(panel, asked, curves, [name for name, _, _ in lines], colors, custom, bottom)


def plot(panel, asked, curves, called, colors, custom, bottom):
    finite = [point for _, points, _ in curves for point in points if not math.isnan(point)]
    low, high = panel.defaults.get("min", min(finite)), panel.defaults.get("max", max(finite))
    if high <= low:
        high = low + (1 if panel.unit in ("none", "ops") else 0.1 if panel.unit != "bytes" else 1024)
    top = panel.y + HEADER + 4
    marks = ticks(low, high, panel.unit, panel.decimals, 4 if bottom - top < 150 else 5)
    if "max" not in panel.defaults:
        high = marks[-1][0]
    left = panel.x + 18 + max(panel.sheet.measure(name, 11) for _, name in marks)
    right, base = panel.x + panel.width - 14, bottom - 22

    axes = panel.sheet.plain(left, top, right - left, base - top)
    axes.set_xlim(asked.start, asked.end)
    axes.set_ylim(low, high)
    for mark, name in marks:
        at = base - (mark - low) / (high - low) * (base - top)
        if at >= top - 1:
            panel.sheet.bar(left, round(at) - 0.5, right - left, 1, GRID)
            panel.sheet.text(left - 8, at, name, 11, FAINT, align="right")
    hours(panel, asked, left, right, top, base)
    stacked = custom.get("stacking", {}).get("mode") == "normal"
    for position, ((times, points, under), name, color) in enumerate(zip(curves, called, colors)):
        filled = panel.settings(name).get("custom.fillOpacity", custom.get("fillOpacity", 0)) / 100
        if filled:
            # nothing takes no room in a stack; elsewhere it is a gap
            tops = [low_end if stacked and math.isnan(point) else point for low_end, point in zip(under, points)]
            axes.fill_between(times, under, tops, color=color, alpha=filled, linewidth=0, zorder=2 + position / 1000)
        whole = [not math.isnan(point) for point in points]
        parts, part = [], []
        for at, point, there in zip(times, points, whole):
            if there:
                part.append((at, point))
            if part and (not there or at == times[-1]):
                parts.append(part)
                part = []
        dashes = (0, (5, 4)) if panel.settings(name).get("custom.lineStyle", {}).get("fill") == "dash" else "solid"
        axes.add_collection(
            LineCollection(parts, colors=color, linewidths=1.0, linestyles=dashes, zorder=3 + position / 1000)
        )


def hours(panel, asked, left, right, top, base):
    """The time of day, at round ones."""
    span = asked.end - asked.start
    most = (right - left) // 62
    step = next(s for s in (60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400) if span / s <= most)
    mark = math.ceil(asked.start / step) * step
    while mark <= asked.end:
        x = left + (mark - asked.start) / span * (right - left)
        panel.sheet.bar(round(x) - 0.5, top, 1, base - top, GRID)
        if left + 8 < x < right - 8:
            panel.sheet.text(x, base + 12, clock(mark), 11, FAINT, align="center")
        mark += step


def clock(at):
    return datetime.fromtimestamp(at, timezone.utc).strftime("%H:%M")


def legends(panel, names, colors):
    """In lines at the bottom, which get a good third of the panel; returns where they begin."""
    lines, width = [[]], 0
    for name, color in zip(names, colors):
        takes = 30 + min(panel.sheet.measure(name, 11.5), panel.width - 50)
        if lines[-1] and width + takes > panel.width - 20:
            lines.append([])
            width = 0
        lines[-1].append((width, name, color))
        width += takes
    most = max(1, int((panel.height - HEADER) * 0.36 / 18))
    if len(lines) > most:
        left_out = sum(len(line) for line in lines[most:])
        print(f"{panel.panel['title']}: {left_out} names do not fit into the legend", file=sys.stderr)
        lines = lines[:most]
    begin = panel.y + panel.height - 6 - 18 * len(lines)
    for row, line in enumerate(lines):
        for x, name, color in line:
            y = begin + 9 + 18 * row
            panel.sheet.bar(panel.x + 12 + x, y - 1.5, 13, 3, color)
            panel.sheet.text(panel.x + 30 + x, y, name, 11.5, TEXT, room=panel.width - 50)
    return begin - 2


def table(panel, asked):
    rows = []
    for target in panel.panel["targets"]:
        rows += [{**labels, "Value": value} for labels, value in asked.now(target)]
    if not rows:
        return panel.nothing()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    names = {name: name for name in columns}
    for change in panel.panel.get("transformations", []):
        if change["id"] != "organize":
            raise Refused(f"{panel.panel['title']}: the transformation {change['id']} is not known")
        options = change["options"]
        columns = [name for name in columns if not options.get("excludeByName", {}).get(name)]
        columns.sort(key=lambda name: options.get("indexByName", {}).get(name, len(columns)))
        names.update(options.get("renameByName", {}))
    rows.sort(key=lambda row: [str(row.get(name, "")) for name in columns if name != "Value"])
    for order in panel.panel.get("options", {}).get("sortBy", []):
        column = next(name for name in columns if names[name] == order["displayName"])
        rows.sort(key=lambda row: row.get(column, ""), reverse=order.get("desc", False))
    cells(panel, rows, columns, names)


def cells(panel, rows, columns, names):
    asked_for = [panel.settings(names[column]).get("custom.width") for column in columns]
    free = (panel.width - 16 - sum(filter(None, asked_for))) / max(1, asked_for.count(None))
    widths = [width or free for width in asked_for]
    starts = [panel.x + 16 + sum(widths[:position]) for position in range(len(columns))]
    y = panel.y + HEADER
    line = 28
    fitting = int((panel.height - HEADER - 6) // line) - 1
    for column, x, width in zip(columns, starts, widths):
        panel.sheet.text(x, y + line / 2, names[column], 12, LINK, "Medium", room=width - 16)
    for number, row in enumerate(rows[:fitting]):
        middle = y + line * (number + 1.5)
        panel.sheet.bar(panel.x + 8, middle - line / 2, panel.width - 16, 1, GRID)
        for column, x, width in zip(columns, starts, widths):
            settings = panel.settings(names[column])
            value = row.get(column, "")
            text = panel.number(value, settings) if isinstance(value, float) else value
            color = TEXT
            for mapping in settings.get("mappings", []):
                if mapping["type"] == "value" and text in mapping["options"]:
                    color = named(mapping["options"][text].get("color", "text"))
            panel.sheet.text(x, middle, text, 12, color, room=width - 16)
    if len(rows) > fitting:  # the bar to scroll by
        room = line * (fitting + 1) - 6
        panel.sheet.box(panel.x + panel.width - 9, y + 3, 5, max(20, room * fitting / len(rows)), "#4a4c55", "#4a4c55", 2)


KINDS = {"stat": stat, "timeseries": timeseries, "table": table}


def header(sheet, dashboard, variables, asked):
    sheet.text(16, 20, dashboard["title"], 17, weight="Medium")
    day = datetime.fromtimestamp(asked.end, timezone.utc).strftime("%Y-%m-%d")
    sheet.text(WIDTH - 16, 20, f"{day}  {clock(asked.start)} to {clock(asked.end)} UTC", 13, FAINT, align="right")
    x = 16
    for label, value in variables.shown:
        width = sheet.measure(label, 12) + sheet.measure(value, 12) + 34
        sheet.box(x, 40, width, 24, PAGE)
        sheet.text(x + 8, 52, label, 12, FAINT)
        sheet.text(x + width - 12, 52, value, 12, align="right")
        x += width + 8


def chevron(sheet, x, y, folded):
    across, down = ((-2, 2, -2), (-4, 0, 4)) if folded else ((-4, 0, 4), (-2, 2, -2))
    sheet.axes.plot([x + d for d in across], [y + d for d in down], color=FAINT, linewidth=1.1)


def shown(dashboard):
    """The panels that are not folded away, which stand in the file at the places that they have on the page."""
    return sorted(dashboard["panels"], key=lambda panel: (panel["gridPos"]["y"], panel["gridPos"]["x"]))


def draw(dashboard, asked, path):
    panels = shown(dashboard)
    grid = TOP + 10
    height = grid + max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in panels) * (ROW + GAP) + GAP
    sheet = Sheet(WIDTH, height)
    header(sheet, dashboard, asked.variables, asked)
    column = (WIDTH - GAP) / 24
    for panel in panels:
        place = panel["gridPos"]
        x, y = GAP + place["x"] * column, grid + place["y"] * (ROW + GAP)
        width, tall = place["w"] * column - GAP, place["h"] * (ROW + GAP) - GAP
        if panel["type"] == "row":
            chevron(sheet, x + 10, y + 16, panel.get("collapsed"))
            sheet.text(x + 22, y + 16, panel["title"], 14, weight="Medium")
            continue
        if panel["type"] not in KINDS:
            raise Refused(f"{panel['title']}: panels of type {panel['type']} are not known")
        drawn = Panel(sheet, panel, round(x), y, round(width), tall)
        drawn.frame()
        KINDS[panel["type"]](drawn, asked)
    sheet.save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dashboard", type=Path)
    parser.add_argument("prometheus", help="its URL")
    parser.add_argument("picture", type=Path, help="the PNG to write")
    parser.add_argument("--minutes", type=int, default=60, help="how far back")
    parser.add_argument("--until", type=float, default=None, help="the end, in seconds since 1970, instead of now")
    given = parser.parse_args()
    try:
        dashboard = json.loads(given.dashboard.read_text())
        prometheus = Prometheus(given.prometheus)
        scrape = prometheus.scrape_interval()
        step = max(1, round(max(scrape, given.minutes * 60 / 500)))
        end = math.floor((given.until or time.time()) / step) * step
        variables = Variables(dashboard, step, round(scrape))
        draw(dashboard, Asked(prometheus, variables, end - given.minutes * 60 // step * step, end, step), given.picture)
    except (Refused, OSError) as refused:
        sys.exit(f"error: {given.dashboard.name}: {refused}")


main()
