package io.github.ddnskit.examples.client;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeAuthoritativeServerBuilder;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ddns serve}: the name server of the test library, to try updates on. */
@Command(
        name = "serve",
        description = {
            "Serves a zone from memory until SIGTERM or SIGINT, and takes updates of it.",
            "For trying things out: it withstands neither floods nor ill will."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ServeCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Where to listen, by UDP and TCP, such as 127.0.0.1:5353 or [::1]:5353; port 0 for any.")
    private String listen;

    @Option(names = "--zone", paramLabel = "NAME", required = true, description = "The zone, such as example.test.")
    private String zone;

    @Option(names = "--zone-file", paramLabel = "FILE", description = "The records to begin with.")
    private @Nullable Path zoneFile;

    @Option(
            names = "--key",
            paramLabel = "ALGORITHM:NAME:BASE64",
            description = "A TSIG key that may update the zone; may be given several times.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--allow-unsigned", description = "Let everybody update the zone.")
    private boolean allowUnsigned;

    @Override
    public Integer call() throws Exception {
        common.startLogging();
        FakeAuthoritativeServerBuilder builder = checked(this::builder);
        try (Termination termination = new Termination();
                FakeAuthoritativeServer server = builder.start()) {
            spec.commandLine()
                    .getOut()
                    .println("ddns: serving " + Hostname.of(zone) + " on " + server.server() + " (udp, tcp)");
            termination.await();
        } catch (UncheckedIOException e) {
            throw new Main.FailedException(String.valueOf(e.getMessage()));
        }
        return Main.OK;
    }

    private FakeAuthoritativeServerBuilder builder() {
        Hostname.of(zone);
        FakeAuthoritativeServerBuilder builder = FakeAuthoritativeServer.zone(zone);
        int colon = listen.lastIndexOf(':');
        if (colon < 0 || !listen.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("--listen takes HOST:PORT, such as 127.0.0.1:5353");
        }
        String host = listen.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        InetAddress address = IpLiteral.parse(host.equals("localhost") ? "127.0.0.1" : host);
        if (address.isLoopbackAddress()) {
            builder.address(IpLiteral.format(address));
        } else {
            builder.exposedAddress(IpLiteral.format(address));
        }
        builder.port(Integer.parseInt(listen.substring(colon + 1)));
        keys.forEach(key -> builder.key(TsigKey.parse(key)));
        if (allowUnsigned) {
            builder.allowUnsigned();
        }
        if (zoneFile != null) {
            builder.zoneFile(zoneFile);
        }
        return builder;
    }

    private FakeAuthoritativeServerBuilder checked(Callable<FakeAuthoritativeServerBuilder> builder)
            throws Exception {
        try {
            return builder.call();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
