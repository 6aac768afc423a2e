package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.DnsCredentials;
import io.github.ddnskit.rfc2136.transport.Carriers;
import io.github.ddnskit.rfc2136.transport.DatagramOrStreamTransport;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.LocalEnd;
import io.github.ddnskit.rfc2136.transport.NegotiationException;
import io.github.ddnskit.rfc2136.transport.PipelinedTransport;
import io.github.ddnskit.rfc2136.transport.PlainRequest;
import io.github.ddnskit.rfc2136.transport.Request;
import io.github.ddnskit.rfc2136.transport.SignedTransport;
import io.github.ddnskit.rfc2136.transport.Signing;
import io.github.ddnskit.rfc2136.transport.Transport;
import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A name server to talk to, by name or address, with or without credentials. Thread-safe.
 *
 * @param address where it is
 * @param signing signs every request, and knows the signature of every reply if there is to be one; null for neither
 * @param clock gives the time at which replies come
 * @param carriers the ways to it, or null for UDP and a connection for each exchange that does not fit
 */
public record DnsServer(
        ServerAddress address,
        @Nullable Signing signing,
        Clock clock,
        @Nullable Carriers carriers) {

    private static final Message ANY_QUESTION = Message.newQuery(Record.newRecord(Name.root, Type.SOA, DClass.IN));

    /**
     * A server to ask a question or two.
     *
     * @param address where it is
     * @param clock gives the time at which replies come
     */
    public DnsServer(ServerAddress address, Clock clock) {
        this(address, null, clock, null);
    }

    /** {@return what requests are signed with, or null if they are not} */
    public @Nullable DnsCredentials credentials() {
        return signing == null ? null : signing.credentials();
    }

    /** {@return whether a success may have come from anybody, although the request was signed} */
    public boolean leavesDoubt() {
        boolean proved = carriers != null && carriers.areAuthenticated();
        return signing != null && !signing.authenticatesReplies() && !proved;
    }

    /** {@return the same server, asked without a signature} */
    public DnsServer unsigned() {
        return new DnsServer(address, null, clock, carriers);
    }

    /**
     * Asks the server. If it has several addresses, they are tried in turn until one answers, each with an equal share
     * of the time that is left.
     *
     * @param message what to ask
     * @param deadline when to give up
     * @return the reply, authenticated if there are credentials by which servers sign
     * @throws UnusableKeyException if the secret of the key cannot be read or is not Base64
     * @throws IOException if there is no reply, with the types that {@link Transport#exchange} names
     * @throws InterruptedException if the thread was interrupted
     */
    public Message ask(Message message, Deadline deadline) throws IOException, InterruptedException {
        return ask(message, address.resolve(deadline), deadline);
    }

    /**
     * Asks the server as {@link #ask(Message, Deadline)} does.
     *
     * @param request what to ask, before it is signed
     * @param deadline when to give up
     * @return the reply, authenticated if there is a key
     * @throws IOException if there is no reply
     * @throws InterruptedException if the thread was interrupted
     */
    public Message ask(Request request, Deadline deadline) throws IOException, InterruptedException {
        return ask(request, address.resolve(deadline), deadline);
    }

    Message ask(Message message, List<InetSocketAddress> addresses, Deadline deadline)
            throws IOException, InterruptedException {
        return ask(new PlainRequest(message), addresses, deadline);
    }

    private Message ask(Request request, List<InetSocketAddress> addresses, Deadline deadline)
            throws IOException, InterruptedException {
        IOException failure = null;
        for (int i = 0; i < addresses.size(); i++) {
            try {
                return transport(addresses.get(i)).exchange(request, deadline.share(addresses.size() - i));
            } catch (IllegalStateException e) {
                throw new UnusableKeyException(e);
            } catch (UnverifiedReplyException | NegotiationException e) {
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

    /**
     * A connection to the server, at the first of its addresses where somebody listens.
     *
     * @param deadline when to give up
     * @return the connection, which signs if there are credentials, and which closes by itself when it is idle
     * @throws IOException if nobody listens, or the server has no address
     * @throws InterruptedException if the thread was interrupted
     */
    PipelinedTransport pipelined(Deadline deadline) throws IOException, InterruptedException {
        Carriers ways = carriers == null ? Carriers.streams(LocalEnd.ANY) : carriers;
        IOException failure = null;
        List<InetSocketAddress> addresses = address.resolve(deadline);
        for (int i = 0; i < addresses.size(); i++) {
            PipelinedTransport connection = ways.stream(addresses.get(i));
            try {
                if (i < addresses.size() - 1) { // any answer will do
                    connection.exchange(new PlainRequest(ANY_QUESTION), deadline.share(addresses.size() - i));
                }
                return signing == null ? connection : new SignedTransport(connection, signing, clock);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure == null ? new UnknownHostException(address.host()) : failure;
    }

    private Transport transport(InetSocketAddress at) {
        Transport plain = carriers == null ? new DatagramOrStreamTransport(at) : carriers.to(at);
        return signing == null ? plain : new SignedTransport(plain, signing, clock);
    }
}
