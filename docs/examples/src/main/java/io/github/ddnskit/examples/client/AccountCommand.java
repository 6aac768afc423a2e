package io.github.ddnskit.examples.client;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.config.GatewayConfig;
import io.github.ddnskit.gateway.Account;
import io.github.ddnskit.gateway.AccountToken;
import io.github.ddnskit.gateway.FileAccountStore;
import io.github.ddnskit.gateway.SecretHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ddns gateway account}: who may update what. A gateway that runs sees each change within a second. */
@Command(name = "account", description = "Adds, lists, changes and disables the accounts of a gateway.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class AccountCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Override
    public void run() {
        common.startLogging();
        throw new CommandLine.ParameterException(
                spec.commandLine(), "a command is missing: add, list, token, disable or remove");
    }

    /** Which file of accounts. */
    static final class Files {
        @Option(names = "--accounts", paramLabel = "FILE", description = "The file of accounts.")
        @Nullable
        Path accounts;

        @Option(names = "--config", paramLabel = "FILE", description = "The configuration that names it.")
        @Nullable
        Path config;

        FileAccountStore open() throws IOException {
            if (config == null) {
                return FileAccountStore.at(Objects.requireNonNull(accounts));
            }
            try (GatewayConfig read = GatewayConfig.read(config)) {
                return FileAccountStore.at(read.accounts());
            }
        }
    }

    @Command(name = "add", description = "Adds an account, or hosts and a password to one that is there.")
    int add(
            @Mixin CommonOptions options,
            @ArgGroup(multiplicity = "1") Files files,
            @Option(
                            names = "--password-file",
                            paramLabel = "FILE",
                            description = "A file with its password; without it the account has tokens only.")
                    @Nullable
                    Path passwordFile,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "HOST", arity = "0..*") @Nullable List<String> hosts)
            throws Exception {
        List<Hostname> names = new ArrayList<>();
        for (String host : hosts == null ? List.<String>of() : hosts) {
            names.add(checked(() -> Hostname.of(host)));
        }
        SecretHash hash = passwordFile == null ? null : hash(passwordFile);
        change(files, name, before -> {
            Account account = before.orElseGet(() -> Account.of(name));
            for (Hostname host : names) {
                account = account.withHost(host);
            }
            return Optional.of(hash == null ? account : account.withPassword(hash));
        });
        say(name + " may update "
                + files.open().find(name).map(AccountCommand::hosts).orElse("nothing"));
        return Main.OK;
    }

    @Command(name = "list", description = "Lists the accounts and their hosts; no secret can be read from it.")
    int list(@Mixin CommonOptions options, @ArgGroup(multiplicity = "1") Files files) throws Exception {
        try (FileAccountStore store = files.open()) {
            for (Account account : store.all()) {
                say(account.name() + (account.isDisabled() ? " (disabled)" : "") + ": " + hosts(account) + ", "
                        + (account.password() == null ? "no password" : "a password") + ", "
                        + account.tokens().size() + (account.tokens().size() == 1 ? " token" : " tokens"));
            }
        } catch (IOException e) {
            throw new Main.FailedException(String.valueOf(e.getMessage()));
        }
        return Main.OK;
    }

    @Command(
            name = "token",
            description = {
                "Makes a token for one host, and prints it this once.",
                "Tokens that the host had before go on for a while, until the device knows the new one."
            })
    int token(
            @Mixin CommonOptions options,
            @ArgGroup(multiplicity = "1") Files files,
            @Option(
                            names = "--others-end-after",
                            paramLabel = "TIME",
                            defaultValue = "P1D",
                            description = "For how long those before go on. Default: ${DEFAULT-VALUE}, a day.")
                    Duration others,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "HOST") String host)
            throws Exception {
        AccountToken.Fresh token = AccountToken.create(checked(() -> Hostname.of(host)));
        Instant now = Instant.now();
        change(
                files,
                name,
                before -> Optional.of(
                        present(before, name).withoutEndedTokens(now).withToken(token.kept(), now.plus(others))));
        say(token.text());
        return Main.OK;
    }

    @Command(name = "disable", description = "Has an account update nothing, until it is enabled again.")
    int disable(
            @Mixin CommonOptions options,
            @ArgGroup(multiplicity = "1") Files files,
            @Option(names = "--undo", description = "Enables it again.") boolean undo,
            @Parameters(paramLabel = "NAME") String name)
            throws Exception {
        change(files, name, before -> Optional.of(present(before, name).withDisabled(!undo)));
        say(name + (undo ? " is enabled" : " is disabled"));
        return Main.OK;
    }

    @Command(name = "remove", description = "Removes an account. What it published stays in DNS.")
    int remove(
            @Mixin CommonOptions options,
            @ArgGroup(multiplicity = "1") Files files,
            @Parameters(paramLabel = "NAME") String name)
            throws Exception {
        change(files, name, before -> {
            present(before, name);
            return Optional.empty();
        });
        say(name + " is removed");
        return Main.OK;
    }

    private static void change(Files files, String name, UnaryOperator<Optional<Account>> change)
            throws Main.FailedException {
        try (FileAccountStore store = files.open()) {
            store.change(name, change);
        } catch (IOException | IllegalArgumentException e) {
            throw new Main.FailedException(String.valueOf(e.getMessage()));
        }
    }

    private static Account present(Optional<Account> account, String name) {
        return account.orElseThrow(() -> new IllegalArgumentException("there is no account " + name));
    }

    private static SecretHash hash(Path file) throws Main.FailedException {
        try {
            return SecretHash.of(Secret.fromFile(file).reveal(), SecretHash.PASSWORD_ITERATIONS);
        } catch (IllegalStateException e) {
            throw new Main.FailedException(String.valueOf(e.getMessage()));
        }
    }

    private <T> T checked(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private static String hosts(Account account) {
        return account.hosts().isEmpty()
                ? "nothing"
                : account.hosts().stream().map(Hostname::ascii).collect(Collectors.joining(", "));
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
