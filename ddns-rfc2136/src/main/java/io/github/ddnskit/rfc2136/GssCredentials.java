package io.github.ddnskit.rfc2136;

import io.github.ddnskit.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * A principal of Kerberos in whose name requests are signed with GSS-TSIG (RFC 3645), as Active Directory wants it.
 * Immutable and thread-safe.
 *
 * <p>Client and server agree on a key that lasts as long as the principal's ticket; it is renewed without being asked,
 * also when the server has forgotten it. Server and client prove to each other who they are.
 *
 * <p>It goes through the JDK's own Kerberos, which needs the modules {@code java.security.jgss} and
 * {@code jdk.security.auth}, and finds realms and their KDCs where it always does: in {@code krb5.conf}. Nothing
 * process-wide is read or set here but that file.
 */
public final class GssCredentials implements DnsCredentials {

    /** How client and server agree on the mechanism. */
    public enum Mechanism {
        /** They negotiate it (SPNEGO, RFC 4178), which every server must understand. */
        SPNEGO,
        /** Kerberos and nothing else (RFC 4121). */
        KERBEROS
    }

    private static final String LOGIN_MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    private final String name;
    private final Map<String, String> login;
    private final @Nullable Secret password;
    private final @Nullable String service;
    private final Mechanism mechanism;

    private GssCredentials(
            String name,
            Map<String, String> login,
            @Nullable Secret password,
            @Nullable String service,
            Mechanism mechanism) {
        this.name = name;
        this.login = Map.copyOf(login);
        this.password = password;
        this.service = service;
        this.mechanism = mechanism;
    }

    /**
     * A principal whose key is in a keytab. The file is read at each login.
     *
     * @param principal such as {@code host/nas.example.org@EXAMPLE.ORG}
     * @param keytab the file
     * @return the credentials
     * @throws IllegalArgumentException if the principal is not one, or there is no such file
     */
    public static GssCredentials keytab(String principal, Path keytab) {
        if (!Files.isReadable(keytab)) {
            throw new IllegalArgumentException("the keytab " + keytab + " cannot be read");
        }
        return of(principal(principal), Map.of("useKeyTab", "true", "keyTab", keytab.toString()), null);
    }

    /**
     * A principal with a password.
     *
     * @param principal such as {@code nas$@EXAMPLE.ORG}
     * @param password its password, read at each login
     * @return the credentials
     * @throws IllegalArgumentException if the principal is not one
     */
    public static GssCredentials password(String principal, Secret password) {
        return of(principal(principal), Map.of(), password);
    }

    /**
     * Whoever has logged in with {@code kinit}, whose tickets are in the system's default cache.
     *
     * @return the credentials
     */
    public static GssCredentials ticketCache() {
        return of("the principal of the ticket cache", Map.of("useTicketCache", "true"), null);
    }

    /**
     * Whoever has logged in with {@code kinit -c}.
     *
     * @param cache the file with the tickets, read at each login
     * @return the credentials
     */
    public static GssCredentials ticketCache(Path cache) {
        return of(
                "the principal of the ticket cache " + cache,
                Map.of("useTicketCache", "true", "ticketCache", cache.toString()),
                null);
    }

    private static GssCredentials of(String name, Map<String, String> login, @Nullable Secret password) {
        return new GssCredentials(name, login, password, null, Mechanism.SPNEGO);
    }

    private static String principal(String text) {
        if (!text.matches("[^@\\s]+(@[^@\\s]+)?")) {
            throw new IllegalArgumentException("\"" + text + "\" is not a principal: write name@REALM");
        }
        return text;
    }

    /**
     * The same, for a service that is named. Otherwise it is {@code DNS/<server>} in the realm of the principal, where
     * the server is the primary that the SOA record of the zone names (RFC 3645 section 3): whoever can forge that
     * record can choose among the services of the realm.
     *
     * @param service such as {@code DNS/dc1.example.org@EXAMPLE.ORG}
     * @return other credentials
     * @throws IllegalArgumentException if it is not a principal
     */
    public GssCredentials withService(String service) {
        return new GssCredentials(name, login, password, principal(service), mechanism);
    }

    /**
     * The same, with another mechanism; it is {@link Mechanism#SPNEGO} otherwise.
     *
     * @param mechanism the mechanism
     * @return other credentials
     */
    public GssCredentials withMechanism(Mechanism mechanism) {
        return new GssCredentials(name, login, password, service, mechanism);
    }

    /** {@return the principal, or words for whoever is in the ticket cache} */
    @Override
    public String name() {
        return name;
    }

    /** {@return the principal of the server, if it is given} */
    public Optional<String> service() {
        return Optional.ofNullable(service);
    }

    /** {@return the mechanism} */
    public Mechanism mechanism() {
        return mechanism;
    }

    /** {@return the password, if there is one} */
    public Optional<Secret> password() {
        return Optional.ofNullable(password);
    }

    /**
     * Logs in at the KDC, or takes the ticket from the cache. May wait for the KDC as long as {@code krb5.conf} says.
     *
     * @return the principal with its ticket
     * @throws LoginException if that fails, or the password cannot be read; the message does not quote it
     */
    public Subject login() throws LoginException {
        Map<String, String> options = new HashMap<>(login);
        options.put("isInitiator", "true");
        if (!login.containsKey("useTicketCache")) {
            options.put("principal", name);
        }
        if (password == null) {
            options.put("doNotPrompt", "true");
        }
        Configuration configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String entry) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(LOGIN_MODULE, LoginModuleControlFlag.REQUIRED, options)
                };
            }
        };
        Subject subject = new Subject();
        Secret secret = password;
        String revealed;
        try {
            revealed = secret == null ? "" : secret.reveal();
        } catch (RuntimeException e) {
            // The cause stays out: who knows what the exception of a supplier says.
            throw new LoginException("the password of " + name + " cannot be read: " + secret);
        }
        CallbackHandler answers = callbacks -> answer(callbacks, revealed);
        new LoginContext("ddnskit", subject, answers, configuration).login();
        return subject;
    }

    private void answer(Callback[] callbacks, String revealed) {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback asksName) {
                asksName.setName(name);
            } else if (callback instanceof PasswordCallback asksPassword) {
                asksPassword.setPassword(revealed.toCharArray());
            }
        }
    }

    @Override
    public String description() {
        return name;
    }

    /** {@return the principal, without anything secret} */
    @Override
    public String toString() {
        return "GssCredentials[" + name + "]";
    }
}
