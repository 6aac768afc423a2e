package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.rfc2136.GssCredentials;
import io.github.ddnskit.rfc2136.GssCredentials.Mechanism;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/** One security context in the making, through the JDK's Kerberos. Used by one thread, closed unless released. */
final class Kerberos implements AutoCloseable {

    private static final String SPNEGO = "1.3.6.1.5.5.2";
    private static final String KRB5 = "1.2.840.113554.1.2.2";
    /** Names of this type are taken as they are: no resolver has a say in who the server is. */
    private static final String PRINCIPAL_NAME = "1.2.840.113554.1.2.2.1";

    private static final int CLIENT_UNKNOWN = 6;
    private static final int SERVER_UNKNOWN = 7;
    private static final int CLOCK_SKEW = 37;
    private static final int NO_TICKET = 63;
    private static final Pattern ERROR_CODE = Pattern.compile("\\((\\d{1,3})\\)");

    private final Subject subject;
    private final String service;
    private final GSSContext context;
    private boolean released;

    private Kerberos(Subject subject, String service, GSSContext context) {
        this.subject = subject;
        this.service = service;
        this.context = context;
    }

    static Subject login(GssCredentials credentials, Deadline deadline) throws IOException, InterruptedException {
        return await(credentials::login, "the login of " + credentials.description() + " failed", deadline);
    }

    static Kerberos context(GssCredentials credentials, Subject subject, String service) throws IOException {
        String full = service.contains("@") ? service : service + realm(subject);
        try {
            GSSManager manager = GSSManager.getInstance();
            Oid mechanism = new Oid(credentials.mechanism() == Mechanism.SPNEGO ? SPNEGO : KRB5);
            GSSContext context = manager.createContext(
                    manager.createName(full, new Oid(PRINCIPAL_NAME)), mechanism, null, GSSContext.DEFAULT_LIFETIME);
            context.requestMutualAuth(true);
            context.requestInteg(true);
            context.requestConf(false);
            context.requestCredDeleg(false);
            context.requestReplayDet(
                    false); // over UDP anything may come twice; the code in the request binds the reply
            context.requestSequenceDet(false);
            return new Kerberos(subject, full, context);
        } catch (GSSException e) {
            throw failure("there is no way to " + full, e);
        }
    }

    private static String realm(Subject subject) {
        return subject.getPrincipals(KerberosPrincipal.class).stream()
                .map(principal -> "@" + principal.getRealm())
                .findFirst()
                .orElse("");
    }

    /** Takes the server's token, and gives the next one of ours, which is empty if there is none. */
    byte[] next(byte[] token, Deadline deadline) throws IOException, InterruptedException {
        PrivilegedExceptionAction<byte[]> step = () -> context.initSecContext(token, 0, token.length);
        byte[] ours =
                await(() -> Subject.doAs(subject, step), "there is no agreement with the service " + service, deadline);
        return ours == null ? new byte[0] : ours;
    }

    /** Whether both sides are satisfied. */
    boolean isEstablished() {
        return context.isEstablished();
    }

    /** When the first of the tickets ends, for the JDK's contexts say that they never do. */
    Optional<Instant> end() {
        return subject.getPrivateCredentials(KerberosTicket.class).stream()
                .map(ticket -> ticket.getEndTime().toInstant())
                .min(Comparator.naturalOrder());
    }

    /** The context, established, which nobody closes from now on. */
    GSSContext release() throws IOException {
        if (!context.getMutualAuthState() || !context.getIntegState()) {
            throw new NegotiationException(
                    FailureReason.BAD_REPLY, "the service " + service + " does not prove who it is", null);
        }
        released = true;
        return context;
    }

    @Override
    public void close() {
        if (!released) {
            try {
                context.dispose();
            } catch (GSSException e) {
                // it is of no use any more anyhow
            }
        }
    }

    /** The JDK's Kerberos knows neither deadlines nor interrupts: it gets a thread that nobody has to wait for. */
    private static <T> T await(Callable<T> task, String failed, Deadline deadline)
            throws IOException, InterruptedException {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "ddnskit asks Kerberos");
        thread.setDaemon(true);
        thread.start();
        try {
            return future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new NegotiationException(
                    FailureReason.UNREACHABLE, failed + ": the KDC did not answer in time", null);
        } catch (ExecutionException e) {
            throw failure(failed, e.getCause() == null ? e : e.getCause());
        }
    }

    private static NegotiationException failure(String failed, Throwable cause) {
        Throwable first = cause;
        FailureReason reason = FailureReason.BAD_CREDENTIALS;
        for (Throwable each = cause; each != null && each.getCause() != each; each = each.getCause()) {
            first = each.getMessage() == null ? first : each;
            reason = reason(each).orElse(reason);
        }
        return new NegotiationException(reason, failed + ": " + first.getMessage(), cause);
    }

    private static Optional<FailureReason> reason(Throwable e) {
        return switch (code(e)) {
            case CLIENT_UNKNOWN, SERVER_UNKNOWN, NO_TICKET -> Optional.of(FailureReason.UNKNOWN_CREDENTIALS);
            case CLOCK_SKEW -> Optional.of(FailureReason.CLOCK_SKEW);
            default -> {
                boolean nobodyThere = e instanceof IOException
                        || String.valueOf(e.getMessage()).contains("Cannot locate KDC"); // the JDK has no number for it
                yield nobodyThere ? Optional.of(FailureReason.UNREACHABLE) : Optional.empty();
            }
        };
    }

    /** The number that Kerberos puts in parentheses behind the words for an error (RFC 4120 section 7.5.9), or -1. */
    private static int code(@Nullable Throwable e) {
        Matcher code = ERROR_CODE.matcher(e == null ? "" : String.valueOf(e.getMessage()));
        return code.find() ? Integer.parseInt(code.group(1)) : -1;
    }
}
