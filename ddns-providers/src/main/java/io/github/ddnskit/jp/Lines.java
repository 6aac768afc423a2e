package io.github.ddnskit.jp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection over which lines are exchanged. What is read is bounded, whatever the other side sends. Not thread-safe.
 */
final class Lines {

    static final int LONGEST_LINE = 1024;
    static final int MOST_LINES = 100;

    private static final int FAREWELL_MILLIS = 2000;

    private final String host;
    private final SSLSocketFactory tls;
    private Socket socket;
    private InputStream in;
    private int linesRead;

    Lines(Socket socket, String host, SSLSocketFactory tls) throws IOException {
        this.socket = socket;
        this.host = host;
        this.tls = tls;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Goes on in TLS, with a server that proves its name.
     *
     * @throws Refusal if something came in the clear behind the agreement to start TLS: somebody on the way could have put
     *     it there, to be read as if TLS had protected it
     */
    void startTls() throws IOException {
        if (in.available() > 0) {
            throw Refusal.badReply(host + " sent more in the clear than the start of TLS allows");
        }
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
    }

    /** Sends lines in UTF-8, all in one write, each with this end behind it. */
    void write(String end, String... lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append(end);
        }
        socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /**
     * Says good-bye, and waits a moment for an answer, so that the other side has read all before the connection ends. What
     * comes of it changes nothing that was answered before.
     */
    void leave(String end, String... lines) {
        try {
            socket.setSoTimeout(FAREWELL_MILLIS);
            write(end, lines);
            read();
        } catch (IOException e) {
            // the other side has gone already, or has nothing to say
        }
    }

    /**
     * Reads a line.
     *
     * @return the line without its end, LF or CRLF; characters outside ASCII become U+FFFD
     * @throws Refusal if it is too long, or too many came
     * @throws EOFException if the connection ended before the line did
     */
    String read() throws IOException {
        if (++linesRead > MOST_LINES) {
            throw Refusal.badReply(host + " sent more than the " + MOST_LINES + " lines that are read");
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException();
            }
            if (line.size() == LONGEST_LINE) {
                throw Refusal.badReply(
                        host + " sent a line of more than the " + LONGEST_LINE + " octets that are read");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.US_ASCII);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
