package io.github.ddnskit.testkit.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends events of UPnP, genuine or not. */
final class Events {

    private static final int PATIENCE_MILLIS = 20_000;

    private Events() {}

    static String body(String variable, String value) {
        return "<e:propertyset xmlns:e=\"urn:schemas-upnp-org:event-1-0\"><e:property><" + variable + ">" + value + "</"
                + variable + "></e:property></e:propertyset>";
    }

    /** {@return the status of the answer; 0 if the connection was broken instead} */
    static int send(InetAddress from, URI callback, String sid, int sequence, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "NOTIFY " + callback.getRawPath() + " HTTP/1.1\r\nHost: " + callback.getRawAuthority()
                + "\r\nContent-Type: text/xml; charset=\"utf-8\"\r\nContent-Length: " + content.length
                + "\r\nNT: upnp:event\r\nNTS: upnp:propchange\r\nSID: " + sid + "\r\nSEQ: " + sequence
                + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(callback.getHost(), callback.getPort(), from, 0)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(content);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
