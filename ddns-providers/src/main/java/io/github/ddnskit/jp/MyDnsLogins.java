package io.github.ddnskit.jp;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The logins by which MyDNS.JP notices an address, and nothing behind them. Stateless and thread-safe. */
final class MyDnsLogins {

    private static final Pattern FTP_REPLY = Pattern.compile("([1-5][0-9]{2})([ -].*)?");
    private static final List<String> PASSING_POP3_CODES =
            List.of("[IN-USE]", "[LOGIN-DELAY]", "[SYS/TEMP]", "[SYS/PERM]");

    private MyDnsLogins() {}

    /** POP3 (RFC 1939) over TLS from the first octet (RFC 8314 section 3.3). */
    static Boolean pop3(Lines lines, String user, String password) throws IOException {
        try {
            pop3Reply(lines.read(), "its greeting");
            lines.write("\r\n", "USER " + user);
            pop3Reply(lines.read(), "USER");
            lines.write("\r\n", "PASS " + password);
            pop3Reply(lines.read(), "PASS");
            return true;
        } finally {
            lines.leave("\r\n", "QUIT");
        }
    }

    /** FTP (RFC 959), where TLS is agreed upon before anything else is said (RFC 4217 section 4). */
    static Boolean ftp(Lines lines, String user, String password) throws IOException {
        try {
            ftpReply(lines, "its greeting", 220);
            lines.write("\r\n", "AUTH TLS");
            int agreed = ftpReply(lines, "AUTH TLS", 234, 421, 431, 500, 502, 504, 530, 534);
            if (agreed == 421 || agreed == 431) {
                throw new Refusal(unavailable("AUTH TLS", String.valueOf(agreed)));
            }
            if (agreed != 234) {
                // With backoff: before TLS, anybody on the way could have said so.
                throw new Refusal(Outcome.failed(
                        FailureReason.UNSUPPORTED,
                        Retry.backoff(),
                        "MyDNS.JP offers no TLS for FTP, and a password does not travel in the clear: choose another "
                                + "transport"));
            }
            lines.startTls();
            lines.write("\r\n", "USER " + user);
            if (ftpReply(lines, "USER", 230, 331, 421, 530) == 331) {
                lines.write("\r\n", "PASS " + password);
                ftpReply(lines, "PASS", 230, 421, 530);
            }
            return true;
        } finally {
            lines.leave("\r\n", "QUIT");
        }
    }

    private static void pop3Reply(String line, String command) throws Refusal {
        if (line.equals("+OK") || line.startsWith("+OK ")) {
            return;
        }
        if (!line.equals("-ERR") && !line.startsWith("-ERR ")) {
            throw Refusal.badReply("MyDNS.JP answered " + command + " with something that is not POP3");
        }
        boolean greeting = !command.equals("USER") && !command.equals("PASS");
        for (String code : PASSING_POP3_CODES) {
            if (line.startsWith("-ERR " + code)) {
                throw new Refusal(unavailable(command, code));
            }
        }
        throw new Refusal(greeting ? unavailable(command, "-ERR") : badCredentials(command, "-ERR"));
    }

    private static int ftpReply(Lines lines, String command, int... expected) throws IOException {
        String line = lines.read();
        Matcher reply = FTP_REPLY.matcher(line);
        if (!reply.matches()) {
            throw Refusal.badReply("MyDNS.JP answered " + command + " with something that is not FTP");
        }
        String code = reply.group(1);
        boolean several = line.startsWith(code + "-");
        while (several && !line.equals(code) && !line.startsWith(code + " ")) {
            line = lines.read();
        }
        int number = Integer.parseInt(code);
        for (int one : expected) {
            if (one == number) {
                boolean login = command.equals("USER") || command.equals("PASS");
                if (login && number == 530) {
                    throw new Refusal(badCredentials(command, code));
                }
                if (login && number == 421) {
                    throw new Refusal(unavailable(command, code));
                }
                return number;
            }
        }
        throw number / 100 == 4
                ? new Refusal(unavailable(command, code))
                : Refusal.badReply("MyDNS.JP answered " + command + " with " + code + ", which was not expected");
    }

    static Outcome.Failed badCredentials(String request, String reply) {
        return Outcome.failed(
                        FailureReason.BAD_CREDENTIALS,
                        Retry.never(),
                        "MyDNS.JP answered " + request + " with " + reply + ": correct master ID and password")
                .accountWide();
    }

    private static Outcome.Failed unavailable(String command, String reply) {
        return Outcome.failed(
                FailureReason.SERVER_ERROR,
                Retry.backoff(),
                "MyDNS.JP answered " + command + " with " + reply + ": it is not available now");
    }
}
