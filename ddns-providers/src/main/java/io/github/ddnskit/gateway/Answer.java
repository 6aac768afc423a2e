package io.github.ddnskit.gateway;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts what became of a request into the words of its protocol. Stateless. */
final class Answer {

    /** After it a client may come again; no shorter than what most clients wait anyway. */
    private static final Duration UNAVAILABLE = Duration.ofSeconds(60);

    private static final String CHALLENGE = "Basic realm=\"dynamic DNS\", charset=\"UTF-8\"";

    private Answer() {}

    /**
     * A line of an answer.
     *
     * @param code what became of a host, or of all
     * @param addresses what it holds, if it was updated
     */
    record Line(Code code, Set<InetAddress> addresses) {
        static Line of(Code code) {
            return new Line(code, Set.of());
        }

        String text() {
            String list = addresses.stream()
                    .sorted(Comparator.comparing(address -> address.getAddress().length))
                    .map(io.github.ddnskit.ip.IpLiteral::format)
                    .collect(Collectors.joining(","));
            return list.isEmpty() ? code.word() : code.word() + " " + list;
        }
    }

    /** One code for the whole request. */
    static GatewayResponse all(Ask.Style style, Code code) {
        return lines(style, List.of(Line.of(code)));
    }

    static GatewayResponse lines(Ask.Style style, List<Line> lines) {
        List<String> texts = new ArrayList<>();
        for (Line line : lines) {
            if (style == Ask.Style.RESULT) {
                texts.add("RESULT:"
                        + (line.code().isSuccess() ? "OK" : line.code().identifier()));
                texts.add("RESULT_EN:" + line.text());
            } else {
                texts.add(line.text());
            }
        }
        Code first = lines.get(0).code();
        boolean same = lines.stream().allMatch(line -> line.code() == first);
        GatewayResponse response = GatewayResponse.text(same ? first.status() : 200, String.join("\n", texts) + "\n");
        if (same && first == Code.BADAUTH) {
            return response.with("WWW-Authenticate", CHALLENGE);
        }
        return same && first == Code.UNAVAILABLE
                ? response.with("Retry-After", Long.toString(UNAVAILABLE.toSeconds()))
                : response;
    }

    /** Too many requests: what clients of dyndns2 read, and what HTTP has for it (RFC 6585 section 4). */
    static GatewayResponse tooMany(long millis) {
        long seconds = Math.min(Math.max(1, (millis + 999) / 1000), 9999);
        return GatewayResponse.text(429, "w" + seconds + "s\n").with("Retry-After", Long.toString(seconds));
    }

    static GatewayResponse malformed(MalformedRequestException e) {
        return GatewayResponse.text(e.status(), e.sentence() + "\n").with("Connection", "close");
    }
}
