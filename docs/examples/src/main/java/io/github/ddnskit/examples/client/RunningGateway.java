package io.github.ddnskit.examples.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ddnskit.Health;
import io.github.ddnskit.config.GatewayConfig;
import io.github.ddnskit.gateway.AccountStore;
import io.github.ddnskit.gateway.AuditLog;
import io.github.ddnskit.gateway.FileAccountStore;
import io.github.ddnskit.gateway.GatewayBuilder;
import io.github.ddnskit.gateway.GatewayListener;
import io.github.ddnskit.gateway.GatewayServer;
import io.github.ddnskit.gateway.GatewayStatus;
import io.github.ddnskit.gateway.RefreshStore;
import io.github.ddnskit.gateway.UpdateGateway;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A gateway with its server, as a file describes them, and describes them again while they run. */
final class RunningGateway implements AutoCloseable {

    private final GatewayConfig first;
    private final AccountStore accounts;
    private final RefreshStore refreshes;
    private final UpdateGateway gateway;
    private final GatewayServer server;
    private final @Nullable HttpServer page;

    private RunningGateway(GatewayConfig config, GatewayListener listener) throws IOException {
        first = config;
        Optional<SSLContext> tls = config.tls();
        accounts = FileAccountStore.at(config.accounts());
        Optional<Path> state = config.state();
        refreshes = state.isPresent() ? RefreshStore.at(state.get()) : RefreshStore.inMemory();
        Optional<Path> audit = config.audit();
        GatewayListener log = audit.isPresent() ? AuditLog.at(audit.get()) : event -> {};
        gateway = completed(config)
                .listener(event -> {
                    log.on(event);
                    listener.on(event);
                })
                .build();
        GatewayServer.Builder http = GatewayServer.builder(gateway).listen(config.listen());
        tls.ifPresent(http::tls);
        try {
            server = http.start();
        } catch (BindException e) {
            gateway.close();
            throw new IOException("cannot listen on " + config.listen() + ": " + e.getMessage(), e);
        }
        page = config.status().isPresent() ? page(config.status().get()) : null;
    }

    /**
     * Starts it.
     *
     * @throws IOException if a file cannot be read, or the address is taken
     */
    static RunningGateway start(GatewayConfig config, GatewayListener listener) throws IOException {
        try (config) {
            return new RunningGateway(config, listener);
        }
    }

    /**
     * Goes on as another configuration says.
     *
     * @throws IOException if it asks for what cannot change while the program runs; nothing has changed then
     */
    void reload(GatewayConfig config) throws IOException {
        try (config) {
            boolean same = config.listen().equals(first.listen())
                    && config.status().equals(first.status())
                    && config.accounts().equals(first.accounts())
                    && config.state().equals(first.state())
                    && config.audit().equals(first.audit())
                    && config.keystore().isPresent() == first.keystore().isPresent();
            if (!same) {
                throw new IOException(
                        "listen, status, tls, accounts, state and audit cannot change while the program runs: restart it");
            }
            Optional<SSLContext> tls = config.tls();
            gateway.reconfigure(completed(config));
            tls.ifPresent(server::renew);
        }
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** Where it says how it is, if anywhere. */
    Optional<InetSocketAddress> statusAddress() {
        return Optional.ofNullable(page).map(HttpServer::getAddress);
    }

    GatewayStatus status() {
        return gateway.status();
    }

    @Override
    public void close() {
        if (page != null) {
            page.stop(0);
        }
        server.close();
        gateway.close();
    }

    private GatewayBuilder completed(GatewayConfig config) {
        return config.gateway().accounts(accounts).refreshes(refreshes);
    }

    /** {@code /health} for whoever starts it anew, {@code /status} for people and monitors. */
    private HttpServer page(InetSocketAddress address) throws IOException {
        HttpServer made = HttpServer.create(address, 0);
        made.createContext("/health", exchange -> {
            Health.Level level = gateway.status().level();
            answer(exchange, level == Health.Level.DOWN ? 503 : 200, level + "\n", "text/plain");
        });
        made.createContext(
                "/status", exchange -> answer(exchange, 200, gateway.status().toJson(), "application/json"));
        made.start();
        return made;
    }

    private static void answer(HttpExchange exchange, int status, String text, String type) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
