package io.github.ddnskit.config;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A type of updater as a vendor may add it, with a field of every kind; its updaters publish on paper only. */
public final class PaperUpdaterFactory implements UpdaterFactory {

    /** Held by the tests that make updaters, so that each sees only its own. */
    static final String LOCK = "paper";

    /** How many updaters are made and not closed. */
    static final AtomicInteger OPEN = new AtomicInteger();

    private static final List<Field> KEY = List.of(
            Field.required("name", Field.Kind.TEXT, "Name", "The name of the key"),
            Field.choice("algorithm", "Algorithm", "How it signs", List.of("round", "square")),
            Field.required("secret", Field.Kind.SECRET, "Secret", "The key itself"),
            Field.optional("pin", Field.Kind.SECRET, "PIN", "Four digits that nobody else knows")
                    .withPattern("[0-9]{4}"));

    /** Creates the factory; {@link java.util.ServiceLoader} calls this. */
    public PaperUpdaterFactory() {}

    @Override
    public Descriptor descriptor() {
        return new Descriptor(
                "paper",
                "Paper",
                "https://example.org",
                List.of(
                        Field.required("server", Field.Kind.TEXT, "Server", "Where to send it"),
                        Field.optional("ttl", Field.Kind.NUMBER, "TTL", "Time to live"),
                        Field.optional("dry", Field.Kind.FLAG, "Dry", "Whether to only pretend"),
                        Field.optional("wait", Field.Kind.DURATION, "Wait", "How long to wait"),
                        Field.optional("log", Field.Kind.PATH, "Log", "Where to write"),
                        Field.optional("tags", Field.Kind.TEXTS, "Tags", "Words to add, in small letters")
                                .withPattern("[a-z]+"),
                        Field.optional("code", Field.Kind.TEXT, "Code", "The four digits on the back")
                                .withPattern("[0-9]{4}"),
                        Field.choices("colours", "Colours", "What to print in", List.of("black", "red")),
                        Field.group("key", "Key", "Who signs", KEY)));
    }

    @Override
    public DnsUpdater create(Settings settings) {
        String server = settings.text("server").orElseThrow();
        if (server.equals("nowhere")) {
            throw new IllegalArgumentException("\"nowhere\" is no server: name one");
        }
        if (server.equals("broken")) {
            throw new IllegalStateException("a defect");
        }
        settings.group("key").flatMap(key -> key.text("name")).ifPresent(name -> {
            if (name.contains("=")) {
                throw new IllegalArgumentException("\"" + name + "\" is not the name of a key");
            }
        });
        OPEN.incrementAndGet();
        return new PaperUpdater(server);
    }

    private record PaperUpdater(String server) implements DnsUpdater {

        @Override
        public Capabilities capabilities() {
            Set<AddressFamily> families =
                    server.equals("old") ? EnumSet.of(AddressFamily.IPV4) : EnumSet.allOf(AddressFamily.class);
            return Capabilities.standard().withFamilies(families);
        }

        @Override
        public UpdaterIdentity identity() {
            return UpdaterIdentity.of("paper:" + server);
        }

        @Override
        public UpdateReport update(Update update) {
            return UpdateReport.published(update);
        }

        @Override
        public void close() {
            OPEN.decrementAndGet();
        }
    }
}
