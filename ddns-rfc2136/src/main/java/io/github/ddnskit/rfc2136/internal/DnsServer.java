package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.rfc2136.transport.Carriers;
import io.github.ddnskit.rfc2136.transport.DatagramOrStreamTransport;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.PlainRequest;
import io.github.ddnskit.rfc2136.transport.SignedTransport;
import io.github.ddnskit.rfc2136.transport.Transport;
import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/**
 * A name server to talk to, by name or address, with or without a key. Thread-safe.
 *
 * @param address where it is
 * @param key signs every request and must have signed every reply, or null for neither
 * @param clock gives the time that is signed
 * @param carriers the ways to it, or null for UDP and a connection for each exchange that does not fit
 */
public record DnsServer(
        ServerAddress address,
        @Nullable TsigKey key,
        Clock clock,
        @Nullable Carriers carriers) {

    /**
     * A server to ask a question or two.
     *
     * @param address where it is
     * @param key signs every request and must have signed every reply, or null for neither
     * @param clock gives the time that is signed
     */
    public DnsServer(ServerAddress address, @Nullable TsigKey key, Clock clock) {
        this(address, key, clock, null);
    }

    /**
     * Asks the server. If it has several addresses, they are tried in turn until one answers, each with an equal share
     * of the time that is left.
     *
     * @param message what to ask
     * @param deadline when to give up
     * @return the reply, authenticated if there is a key
     * @throws UnusableKeyException if the secret of the key cannot be read or is not Base64
     * @throws IOException if there is no reply, with the types that {@link Transport#exchange} names
     * @throws InterruptedException if the thread was interrupted
     */
    public Message ask(Message message, Deadline deadline) throws IOException, InterruptedException {
        return ask(message, address.resolve(deadline), deadline);
    }

    Message ask(Message message, List<InetSocketAddress> addresses, Deadline deadline)
            throws IOException, InterruptedException {
        IOException failure = null;
        for (int i = 0; i < addresses.size(); i++) {
            try {
                return transport(addresses.get(i))
                        .exchange(new PlainRequest(message), deadline.share(addresses.size() - i));
            } catch (UnverifiedReplyException | UnusableKeyException e) {
                throw e; // another address would make no difference
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure == null ? new UnknownHostException(address.host()) : failure;
    }

    private Transport transport(InetSocketAddress at) throws UnusableKeyException {
        Transport plain = carriers == null ? new DatagramOrStreamTransport(at) : carriers.to(at);
        try {
            return key == null ? plain : new SignedTransport(plain, key, clock);
        } catch (IllegalStateException e) {
            throw new UnusableKeyException(e);
        }
    }
}
