package io.github.ddnskit.config;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Host;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.FileStateStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client as a JSON file describes it.
 *
 * <pre>{@code
 * try (DdnsConfig config = DdnsConfig.read(Path.of("ddns.json"));
 *         DdnsClient client = config.client().listener(event -> log.info("{}", event)).build()) {
 *     client.start();
 *     ...
 * }
 * }</pre>
 *
 * <p>The file is an object with these members:
 *
 * <dl>
 *   <dt>{@code state}
 *   <dd>the file to remember in; without it the client forgets everything when it ends
 *   <dt>{@code interval}
 *   <dd>how often to look for the address, such as {@code "PT5M"}, which is the default
 *   <dt>{@code sources}
 *   <dd>an array of objects: the {@code type} of a source and what that type must be told
 *   <dt>{@code updaters}
 *   <dd>an object: for each name that you choose, the {@code type} of an updater and what it must be told
 *   <dt>{@code hosts}
 *   <dd>an array of objects: {@code name}, {@code updater}, and if wanted {@code families}, {@code ttl} in seconds,
 *       {@code wildcard}, {@code mx}
 *   <dt>{@code signals}
 *   <dd>an array of what makes the client look at once: {@code "interface"} (an address of this device changes),
 *       {@code "clock"} (it wakes up, or its clock is put), {@code "file"} (a file of a source is written) and {@code
 *       "gateway"} (the router announces a change). By default the first three, and the last if a source asks the router
 *       with NAT-PMP or PCP
 *   <dt>{@code allow}
 *   <dd>classes of addresses to publish although they are not global, such as {@code ["private"]}
 *   <dt>{@code absence}
 *   <dd>{@code {"removeAfter": "PT1H"}} removes a record once its address has been gone for so long
 *   <dt>{@code onClose}
 *   <dd>{@code "withdraw"} removes what was published when the client is closed; {@code "keep"}, the default, does not
 *   <dt>{@code minimumInterval}
 *   <dd>the least time between two requests for one name, such as {@code "PT10M"}; that of the provider if it is longer
 *   <dt>{@code refreshEvery}
 *   <dd>how often a name is sent again although it has not changed, at least {@code "PT1M"}; by default as often as the
 *       provider demands
 *   <dt>{@code verification}
 *   <dd>has the client look at DNS: an object with {@code mode} ({@code "confirm"}: until DNS shows what was published;
 *       {@code "guard"}: from then on too) and if wanted {@code patience} (after what time it is said that DNS does not
 *       show it, {@code "PT5M"}), and for a guard {@code every} (how often it looks, {@code "PT10M"}) and {@code
 *       repairEvery} (the least time between two repairs of one record, at least {@code "PT10M"}; none by default). What
 *       looks is up to the program, see {@link #verification()}
 * </dl>
 *
 * <p>Types are those of a {@link Catalog}. Paths are relative to the folder of the file. Reading opens no connection and
 * sends nothing. Thread-safe.
 */
public final class DdnsConfig implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DdnsConfig.class.getName());
    private static final int LONGEST_FILE = 1 << 20;

    private final Optional<Path> stateFile;
    private final Optional<StateStore> state;
    private final Duration interval;
    private final List<IpSource> sources;
    private final List<ChangeSignal> signals;
    private final List<Host> hosts;
    private final List<DnsUpdater> unused;
    private final Set<AddressClass> allowed;
    private final UpdatePolicy policy;
    private final Verification verification;
    private boolean handedOver;

    DdnsConfig(
            Optional<Path> stateFile,
            Duration interval,
            List<IpSource> sources,
            List<ChangeSignal> signals,
            List<DnsUpdater> updaters,
            List<Host> hosts,
            Set<AddressClass> allowed,
            UpdatePolicy policy,
            Verification verification) {
        this.stateFile = stateFile;
        this.state = stateFile.map(FileStateStore::at);
        this.interval = interval;
        this.sources = List.copyOf(sources);
        this.signals = List.copyOf(signals);
        this.hosts = List.copyOf(hosts);
        this.allowed = Set.copyOf(allowed);
        this.policy = policy;
        this.verification = verification;
        List<DnsUpdater> used = hosts.stream().map(Host::updater).toList();
        this.unused =
                updaters.stream().filter(updater -> !used.contains(updater)).toList();
    }

    /**
     * Reads a file, with all types on the class path or module path.
     *
     * @param file the file, in UTF-8
     * @return what it describes
     * @throws ConfigException if anything is wrong with it; all that is wrong, at once
     */
    public static DdnsConfig read(Path file) throws ConfigException {
        return read(file, Catalog.load());
    }

    /**
     * Reads a file.
     *
     * @param file the file, in UTF-8
     * @param catalog the types it may name
     * @return what it describes
     * @throws ConfigException if anything is wrong with it; all that is wrong, at once
     */
    public static DdnsConfig read(Path file, Catalog catalog) throws ConfigException {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
        return parse(text(file), "the configuration " + file, folder, catalog);
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
    public static DdnsConfig parse(String json, Path folder, Catalog catalog) throws ConfigException {
        return parse(json, "the configuration", folder, catalog);
    }

    /**
     * A client with all that stands in the configuration but the {@link #verification()}; add a listener, and build it. The
     * client then closes the sources and updaters, so a configuration makes one client.
     *
     * @return the builder
     * @throws IllegalStateException if this or {@link #changes()} was called before
     */
    public DdnsClient.Builder client() {
        DdnsClient.Builder builder = changes();
        if (state.isPresent()) {
            builder.state(state.get());
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the configuration names no \"state\" file: what was published is forgotten when the program ends");
        }
        return builder;
    }

    /**
     * The same for a client that runs already, which keeps its state file: {@code client.reconfigure(config.changes())}.
     *
     * @return the builder, without a store
     * @throws IllegalStateException if this or {@link #client()} was called before
     */
    public synchronized DdnsClient.Builder changes() {
        if (handedOver) {
            throw new IllegalStateException("a configuration makes one client: read it again for another");
        }
        handedOver = true;
        DdnsClient.Builder builder =
                DdnsClient.builder().interval(interval).policy(policy).allow(allowed.toArray(AddressClass[]::new));
        sources.forEach(builder::source);
        signals.forEach(builder::signal);
        hosts.forEach(builder::host);
        if (!unused.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no host uses {0} of the updaters in the configuration",
                    unused.size());
        }
        return builder;
    }

    /** {@return the file to remember in, absolute; empty if nothing is remembered} */
    public Optional<Path> stateFile() {
        return stateFile;
    }

    /** {@return when names are sent, and what becomes of them in the end} */
    public UpdatePolicy policy() {
        return policy;
    }

    /**
     * Whether to look at DNS for what was published. How to look is not known here: give it to the builder together with
     * what does, {@code builder.verify(config.verification(), observer)}, such as the {@code AuthoritativeObserver} of
     * ddns-rfc2136.
     *
     * @return what to look for
     */
    public Verification verification() {
        return verification;
    }

    /** {@return the sources, in the order in which they are asked} */
    public List<IpSource> sources() {
        return sources;
    }

    /** {@return the signals, each of which does nothing before a client subscribes to it} */
    public List<ChangeSignal> signals() {
        return signals;
    }

    /** {@return the hosts, in the order of the configuration} */
    public List<Host> hosts() {
        return hosts;
    }

    /** {@return where the client remembers what was confirmed, if anywhere} */
    public Optional<StateStore> state() {
        return state;
    }

    /** {@return the classes of addresses that may be published although they are not global} */
    public Set<AddressClass> allowed() {
        return allowed;
    }

    /** Closes the sources and updaters that no client took over. */
    @Override
    public synchronized void close() {
        closeAll(List.of(), unused);
        if (!handedOver) {
            handedOver = true;
            closeAll(sources, hosts.stream().map(Host::updater).distinct().toList());
        }
    }

    /** {@return how much it describes, without any of its values} */
    @Override
    public String toString() {
        return "DdnsConfig[" + sources.size() + " sources, " + hosts.size() + " hosts, every " + interval + "]";
    }

    static void closeAll(List<IpSource> sources, List<DnsUpdater> updaters) {
        List<AutoCloseable> parts = new ArrayList<>(sources);
        parts.addAll(updaters);
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "{0} failed to close: {1}", part.getClass(), e.getClass());
            }
        }
    }

    private static DdnsConfig parse(String json, String origin, Path folder, Catalog catalog) throws ConfigException {
        return new ConfigReader(folder, catalog).read(json, origin);
    }

    static String text(Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw unreadable(file, "is longer than a mebibyte");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw unreadable(file, "does not exist");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "is not UTF-8");
        } catch (ConfigException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static ConfigException unreadable(Path file, String why) {
        return new ConfigException("the configuration " + file, List.of(new ConfigException.Problem("$", why)));
    }
}
