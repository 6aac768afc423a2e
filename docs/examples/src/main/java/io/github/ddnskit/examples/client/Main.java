package io.github.ddnskit.examples.client;

import io.github.ddnskit.config.ConfigException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of {@code ddns.jar}. */
@Command(
        name = "ddns",
        description = "Finds out which address this device has, and keeps DNS pointing at it.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            OnceCommand.class,
            BulkCommand.class,
            IpCommand.class,
            VerifyCommand.class,
            DoctorCommand.class,
            ProvidersCommand.class,
            ImportCommand.class,
            ServeCommand.class,
            GatewayCommand.class
        })
public final class Main implements Runnable {

    /** Everything is as it should be. */
    static final int OK = 0;

    /** Something failed that was tried. */
    static final int FAILED = 1;

    /** The command line or the configuration is wrong; nothing was tried. */
    static final int WRONG_USE = 2;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    /** Creates the command; picocli fills it in. */
    public Main() {}

    /**
     * Runs a command, and ends the program with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Charset terminal = Charset.defaultCharset();
        System.exit(
                run(new PrintWriter(System.out, true, terminal), new PrintWriter(System.err, true, terminal), args));
    }

    /** Runs a command. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return args.length == 3 && args[0].equals("once") && args[1].equals("--config")
                ? once(out, err, args[2])
                : parseAndRun(out, err, args);
    }

    /**
     * {@code once} as timers and hooks of a DHCP client call it, which wait for its end: to look at the command line with
     * picocli takes more than half as long as all the rest.
     */
    private static int once(PrintWriter out, PrintWriter err, String config) {
        CommonOptions.startLogging(CommonOptions.LogLevel.WARNING, err);
        try {
            return OnceCommand.publish(Path.of(config), out);
        } catch (Exception e) {
            return explain(e, err);
        }
    }

    private static int parseAndRun(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commands = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, rest) -> {
                    err.println("ddns: " + wrong.getMessage());
                    err.println(
                            "Try: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
                    return WRONG_USE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, err));
        return commands.execute(args);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "a command is missing: run, once, bulk, ip, verify, doctor, providers, import, serve or gateway");
    }

    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof ConfigException) {
            err.println("ddns: " + failure.getMessage());
            return WRONG_USE;
        }
        if (failure instanceof FailedException) {
            err.println("ddns: " + failure.getMessage());
            return FAILED;
        }
        failure.printStackTrace(err); // a defect, which its finder should be able to report
        return FAILED;
    }

    /** Ends a command with a message and without a stack trace. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        FailedException(String message) {
            super(message);
        }
    }

    /** Reads the version out of the manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"ddns " + Optional.ofNullable(version).orElse("(not packaged)")};
        }
    }
}
