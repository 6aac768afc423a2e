package io.github.ddnskit.examples.client;

import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.rfc2136.AuthoritativeView;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ddns verify}: what each authoritative server serves for a name. */
@Command(
        name = "verify",
        description = "Asks every authoritative name server of a name what it serves.",
        footer = {
            "",
            "Exit code: 0 all servers serve the same, 1 they do not, or one does not answer,"
                    + " 2 the command line or configuration is wrong."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class VerifyCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ServerOptions look;

    @Parameters(index = "0", paramLabel = "HOST", description = "The name.")
    private String host;

    @Parameters(
            index = "1..*",
            paramLabel = "SERVER",
            description = "Servers to ask instead of those of the zone, with :PORT unless it is 53.")
    private List<String> servers = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Begin at the server that this configuration updates.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        common.startLogging();
        if (file == null) {
            return print(checked(() -> observer(null)));
        }
        try (DdnsConfig config = DdnsConfig.read(file)) {
            return print(checked(() -> observer(DoctorCommand.find(host, config))));
        }
    }

    private AuthoritativeObserver observer(@Nullable Host configured) {
        Hostname.of(host);
        AuthoritativeObserver.Builder observer = AuthoritativeObserver.builder().port(look.port);
        servers.forEach(observer::server);
        look.resolvers.forEach(observer::resolver);
        if (configured != null && configured.updater() instanceof Rfc2136Updater updater) {
            observer.updatedBy(updater);
        }
        return observer.build();
    }

    private int print(AuthoritativeObserver observer) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        AuthoritativeView view = observer.view(Hostname.of(host));
        if (json) {
            out.println(ViewJson.of(view).toPrettyString());
        } else {
            ViewTable.lines(view).forEach(out::println);
        }
        return ViewTable.isFine(view) ? Main.OK : Main.FAILED;
    }

    private <T> T checked(Callable<T> part) throws Exception {
        try {
            return part.call();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
