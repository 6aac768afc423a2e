package io.github.ddnskit.upnp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An event of a router (UPnP Device Architecture 2.0, section 4.3).
 *
 * @param path where it was sent
 * @param sid the subscription that it belongs to
 * @param sequence its number within the subscription
 * @param variables the names of what changed; values are for queries to find out
 */
record NotifyMessage(String path, String sid, long sequence, Set<String> variables) {

    /** The longest message that is read. */
    static final int LONGEST = 64 * 1024;

    private static final long LAST_SEQUENCE = 0xffff_ffffL;

    /** The head of a message, by which one knows how long it is. */
    private record Head(String path, Map<String, String> fields, int length) {

        boolean isChunked() {
            return fields.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
        }

        /** {@return the body, once all of it is there} */
        Optional<byte[]> body(byte[] rest) throws UpnpException {
            if (isChunked()) {
                return Chunks.decode(rest);
            }
            return rest.length < length ? Optional.empty() : Optional.of(Arrays.copyOf(rest, length));
        }
    }

    /**
     * Reads what has come so far.
     *
     * @return the event, once all of it is there
     * @throws UpnpException if it will never be one
     */
    static Optional<NotifyMessage> parse(byte[] bytes) throws UpnpException {
        int headLength = headLength(bytes);
        if (headLength < 0) {
            return Optional.empty();
        }
        Head head = head(new String(bytes, 0, headLength, StandardCharsets.ISO_8859_1));
        Optional<byte[]> body = head.body(Arrays.copyOfRange(bytes, headLength, bytes.length));
        return body.isEmpty()
                ? Optional.empty()
                : Optional.of(of(head, new String(body.get(), StandardCharsets.UTF_8)));
    }

    /** How many bytes the head has, with the empty line; -1 if its end is not there yet. */
    private static int headLength(byte[] bytes) {
        for (int i = 0; i + 4 <= bytes.length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private static Head head(String text) throws UpnpException {
        List<String> lines = text.lines().toList();
        String[] request = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
        if (request.length != 3 || !request[0].equals("NOTIFY") || !request[2].matches("HTTP/1\\.[01]")) {
            throw new UpnpException("not a NOTIFY");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                if (fields.put(name, line.substring(colon + 1).strip()) != null) {
                    throw new UpnpException("a field twice");
                }
            }
        }
        String length = fields.getOrDefault("content-length", "0");
        if (!length.matches("[0-9]{1,5}")) {
            throw new UpnpException("a length that is none");
        }
        return new Head(request[1], fields, Integer.parseInt(length));
    }

    private static NotifyMessage of(Head head, String body) throws UpnpException {
        String sequence = head.fields().getOrDefault("seq", "");
        boolean event = head.fields().getOrDefault("nt", "").equals("upnp:event")
                && head.fields().getOrDefault("nts", "").equals("upnp:propchange")
                && sequence.matches("[0-9]{1,10}")
                && Long.parseLong(sequence) <= LAST_SEQUENCE;
        if (!event) {
            throw new UpnpException("not an event");
        }
        XmlTree tree = XmlTree.read(body);
        if (!tree.name().equals("propertyset")) {
            throw new UpnpException("not a set of properties");
        }
        return new NotifyMessage(
                head.path(),
                head.fields().getOrDefault("sid", ""),
                Long.parseLong(sequence),
                tree.children().stream()
                        .filter(child -> child.name().equals("property"))
                        .flatMap(property -> property.children().stream())
                        .map(XmlTree::name)
                        .collect(Collectors.toSet()));
    }

    /** {@return whether it is about the connection, and not only about ports or the like} */
    boolean isAboutTheConnection() {
        return variables.stream().anyMatch(name -> name.startsWith("External") || name.equals("ConnectionStatus"));
    }

    /** {@return the number that must come after this one; 0 is for the first only} */
    static long next(long sequence) {
        return sequence == LAST_SEQUENCE ? 1 : sequence + 1;
    }
}
