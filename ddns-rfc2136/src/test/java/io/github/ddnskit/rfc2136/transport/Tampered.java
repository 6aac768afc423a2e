package io.github.ddnskit.rfc2136.transport;

import java.util.function.UnaryOperator;
import org.xbill.DNS.Name;

/** A request to which somebody on the way changes the replies. */
record Tampered(Request request, UnaryOperator<byte[]> change) implements Request {

    @Override
    public boolean isForStream() {
        return request.isForStream();
    }

    @Override
    public Name about() {
        return request.about();
    }

    @Override
    public Transmission transmission() {
        Transmission genuine = request.transmission();
        return new Transmission() {
            @Override
            public byte[] wire() {
                return genuine.wire();
            }

            @Override
            public Verdict judge(byte[] wire) {
                return genuine.judge(change.apply(wire));
            }
        };
    }
}
