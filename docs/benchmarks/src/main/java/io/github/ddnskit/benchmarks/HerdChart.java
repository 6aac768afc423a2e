package io.github.ddnskit.benchmarks;

import java.util.List;
import java.util.Locale;

/** Draws how many requests came in each second, on a logarithmic scale, legible on light and on dark ground. */
final class HerdChart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;
    private static final int MOST = 100_000;
    private static final int BUCKET = 5;
    private static final List<String> COLOURS = List.of("#2f81f7", "#d1242f", "#bf8700");

    private HerdChart() {}

    static String of(List<Herd.Run> runs, int capacity) {
        int seconds = runs.stream().mapToInt(run -> run.offered.size()).max().orElse(1);
        int end = Math.min(3600, (seconds / 300 + 1) * 300);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\" fill=\"#808080\">%n",
                WIDTH,
                HEIGHT));
        svg.append("<title>Requests in a second after a regional outage</title>\n");
        for (int power = 1; power <= MOST; power *= 10) {
            line(svg, LEFT, y(power), WIDTH - 10, y(power), "#80808060");
            text(svg, LEFT - 8, y(power) + 4, "end", String.format(Locale.ROOT, "%,d", power));
        }
        for (int minute = 0; minute <= end / 60; minute += 10) {
            text(svg, x(minute * 60, end), HEIGHT - BOTTOM + 18, "middle", minute + " min");
        }
        line(svg, LEFT, y(capacity), WIDTH - 10, y(capacity), "#808080");
        text(svg, WIDTH - 12, y(capacity) - 4, "end", "all that the provider can take");
        for (int i = 0; i < runs.size(); i++) {
            curve(svg, runs.get(i), end, COLOURS.get(i));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                    LEFT + i * 230,
                    TOP - 18,
                    COLOURS.get(i),
                    runs.get(i).name));
        }
        return svg.append("</svg>\n").toString();
    }

    private static void curve(StringBuilder svg, Herd.Run run, int end, String colour) {
        svg.append("<polyline fill=\"none\" stroke-width=\"1.2\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        for (int from = 0; from < end; from += BUCKET) {
            int most = 0;
            for (int second = from; second < Math.min(from + BUCKET, run.offered.size()); second++) {
                most = Math.max(most, run.offered.get(second));
            }
            svg.append(x(from, end)).append(',').append(y(most)).append(' ');
        }
        svg.append("\"/>\n");
    }

    private static int x(int second, int end) {
        return LEFT + second * (WIDTH - LEFT - 10) / end;
    }

    private static int y(int requests) {
        int height = HEIGHT - TOP - BOTTOM;
        return HEIGHT - BOTTOM - (int) Math.round(Math.log10(Math.max(1, requests)) / Math.log10(MOST) * height);
    }

    private static void line(StringBuilder svg, int x1, int y1, int x2, int y2, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour));
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }
}
