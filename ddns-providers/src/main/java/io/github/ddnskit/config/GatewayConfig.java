package io.github.ddnskit.config;

import io.github.ddnskit.Secret;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.gateway.GatewayBuilder;
import io.github.ddnskit.spi.DnsUpdater;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as a JSON file describes it. The file is an object with these members:
 *
 * <dl>
 *   <dt>{@code listen}
 *   <dd>address and port, such as {@code "0.0.0.0:443"}
 *   <dt>{@code tls}
 *   <dd>an object with {@code keystore} (a file in PKCS #12) and its {@code password}; without it only a proxy can protect
 *       passwords
 *   <dt>{@code plainHttp}
 *   <dd>{@code true} takes passwords over connections without TLS
 *   <dt>{@code accounts}
 *   <dd>the file of accounts, which {@code ddns gateway account} writes
 *   <dt>{@code state}
 *   <dd>the file to remember in what hosts hold and when they were refreshed
 *   <dt>{@code audit}
 *   <dd>the file in which is written who set what from where
 *   <dt>{@code status}
 *   <dd>address and port of a page that says how the gateway is, such as {@code "127.0.0.1:8090"}
 *   <dt>{@code proxies}
 *   <dd>an array of networks whose proxies are believed, such as {@code ["127.0.0.1/32"]}
 *   <dt>{@code requireUserAgent}
 *   <dd>{@code true} refuses requests that do not say which program they come from
 *   <dt>{@code lapse}
 *   <dd>{@code {"after": "P30D", "warning": "P7D"}} removes names that were not refreshed for so long
 *   <dt>{@code limits}
 *   <dd>an object: {@code perHost}, {@code perAccount} and {@code perNetwork} in five minutes, and {@code wrongPasswords}
 *   <dt>{@code updaters}
 *   <dd>as for a client, see {@link DdnsConfig}
 *   <dt>{@code zones}
 *   <dd>an array of objects: {@code name}, {@code updater}, and if wanted {@code ttl}, {@code families}, {@code allow},
 *       {@code removal}, {@code reserved}, {@code window} and {@code most}
 * </dl>
 *
 * <p>Paths are relative to the folder of the file; a {@code $schema} is there for editors, see
 * {@link ConfigSchema#ofGateway}. Reading opens no connection and sends nothing. Thread-safe.
 */
public final class GatewayConfig implements AutoCloseable {

    private final Parts parts;
    private boolean handedOver;

    /** What was read. */
    record Parts(
            InetSocketAddress listen,
            @Nullable InetSocketAddress status,
            @Nullable Path keystore,
            @Nullable Secret keystorePassword,
            Path accounts,
            @Nullable Path state,
            @Nullable Path audit,
            GatewayBuilder builder,
            List<DnsUpdater> updaters) {}

    GatewayConfig(Parts parts) {
        this.parts = parts;
    }

    /**
     * Reads a file, with all types on the class path or module path.
     *
     * @param file the file, in UTF-8
     * @return what it describes
     * @throws ConfigException if anything is wrong with it; all that is wrong, at once
     */
    public static GatewayConfig read(Path file) throws ConfigException {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
        return new GatewayReader(folder, Catalog.load()).read(DdnsConfig.text(file), "the configuration " + file);
    }

    /**
     * Reads a text.
     *
     * @param json the text
     * @param folder what its paths are relative to
     * @param catalog the types it may name
     * @return what it describes
     * @throws ConfigException if anything is wrong with it; all that is wrong, at once
     */
    public static GatewayConfig parse(String json, Path folder, Catalog catalog) throws ConfigException {
        return new GatewayReader(folder, catalog).read(json, "the configuration");
    }

    /**
     * Zones, limits and proxies, to be completed with a store of accounts. The gateway then closes the updaters, so a
     * configuration makes one gateway, or reconfigures one.
     *
     * @return the builder
     * @throws IllegalStateException if it was called before
     */
    public synchronized GatewayBuilder gateway() {
        if (handedOver) {
            throw new IllegalStateException("a configuration makes one gateway: read it again for another");
        }
        handedOver = true;
        return parts.builder();
    }

    /** {@return where to listen} */
    public InetSocketAddress listen() {
        return parts.listen();
    }

    /** {@return where to say how the gateway is} */
    public Optional<InetSocketAddress> status() {
        return Optional.ofNullable(parts.status());
    }

    /** {@return the file of accounts, absolute} */
    public Path accounts() {
        return parts.accounts();
    }

    /** {@return the file to remember in, absolute; empty if nothing is remembered} */
    public Optional<Path> state() {
        return Optional.ofNullable(parts.state());
    }

    /** {@return the file of the audit log, absolute} */
    public Optional<Path> audit() {
        return Optional.ofNullable(parts.audit());
    }

    /** {@return the file of keys and certificates, absolute} */
    public Optional<Path> keystore() {
        return Optional.ofNullable(parts.keystore());
    }

    /**
     * Reads the keys and certificates, anew each time.
     *
     * @return what to speak TLS with; empty if the file does not ask for it
     * @throws IOException if they cannot be read; the message holds no secret
     */
    public Optional<SSLContext> tls() throws IOException {
        Path file = parts.keystore();
        Secret password = parts.keystorePassword();
        if (file == null || password == null) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            char[] revealed = password.reveal().toCharArray();
            store.load(in, revealed);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, revealed);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return Optional.of(context);
        } catch (GeneralSecurityException | IllegalStateException e) {
            throw new IOException(
                    "the key store " + file + " cannot be used: " + e.getClass().getSimpleName());
        } catch (IOException e) {
            throw new IOException("the key store " + file + " cannot be read: its password is wrong, or it is none ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Closes the updaters, unless a gateway took them over. */
    @Override
    public synchronized void close() {
        if (!handedOver) {
            handedOver = true;
            DdnsConfig.closeAll(List.of(), parts.updaters());
        }
    }

    /** {@return where it listens, without any of its other values} */
    @Override
    public String toString() {
        return "GatewayConfig[" + parts.listen() + "]";
    }
}
