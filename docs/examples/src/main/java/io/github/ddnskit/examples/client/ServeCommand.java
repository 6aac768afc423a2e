package io.github.ddnskit.examples.client;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeAuthoritativeServerBuilder;
import io.github.ddnskit.testkit.FakeZone;
import io.github.ddnskit.testkit.Personality;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ddns serve}: the name server of the test library, to try updates on. */
@Command(
        name = "serve",
        description = {
            "Serves zones from memory until SIGTERM or SIGINT, and takes updates of them.",
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

    @Option(
            names = "--zone",
            paramLabel = "NAME",
            required = true,
            description = "A zone, such as example.test; may be given several times.")
    private List<String> zones = new ArrayList<>();

    @Option(
            names = "--zone-file",
            paramLabel = "[NAME=]FILE",
            description = "The records of a zone to begin with; without a name, of the first zone.")
    private List<String> zoneFiles = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "ALGORITHM:NAME:BASE64",
            description = "A TSIG key that may update the zones; may be given several times.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--allow-unsigned", description = "Let everybody update the zones.")
    private boolean allowUnsigned;

    @Option(
            names = "--personality",
            paramLabel = "NAME",
            description = "Take after a real server where servers differ: ${COMPLETION-CANDIDATES}.")
    private Personality personality = Personality.STRICT;

    @Option(
            names = "--fault",
            paramLabel = "WHEN=EFFECT",
            description = {
                "Go wrong; may be given several times, the first that applies strikes.",
                "WHEN: @|bold always|@, @|bold next:|@N or @|bold nth:|@N, and after commas any of "
                        + FaultOption.CONDITIONS + ".",
                "EFFECT: one of " + FaultOption.EFFECTS + ", and if it is late @|bold +delay:|@200ms.",
                "Such as next:2,updates=servfail or always,p:0.1=drop."
            })
    private List<String> faults = new ArrayList<>();

    @Option(
            names = "--tls",
            paramLabel = "PORT",
            description = "Listen for DNS over TLS too, at this port of the same address, or 0 for any.")
    private @Nullable Integer tls;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Where to write the certificate of --tls, which is made at each start, for clients to trust.")
    private @Nullable Path certificate;

    @Option(names = "--log-exchanges", description = "Print a line for each message and what became of it.")
    private boolean logExchanges;

    @Option(names = "--print-zone", description = "Print the zones at the end.")
    private boolean printZone;

    @Override
    public Integer call() throws Exception {
        common.startLogging();
        FakeAuthoritativeServerBuilder builder = checked(this::builder);
        List<FaultOption> planned =
                checked(() -> faults.stream().map(FaultOption::parse).toList());
        PrintWriter out = spec.commandLine().getOut();
        try (Termination termination = new Termination();
                FakeAuthoritativeServer server = builder.start()) {
            if (logExchanges) {
                server.onExchange(exchange -> out.println("ddns: " + exchange.summary()));
            }
            planned.forEach(fault -> server.fault(fault.when(), fault.what()));
            String names =
                    zones.stream().map(zone -> Hostname.of(zone).toString()).collect(Collectors.joining(", "));
            if (certificate != null) {
                Files.writeString(certificate, server.certificatePem());
            }
            out.println("ddns: serving " + names + " on " + server.server() + " (udp, tcp)"
                    + (tls == null ? "" : " and " + server.tlsServer() + " (tls)"));
            termination.await();
            if (printZone) {
                zones.forEach(zone -> out.print(server.zoneText(zone)));
                out.flush();
            }
        } catch (IOException | UncheckedIOException e) {
            throw new Main.FailedException(String.valueOf(e.getMessage()));
        }
        return Main.OK;
    }

    private FakeAuthoritativeServerBuilder builder() {
        List<FakeZone> served = zones();
        FakeAuthoritativeServerBuilder builder = FakeAuthoritativeServer.serving(
                        served.get(0), served.subList(1, served.size()).toArray(FakeZone[]::new))
                .personality(personality);
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
        if (tls != null) {
            builder.tls(tls);
        } else if (certificate != null) {
            throw new IllegalArgumentException("--tls-certificate goes with --tls");
        }
        return builder;
    }

    private List<FakeZone> zones() {
        Map<Hostname, FakeZone> served = new LinkedHashMap<>();
        for (String name : zones) {
            FakeZone zone = FakeZone.of(name);
            keys.forEach(key -> zone.key(TsigKey.parse(key)));
            if (allowUnsigned) {
                zone.allowUnsigned();
            }
            served.put(Hostname.of(name), zone);
        }
        for (String option : zoneFiles) {
            int equals = option.indexOf('=');
            Hostname name = Hostname.of(equals < 0 ? zones.get(0) : option.substring(0, equals));
            FakeZone zone = served.get(name);
            if (zone == null) {
                throw new IllegalArgumentException("--zone-file for " + name + ", which is no --zone");
            }
            zone.zoneFile(Path.of(option.substring(equals + 1)));
        }
        return List.copyOf(served.values());
    }

    private <T> T checked(Callable<T> options) throws Exception {
        try {
            return options.call();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
