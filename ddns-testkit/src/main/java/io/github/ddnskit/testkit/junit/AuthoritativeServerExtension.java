package io.github.ddnskit.testkit.junit;

import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeAuthoritativeServerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a {@link FakeAuthoritativeServer} for a test class or for each of its tests.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final AuthoritativeServerExtension server =
 *         AuthoritativeServerExtension.of(FakeAuthoritativeServer.zone("example.test").key(KEY));
 *
 * @Test
 * void followsTheAddress() {
 *     server.dns().failNext(2, Fault.servfail());
 * }
 * }</pre>
 *
 * <p>In a static field, one server is started before all tests and closed after them; its faults and exchanges are forgotten
 * after each test, its zone is kept. In an instance field, each test has a server of its own. Not for tests of one class that run in
 * parallel.
 */
@SuppressWarnings("exports") // who uses it has JUnit; a transitive requirement would make everybody else need it too
public final class AuthoritativeServerExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private final FakeAuthoritativeServerBuilder builder;
    private @Nullable FakeAuthoritativeServer running;
    private int classes;

    private AuthoritativeServerExtension(FakeAuthoritativeServerBuilder builder) {
        this.builder = builder;
    }

    /**
     * An extension that starts this server when it is time.
     *
     * @param builder what the server is built with
     * @return the extension
     */
    public static AuthoritativeServerExtension of(FakeAuthoritativeServerBuilder builder) {
        return new AuthoritativeServerExtension(builder);
    }

    /**
     * The server.
     *
     * @return the server that runs for the present test or class
     * @throws IllegalStateException if none runs: before the first test, or after the last
     */
    public FakeAuthoritativeServer dns() {
        if (running == null) {
            throw new IllegalStateException("no server runs now: annotate the field of this extension with"
                    + " @RegisterExtension, and use it in a test or, if it is static, in @BeforeAll");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // nested classes come here again
        if (classes++ == 0) {
            running = builder.start();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (classes == 0) {
            running = builder.start();
        }
    }

    /**
     * Tidies up, and fails the test if there were requests that {@link FakeAuthoritativeServer#expectOnly} did not expect.
     */
    @Override
    public void afterEach(ExtensionContext context) {
        FakeAuthoritativeServer used = dns();
        try {
            used.requireNothingUnexpected();
        } finally {
            if (classes == 0) {
                stop();
            } else {
                used.clearFaults();
                used.clearExchanges();
                used.expectOnly(question -> true);
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--classes == 0) {
            stop();
        }
    }

    private void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
