package io.github.ddnskit.testkit.real;

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

    /**
     * Sends a datagram that may deserve no reply, then an update and a question that do: if only they are answered, there
     * was silence, and no time has to tell. Both, because a server does updates one after the other, and questions
     * meanwhile.
     *
     * @param update an update of the same zone that changes nothing
     * @param question a question
     */
    static String orSilence(byte[] request, Wire update, Wire question, int port) {
        try (DatagramSocket socket = connect(port)) {
            send(socket, request);
            String reply = SILENCE;
            for (Wire sentinel : List.of(update, question)) {
                send(socket, withId(SENTINEL_ID, sentinel.bytes()));
                for (byte[] got = receive(socket); new Header(got).getID() != SENTINEL_ID; got = receive(socket)) {
                    reply = describe(got);
                }
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] withId(int id, byte[] message) {
        message[0] = (byte) (id >>> 8);
        message[1] = (byte) id;
        return message;
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
