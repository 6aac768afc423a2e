package io.github.ddnskit.upnp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a body in chunks (RFC 9112 section 7.1). */
final class Chunks {

    private Chunks() {}

    /** {@return what the chunks hold, once the last of them is there; a trailer is not waited for} */
    static Optional<byte[]> decode(byte[] bytes) throws UpnpException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            if (end == bytes.length) {
                return Optional.empty();
            }
            String line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
            String size = line.split(";", -1)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,5}")) {
                throw new UpnpException("a chunk whose size is none");
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return Optional.of(body.toByteArray());
            }
            at = end + 1;
            if (bytes.length - at < length + 2) {
                return Optional.empty();
            }
            if (bytes[at + length] != '\r' || bytes[at + length + 1] != '\n') {
                throw new UpnpException("a chunk that is longer than its size");
            }
            body.write(bytes, at, length);
            at += length + 2;
        }
    }
}
