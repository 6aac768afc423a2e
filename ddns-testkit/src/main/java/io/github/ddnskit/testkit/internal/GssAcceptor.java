package io.github.ddnskit.testkit.internal;

import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/**
 * The service's end of security contexts (RFC 3645 section 4.1), with the key of a principal, through the JDK's Kerberos.
 * Used by one thread.
 */
final class GssAcceptor {

    private static final String LOGIN_MODULE = "com.sun.security.auth.module.Krb5LoginModule";
    private static final String KRB5 = "1.2.840.113554.1.2.2";
    private static final String SPNEGO = "1.3.6.1.5.5.2";
    private static final int MOST_CONTEXTS = 1000;

    private final Subject subject;
    private final GSSCredential credential;
    private final Map<Name, GSSContext> contexts = new LinkedHashMap<>();

    private GssAcceptor(Subject subject, GSSCredential credential) {
        this.subject = subject;
        this.credential = credential;
    }

    /**
     * Takes the key from the keytab; nobody else is asked.
     *
     * @throws IllegalArgumentException if it is not there
     */
    static GssAcceptor of(String principal, Path keytab) {
        KerberosPrincipal service = new KerberosPrincipal(principal);
        if (KeyTab.getInstance(service, keytab.toFile()).getKeys(service).length == 0) {
            throw new IllegalArgumentException("no key of " + principal + " in " + keytab);
        }
        try {
            Subject subject = login(principal, keytab);
            PrivilegedExceptionAction<GSSCredential> ready = () -> GSSManager.getInstance()
                    .createCredential(
                            null,
                            GSSCredential.INDEFINITE_LIFETIME,
                            new Oid[] {new Oid(KRB5), new Oid(SPNEGO)},
                            GSSCredential.ACCEPT_ONLY);
            return new GssAcceptor(subject, Subject.doAs(subject, ready));
        } catch (LoginException | PrivilegedActionException e) {
            throw new IllegalArgumentException("Kerberos does not take " + principal + ": " + e.getMessage(), e);
        }
    }

    private static Subject login(String principal, Path keytab) throws LoginException {
        Map<String, String> options = new HashMap<>();
        options.put("principal", principal);
        options.put("keyTab", keytab.toString());
        options.put("useKeyTab", "true");
        options.put("storeKey", "true");
        options.put("isInitiator", "false");
        options.put("doNotPrompt", "true");
        Configuration configuration = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String entry) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(LOGIN_MODULE, LoginModuleControlFlag.REQUIRED, options)
                };
            }
        };
        Subject subject = new Subject();
        new LoginContext("fake-dns", subject, callbacks -> {}, configuration).login();
        return subject;
    }

    /** Whether a key of that name is agreed upon. */
    boolean isEstablished(Name name) {
        GSSContext context = contexts.get(name);
        return context != null && context.isEstablished();
    }

    /** Takes the client's token for a key of that name, and gives the answer to it, or null if it is not believed. */
    byte @Nullable [] accept(Name name, byte[] token) {
        try {
            GSSContext context = contexts.get(name);
            if (context == null) {
                context = GSSManager.getInstance().createContext(credential);
                forgetOldest();
                contexts.put(name, context);
            }
            GSSContext accepting = context;
            PrivilegedExceptionAction<byte[]> step = () -> accepting.acceptSecContext(token, 0, token.length);
            byte[] answer = Subject.doAs(subject, step);
            return answer == null ? new byte[0] : answer;
        } catch (GSSException | PrivilegedActionException e) {
            contexts.remove(name);
            return null;
        }
    }

    private void forgetOldest() {
        if (contexts.size() == MOST_CONTEXTS) {
            contexts.remove(contexts.keySet().iterator().next());
        }
    }

    /** The key of that name, or null if none is agreed upon. */
    @Nullable
    ReadyKey key(Name name) {
        GSSContext context = contexts.get(name);
        if (context == null || !context.isEstablished()) {
            return null;
        }
        try {
            return new ReadyKey(
                    TSIG.GSS_TSIG,
                    new Mic(context),
                    Optional.of(context.getSrcName().toString()));
        } catch (GSSException e) {
            return null;
        }
    }

    private record Mic(GSSContext context) implements ReadyKey.Code {

        /** More than any mechanism has; only to leave room for it. */
        private static final int LONGEST = 64;

        @Override
        public int size() {
            return LONGEST;
        }

        @Override
        public boolean canBeCut() {
            return false;
        }

        @Override
        public byte[] of(byte[] data) {
            try {
                return context.getMIC(data, 0, data.length, new MessageProp(false));
            } catch (GSSException e) {
                throw new IllegalStateException("the security context does not sign", e);
            }
        }

        @Override
        public boolean fits(byte[] data, byte[] code, boolean whole) {
            try {
                context.verifyMIC(code, 0, code.length, data, 0, data.length, new MessageProp(false));
                return true;
            } catch (GSSException e) {
                return false;
            }
        }
    }
}
