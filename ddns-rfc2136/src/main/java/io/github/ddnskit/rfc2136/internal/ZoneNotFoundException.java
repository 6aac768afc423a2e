package io.github.ddnskit.rfc2136.internal;

import java.io.IOException;
import org.xbill.DNS.Message;

/** A server holds no zone for a name, or would not say. */
public final class ZoneNotFoundException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient Message reply;

    /** The server answered, and holds none. */
    ZoneNotFoundException(Message reply, String why) {
        super(why);
        this.reply = reply;
    }

    /** The server refused to answer: its reply says why. */
    ZoneNotFoundException(Message reply) {
        this(reply, "it refused to answer");
    }

    /** {@return its last reply, authenticated if the request was signed} */
    public Message reply() {
        return reply;
    }
}
