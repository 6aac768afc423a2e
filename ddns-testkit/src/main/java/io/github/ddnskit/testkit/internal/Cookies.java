package io.github.ddnskit.testkit.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.OPTRecord;

/** DNS cookies (RFC 7873) of the one form that all servers should make alike (RFC 9018). Immutable. */
final class Cookies {

    private static final int CLIENT_OCTETS = 8;
    private static final int SERVER_OCTETS = 16;
    private static final int SECRET_OCTETS = 16;
    private static final byte VERSION = 1;
    /** RFC 9018 section 4.3. */
    private static final int OLDEST_SECONDS = 3600;

    private static final int NEWEST_SECONDS = 300;

    private final byte[] secret = new byte[SECRET_OCTETS];
    private final Clock clock;

    Cookies(Clock clock) {
        this(clock, new SecureRandom());
    }

    Cookies(Clock clock, SecureRandom random) {
        this.clock = clock;
        random.nextBytes(secret);
    }

    /** The cookie that a request came with, if it did. */
    static Optional<CookieOption> of(Request request) {
        OPTRecord opt = request.opt();
        return opt == null
                ? Optional.empty()
                : opt.getOptions(EDNSOption.Code.COOKIE).stream()
                        .map(option -> (CookieOption) option)
                        .findFirst();
    }

    /** The cookie for the reply: the client's, and a new one of this server. */
    CookieOption answer(CookieOption received, InetAddress client) {
        byte[] theirs = received.getClientCookie();
        return new CookieOption(theirs, make(theirs, now(), client));
    }

    /** Whether a client was here lately, at this address, and so is where it says it is. */
    boolean isOurs(CookieOption received, InetAddress client) {
        byte[] server = received.getServerCookie().orElse(new byte[0]);
        if (server.length != SERVER_OCTETS || server[0] != VERSION) {
            return false;
        }
        int time = ByteBuffer.wrap(server).getInt(Integer.BYTES);
        int age = now() - time; // in the arithmetic of RFC 1982, which overflows as it should
        return age <= OLDEST_SECONDS
                && age >= -NEWEST_SECONDS
                && Arrays.equals(server, make(received.getClientCookie(), time, client));
    }

    private byte[] make(byte[] theirs, int time, InetAddress client) {
        byte[] address = client.getAddress();
        ByteBuffer hashed = ByteBuffer.allocate(CLIENT_OCTETS + 8 + address.length);
        hashed.put(theirs).put(VERSION).put(new byte[3]).putInt(time).put(address);
        ByteBuffer cookie = ByteBuffer.allocate(SERVER_OCTETS);
        cookie.put(VERSION).put(new byte[3]).putInt(time);
        cookie.order(ByteOrder.LITTLE_ENDIAN).putLong(SipHash.hash(secret, hashed.array()));
        return cookie.array();
    }

    private int now() {
        return (int) clock.instant().getEpochSecond();
    }
}
