package io.github.ddnskit.testkit.bind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** What a server sends back, described so that two servers can be compared. */
final class Reply {

    static final String SILENCE = "silence";

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SENTINEL_ID = 0x7777;

    private Reply() {}

    /** Sends a datagram, and describes the reply. */
    static String to(byte[] request, int port) {
        try (DatagramSocket socket = connect(port)) {
            send(socket, request);
            return describe(receive(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a datagram that deserves no reply, then a question: only that is answered, as no time has to tell. */
    static String toSilence(byte[] request, String zone, int port) {
        byte[] question = Wire.query(zone, "SOA").bytes();
        question[0] = (byte) (SENTINEL_ID >>> 8);
        question[1] = (byte) SENTINEL_ID;
        try (DatagramSocket socket = connect(port)) {
            send(socket, request);
            send(socket, question);
            byte[] first = receive(socket);
            return new Header(first).getID() == SENTINEL_ID ? SILENCE : describe(first);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DatagramSocket connect(int port) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(DatagramSocket socket, byte[] octets) throws IOException {
        socket.send(new DatagramPacket(octets, octets.length));
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static String describe(byte[] wire) throws IOException {
        Message message = new Message(wire);
        List<String> parts = new ArrayList<>();
        parts.add(Rcode.string(message.getRcode()));
        parts.add(message.getHeader().printFlags());
        parts.add("sections "
                + IntStream.rangeClosed(Section.QUESTION, Section.ADDITIONAL)
                        .mapToObj(message::getSection)
                        .map(Reply::names)
                        .toList());
        OPTRecord opt = message.getOPT();
        if (opt != null) {
            parts.add("OPT version " + opt.getVersion() + " size " + opt.getPayloadSize());
        }
        TSIGRecord tsig = message.getTSIG();
        if (tsig != null) {
            parts.add("TSIG error " + Rcode.TSIGstring(tsig.getError()) + " MAC " + tsig.getSignature().length
                    + " other " + (tsig.getOther() == null ? 0 : tsig.getOther().length) + " fudge "
                    + tsig.getFudge().toSeconds() + " id " + tsig.getOriginalID() + " key "
                    + tsig.getName().toString().toLowerCase(java.util.Locale.ROOT)
                    + " algorithm " + tsig.getAlgorithm());
        }
        return String.join(", ", parts);
    }

    private static String names(List<Record> section) {
        return section.stream()
                .filter(record -> record.getType() != Type.OPT && record.getType() != Type.TSIG)
                .map(record -> record.getName() + "/" + Type.string(record.getType()))
                .sorted()
                .toList()
                .toString();
    }
}
