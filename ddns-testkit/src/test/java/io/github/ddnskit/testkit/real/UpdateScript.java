package io.github.ddnskit.testkit.real;

import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script of {@code updates.txt}, where the syntax is explained.
 *
 * @param number its place in the file
 * @param title what it is about
 * @param key the key to sign with: an algorithm, {@code none}, {@code unknown}, {@code wrong} or {@code other-algorithm}
 * @param expected the code of each message sent
 * @param lines commands for {@code nsupdate}, in which {@code ZONE} stands for the zone
 */
record UpdateScript(int number, String title, String key, List<String> expected, List<String> lines) {

    /** What is in the zone of every script besides SOA, NS and the address of {@code ns1}. */
    static final List<String> RECORDS = List.of(
            "@ NS ns2",
            "ns2 A 192.0.2.53",
            "www 300 A 192.0.2.1",
            "multi 300 A 192.0.2.1",
            "multi 300 A 192.0.2.2",
            "multi 300 AAAA 2001:db8::1",
            "alias CNAME www",
            "text TXT \"kept\"",
            "mail MX 10 www",
            "*.wild A 192.0.2.9",
            "deep.empty A 192.0.2.5",
            "child NS ns.child",
            "ns.child A 192.0.2.6");

    private static final Pattern TITLE = Pattern.compile("== (.*?)(?: \\[key (\\S+)])? -> (.*)");
    private static final Pattern NSUPDATE_FAILURE = Pattern.compile("update failed: ([\\w()]+)");
    private static final Pattern KNSUPDATE_FAILURE = Pattern.compile("update failed with error '(\\w+)'");
    private static final Pattern KNSUPDATE_TSIG_ERROR = Pattern.compile("status: (BAD\\w+)");
    private static final String SECRET = "bm90IHRoZSBzZWNyZXQgb2YgYW55IG9mIHRoZXNlIGtleXM=";

    static List<UpdateScript> all() {
        try (InputStream in =
                Objects.requireNonNull(UpdateScript.class.getResourceAsStream("updates.txt"), "updates.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the zone of its own that this script gets on a server. */
    String zone(String tool) {
        return "s" + number + "." + tool + ".test";
    }

    /** Runs the script, and gives the code of each message. */
    List<String> run(String tool, int port) {
        // nsupdate alone would not even send names that no host may have
        String unchecked = tool.equals("nsupdate") ? "check-names no\n" : "";
        String header = unchecked + "server 127.0.0.1 " + port + "\nzone " + zone(tool) + ".\n";
        List<String> codes = new ArrayList<>();
        List<String> message = new ArrayList<>();
        for (String line : lines) {
            if (line.equals("send")) {
                codes.add(send(tool, header, message));
                message.clear();
            } else {
                message.add(line.replace("ZONE", zone(tool)));
            }
        }
        codes.add(send(tool, header, message));
        return codes;
    }

    private String send(String tool, String header, List<String> message) {
        String input = header + String.join("\n", message) + "\nsend\n";
        Tool run = key.equals("none") ? Tool.runWith(input, tool) : Tool.runWith(input, tool, "-y", keyOption());
        return code(tool, run);
    }

    private static String code(String tool, Tool run) {
        String output = run.stdout() + run.stderr();
        boolean byBind = tool.equals("nsupdate");
        Matcher failure = (byBind ? NSUPDATE_FAILURE : KNSUPDATE_FAILURE).matcher(output);
        if (failure.find()) {
            return failure.group(1);
        }
        Matcher tsigError = KNSUPDATE_TSIG_ERROR.matcher(output);
        if (!byBind && tsigError.find()) {
            return "NOTAUTH(" + tsigError.group(1) + ")";
        }
        return run.exitCode() == 0 ? "NOERROR" : output;
    }

    private String keyOption() {
        return switch (key) {
            case "unknown" -> "hmac-sha256:unknown.key.:" + SECRET;
            case "wrong" ->
                "hmac-sha256:" + PeerServer.key(TsigAlgorithm.HMAC_SHA256).name() + ":" + SECRET;
            case "other-algorithm" ->
                "hmac-sha512:" + PeerServer.key(TsigAlgorithm.HMAC_SHA256).name() + ":" + SECRET;
            default -> {
                TsigKey present = PeerServer.key(TsigAlgorithm.parse(key));
                yield present.algorithm() + ":" + present.name() + ":"
                        + present.secret().reveal();
            }
        };
    }

    private static List<UpdateScript> parse(String text) {
        List<UpdateScript> scripts = new ArrayList<>();
        for (String block : text.split("(?m)^(?=== )", -1)) {
            List<String> lines = block.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            if (lines.isEmpty()) {
                continue;
            }
            Matcher title = TITLE.matcher(lines.get(0));
            if (!title.matches()) {
                throw new IllegalStateException("not the title of a script: " + lines.get(0));
            }
            String key = Objects.requireNonNullElse(title.group(2), TsigAlgorithm.HMAC_SHA256.toString());
            List<String> expected = Arrays.asList(title.group(3).split(" ", -1));
            scripts.add(new UpdateScript(
                    scripts.size() + 1, title.group(1), key, expected, lines.subList(1, lines.size())));
        }
        return scripts;
    }

    @Override
    public String toString() {
        return title;
    }
}
