package io.github.ddnskit.examples.lab;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A program that asks a name server for records every 5 ms, and writes a line {@code name address} whenever one is new. The
 * arguments are the address of the server, and {@code name/A} or {@code name/AAAA} for each record.
 */
final class RecordWatch {

    private static final int PAUSE_MILLIS = 5;
    private static final int PATIENCE_MILLIS = 500;

    private RecordWatch() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getByName(args[0]), 53);
        Map<Message, String> last = new HashMap<>();
        List<Message> queries =
                Arrays.stream(args).skip(1).map(RecordWatch::query).toList();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(PATIENCE_MILLIS);
            while (true) {
                for (Message query : queries) {
                    String answer = ask(socket, query);
                    if (!answer.isEmpty() && !answer.equals(last.put(query, answer))) {
                        System.out.println(query.getQuestion().getName().toString(true) + " " + answer);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static Message query(String nameAndType) {
        String[] parts = nameAndType.split("/", -1);
        return Message.newQuery(
                Record.newRecord(Name.fromConstantString(parts[0] + "."), Type.value(parts[1]), DClass.IN));
    }

    private static String ask(DatagramSocket socket, Message query) throws IOException {
        byte[] wire = query.toWire();
        socket.send(new DatagramPacket(wire, wire.length));
        DatagramPacket packet = new DatagramPacket(new byte[1232], 1232);
        try {
            while (true) {
                socket.receive(packet);
                Message reply = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (reply.getHeader().getID() == query.getHeader().getID()) {
                    List<Record> answers = reply.getSection(Section.ANSWER);
                    return answers.isEmpty() ? "" : answers.get(0).rdataToString();
                }
            }
        } catch (SocketTimeoutException e) {
            return "";
        }
    }
}
