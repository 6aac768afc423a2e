package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.AuthoritativeView;
import io.github.ddnskit.rfc2136.ServerView;
import io.github.ddnskit.rfc2136.Standing;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks all servers of a name at the same time, and waits for none beyond the deadline. */
public final class Census {

    private static final int MOST_AT_ONCE = 16;

    private Census() {}

    /**
     * Asks every server.
     *
     * @param host the name
     * @param discovery which servers
     * @param thorough whether to ask for more than the addresses
     * @param deadline when to give up
     * @param now the time to put on the view
     * @return what each serves
     * @throws InterruptedException if the thread was interrupted
     */
    public static AuthoritativeView take(
            Hostname host, Discovery discovery, boolean thorough, Deadline deadline, Instant now)
            throws InterruptedException {
        Discovery.Found found = discovery.find(host, deadline.share(2));
        Map<String, ServerView> views = new LinkedHashMap<>();
        for (ServerView view : askAll(found.servers(), host, found.zone(), thorough, deadline)) {
            views.putIfAbsent(view.address(), view); // the server for updates may be listed too
        }
        return new AuthoritativeView(host, found.zone(), now, List.copyOf(views.values()), found.problem());
    }

    private static List<ServerView> askAll(
            List<NameServer> servers, Hostname host, @Nullable Hostname zone, boolean thorough, Deadline deadline)
            throws InterruptedException {
        List<Callable<List<ServerView>>> questions = new ArrayList<>();
        servers.forEach(server -> questions.add(() -> ask(server, host, zone, thorough, deadline)));
        if (questions.isEmpty()) {
            return List.of();
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(MOST_AT_ONCE, questions.size()), Census::daemon);
        try {
            // They keep the deadline themselves; the second one here is for a resolver of the JDK that does not.
            long patience = deadline.remaining().plusSeconds(1).toNanos();
            List<Future<List<ServerView>>> answers = threads.invokeAll(questions, patience, TimeUnit.NANOSECONDS);
            List<ServerView> views = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                views.addAll(answer(answers.get(i), servers.get(i)));
            }
            return views;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<ServerView> answer(Future<List<ServerView>> answer, NameServer server)
            throws InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException e) {
            return List.of(Inquiry.without(server.name(), server.name(), Standing.SILENT, "it did not answer in time"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking " + server.name() + " failed", e.getCause());
        }
    }

    private static List<ServerView> ask(
            NameServer server, Hostname host, @Nullable Hostname zone, boolean thorough, Deadline deadline)
            throws InterruptedException {
        List<InetSocketAddress> addresses;
        try {
            addresses = server.addresses(deadline.share(2));
        } catch (IOException | IllegalArgumentException e) {
            String why = server.name() + " cannot be resolved: " + e.getMessage();
            return List.of(Inquiry.without(server.name(), server.name(), Standing.UNRESOLVED, why));
        }
        if (addresses.isEmpty()) {
            String why = server.name() + " has no address";
            return List.of(Inquiry.without(server.name(), server.name(), Standing.UNRESOLVED, why));
        }
        List<ServerView> views = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            Deadline share = deadline.share(addresses.size() - i);
            views.add(new Inquiry(server.name(), addresses.get(i), host, share).view(zone, thorough));
        }
        return views;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "ddnskit-ask-name-server");
        thread.setDaemon(true);
        return thread;
    }
}
