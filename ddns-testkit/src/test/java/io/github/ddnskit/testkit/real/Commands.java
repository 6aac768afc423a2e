package io.github.ddnskit.testkit.real;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Sends the commands of a {@link RandomScript} without nsupdate. */
final class Commands {

    private Commands() {}

    /** Sends the messages one after the other, and gives the code of each reply. */
    static List<String> run(RandomScript script, int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            List<String> codes = new ArrayList<>();
            for (List<String> commands : script.messages()) {
                byte[] wire = update(script.zone(), commands).toWire(Message.MAXLENGTH);
                out.writeShort(wire.length);
                out.write(wire);
                codes.add(Rcode.string(new Message(in.readNBytes(in.readUnsignedShort())).getRcode()));
            }
            return codes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Update update(String zone, List<String> commands) throws IOException {
        Update update = new Update(name(zone));
        for (String command : commands) {
            List<String> words = List.of(command.split(" ", -1));
            Name name = name(words.get(2));
            List<String> rest = words.subList(3, words.size());
            switch (words.get(0) + " " + words.get(1)) {
                case "update add" ->
                    update.add(
                            name,
                            Type.value(rest.get(1)),
                            Long.parseLong(rest.get(0)),
                            data(rest.subList(2, rest.size())));
                case "update delete" -> delete(update, name, rest);
                case "prereq yxdomain" -> update.present(name);
                case "prereq nxdomain" -> update.absent(name);
                case "prereq nxrrset" -> update.absent(name, Type.value(rest.get(0)));
                case "prereq yxrrset" -> present(update, name, rest);
                default -> throw new IllegalArgumentException(command);
            }
        }
        return update;
    }

    private static void delete(Update update, Name name, List<String> rest) throws IOException {
        if (rest.isEmpty()) {
            update.delete(name);
        } else if (rest.size() == 1) {
            update.delete(name, Type.value(rest.get(0)));
        } else {
            update.delete(name, Type.value(rest.get(0)), data(rest.subList(1, rest.size())));
        }
    }

    private static void present(Update update, Name name, List<String> rest) throws IOException {
        if (rest.size() == 1) {
            update.present(name, Type.value(rest.get(0)));
        } else {
            update.present(name, Type.value(rest.get(0)), data(rest.subList(1, rest.size())));
        }
    }

    private static String data(List<String> words) {
        return String.join(" ", words);
    }

    private static Name name(String text) throws IOException {
        return Name.fromString(text, Name.root);
    }
}
