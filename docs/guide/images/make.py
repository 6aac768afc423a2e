#!/usr/bin/env python3
"""Draws the pictures of the guide from the boxes and arrows that are listed here, and the charts of the benchmarks from the
tables in docs/benchmarks/README.md: python3 docs/guide/images/make.py"""
import html
import pathlib
import re

HERE = pathlib.Path(__file__).parent
BENCHMARKS = HERE.parents[1] / "benchmarks"

STYLE = """<style>
  text { font: 14px sans-serif; fill: #1f2328; text-anchor: middle; }
  .small { font-size: 12px; fill: #59636e; }
  rect { fill: #f6f8fa; stroke: #59636e; rx: 6; }
  .main { fill: #ddf4ff; stroke: #0969da; }
  .good { fill: #dafbe1; stroke: #1a7f37; }
  .bad { fill: #ffebe9; stroke: #cf222e; }
  path { fill: none; stroke: #59636e; stroke-width: 1.5; marker-end: url(#tip); }
  .tip { fill: #59636e; stroke: none; }
  .label { text-anchor: end; } .value { text-anchor: start; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .small { fill: #9198a1; }
    rect { fill: #151b23; stroke: #9198a1; }
    .main { fill: #121d2f; stroke: #4493f8; } .good { fill: #12261e; stroke: #3fb950; } .bad { fill: #25171c; stroke: #f85149; }
    path { stroke: #9198a1; } .tip { fill: #9198a1; }
  }
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<polygon class="tip" points="0,0 8,4 0,8"/></marker></defs>"""


def box(x, y, w, h, lines, kind=""):
    out = f'<rect class="{kind}" x="{x}" y="{y}" width="{w}" height="{h}"/>'
    top = y + h / 2 + 5 - 9 * (len(lines) - 1)
    for i, line in enumerate(lines):
        out += f'<text class="{"small" if i else ""}" x="{x + w / 2}" y="{top + 18 * i}">{html.escape(line)}</text>'
    return out


def arrow(points, label="", at=None):
    out = '<path d="M' + " L".join(f"{x},{y}" for x, y in points) + '"/>'
    if label:
        x, y = at or ((points[0][0] + points[-1][0]) / 2, (points[0][1] + points[-1][1]) / 2 - 6)
        out += f'<text class="small" x="{x}" y="{y}">{html.escape(label)}</text>'
    return out


def table(heading):
    """The cells of the first table below a heading or first cell of the benchmarks' page, its first row included."""
    text = (BENCHMARKS / "README.md").read_text(encoding="utf-8")
    below = text[text.index(heading):]
    rows = re.search(r"(?:^\|.*\n)+", below, re.M).group().splitlines()
    cells = [[cell.strip().replace("`", "") for cell in row.strip("|").split("|")] for row in rows]
    return [cells[0]] + cells[2:]


def number(cell):
    return float(re.match(r"[\d,.]+", cell).group().replace(",", ""))


def bars(y, heading, rows):
    """One bar for each (label, cell), drawn to the scale of the longest."""
    longest = max(number(cell) for _, cell in rows)
    out = f'<text x="380" y="{y}">{html.escape(heading)}</text>'
    for i, (label, cell) in enumerate(rows):
        top = y + 14 + 28 * i
        length = max(2, 330 * number(cell) / longest)
        kind = "main" if label.startswith("ddns") and not label.startswith("ddnsj") else ""
        out += (f'<text class="small label" x="330" y="{top + 15}">{html.escape(label)}</text>'
                f'<rect class="{kind}" x="340" y="{top}" width="{length:.0f}" height="20"/>'
                f'<text class="small value" x="{348 + length:.0f}" y="{top + 15}">{html.escape(cell)}</text>')
    return out


def draw(name, width, height, title, *parts):
    text = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
            f"<title>{html.escape(title)}</title>\n{STYLE}\n" + "\n".join(parts) + "\n</svg>\n")
    (HERE / name).write_text(text, encoding="utf-8")


draw("architecture.svg", 760, 330, "The parts of ddnskit, and what they talk to",
     box(20, 20, 190, 60, ["Sources", "interface, router, servers"]),
     box(20, 110, 190, 60, ["Signals", "look now, something changed"]),
     box(20, 250, 190, 60, ["Your program", "listener, status, settings"]),
     box(285, 20, 190, 60, ["Consensus", "which address is believed"], "main"),
     box(285, 110, 190, 60, ["DdnsClient", "plans, waits, remembers"], "main"),
     box(285, 250, 190, 60, ["State store", "file or PostgreSQL"]),
     box(550, 20, 190, 60, ["Updaters", "one lane for each"]),
     box(550, 110, 190, 60, ["Services, name servers", "HTTP, DNS UPDATE"]),
     box(550, 250, 190, 60, ["Verification, doctor", "what DNS really shows"]),
     arrow([(210, 50), (283, 50)], "answers"),
     arrow([(210, 140), (283, 140)], "hints"),
     arrow([(380, 80), (380, 108)]),
     arrow([(475, 130), (512, 130), (512, 50), (548, 50)]),
     arrow([(645, 80), (645, 108)]),
     arrow([(548, 155), (477, 155)], "outcome"),
     arrow([(380, 170), (380, 248)], "before and after", (435, 214)),
     arrow([(330, 170), (330, 210), (115, 210), (115, 248)], "events", (220, 202)),
     arrow([(645, 248), (645, 172)], "asks", (668, 214)))

draw("update.svg", 760, 300, "The life of an update",
     box(20, 20, 150, 60, ["look", "interval or signal"]),
     box(215, 20, 150, 60, ["agree", "else leave DNS alone"], "main"),
     box(410, 20, 150, 60, ["compare", "with what is confirmed"], "main"),
     box(605, 20, 135, 60, ["nothing to do", "wait"], ""),
     box(410, 125, 150, 60, ["save the attempt", "to survive a crash"], "main"),
     box(215, 125, 150, 60, ["send", "signed, one attempt"], "main"),
     box(20, 125, 150, 60, ["service answers", "authenticated"]),
     box(20, 230, 150, 60, ["confirmed", "saved, told, verified"], "good"),
     box(215, 230, 200, 60, ["failed: backoff, not before", "at random times, kept"]),
     box(460, 230, 280, 60, ["refused: never", "until the configuration changes"], "bad"),
     arrow([(170, 50), (213, 50)]),
     arrow([(365, 50), (408, 50)]),
     arrow([(560, 50), (603, 50)], "same", (581, 42)),
     arrow([(485, 80), (485, 123)], "other", (508, 106)),
     arrow([(408, 155), (367, 155)]),
     arrow([(213, 155), (172, 155)]),
     arrow([(95, 185), (95, 228)]),
     arrow([(150, 185), (150, 207), (315, 207), (315, 228)]),
     arrow([(315, 207), (600, 207), (600, 228)]))

draw("consensus.svg", 760, 350, "How an address is believed",
     box(20, 20, 160, 50, ["router", "203.0.113.7"]),
     box(20, 90, 160, 50, ["server of operator A", "203.0.113.7"]),
     box(20, 160, 160, 50, ["another server of A", "203.0.113.7"]),
     box(20, 230, 160, 50, ["server of operator B", "198.51.100.9"]),
     box(260, 100, 200, 70, ["parties", "A's servers are one party"], "main"),
     box(540, 20, 200, 60, ["two parties agree", "the new address is published"], "good"),
     box(540, 110, 200, 60, ["it is the known one", "one sure answer is enough"], "good"),
     box(540, 200, 200, 60, ["no agreement", "the record stays; ask again"], "bad"),
     box(260, 280, 200, 50, ["cannot be reached", "private, shared: dropped"]),
     *[arrow([(180, y), (220, y), (220, 135), (258, 135)]) for y in (45, 115, 185, 255)],
     arrow([(460, 120), (500, 120), (500, 50), (538, 50)]),
     arrow([(460, 140), (538, 140)]),
     arrow([(460, 160), (500, 160), (500, 230), (538, 230)]),
     arrow([(360, 170), (360, 278)]))

speeds = [(row[0], row[1], row[2]) for row in table("## Names a second")[1:]]
draw("../../benchmarks/throughput.svg", 760, 390, "Names that get new addresses in a second, at BIND and at Knot DNS",
     bars(24, "names a second on BIND", [(what, bind) for what, bind, knot in speeds]),
     bars(214, "names a second on Knot DNS", [(what, knot) for what, bind, knot in speeds]))

ipv4, ipv6 = table("| the router's IPv4 address changes")[1:], table("| a new IPv6 address is usable")[1:]
draw("../../benchmarks/reaction.svg", 760, 270, "How long until DNS follows a change of the address",
     bars(24, "a new IPv4 address at the router, median", [(row[0], row[1]) for row in ipv4]),
     bars(174, "a new IPv6 address, median", [(row[0], row[1]) for row in ipv6]))
