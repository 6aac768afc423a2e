package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the requests of a dialect. */
final class Calls {

    private final Dialect dialect;
    private final Credentials credentials;
    private final @Nullable Hostname parent;
    private final boolean plainHttpAllowed;

    Calls(Dialect dialect, Credentials credentials, @Nullable Hostname parent, boolean plainHttpAllowed) {
        this.dialect = dialect;
        this.credentials = credentials;
        this.parent = parent;
        this.plainHttpAllowed = plainHttpAllowed;
    }

    /**
     * Writes a request.
     *
     * @throws IllegalStateException if a secret cannot be read
     */
    HttpCall of(Ask ask, List<Hostname> hosts) {
        Request request = dialect.request();
        UrlTemplate url = UrlTemplate.of(ask.url());
        HttpCall.Builder call = HttpCall.of(request.method(), url.origin())
                .charset(request.charset())
                .allowPlainHttp(plainHttpAllowed);
        for (Value segment : url.segments()) {
            put(segment, ask, hosts, call::segment, call::segment);
        }
        request.parameters().forEach((name, value) -> parameter(call, name, value, ask, hosts));
        ask.fixed().forEach((name, text) -> parameter(call, name, new Value(null, text), ask, hosts));
        request.headers().forEach(call::header);
        authenticate(call, request.authentication(), ask, hosts);
        if (request.isSourceRegistered()) {
            call.family(ask.families().iterator().next());
        }
        return call.build();
    }

    private void parameter(HttpCall.Builder call, String name, Value value, Ask ask, List<Hostname> hosts) {
        if (dialect.request().isForm()) {
            put(value, ask, hosts, text -> call.form(name, text), secret -> call.form(name, secret));
        } else {
            put(value, ask, hosts, text -> call.query(name, text), secret -> call.query(name, secret));
        }
    }

    private void authenticate(HttpCall.Builder call, Authentication authentication, Ask ask, List<Hostname> hosts) {
        if (authentication instanceof Authentication.Basic basic) {
            Role user = basic.username().role();
            String username = user != null && user.isSecret()
                    ? credentials.secret(user).reveal()
                    : String.valueOf(text(basic.username(), ask, hosts));
            Role password = basic.password().role();
            call.basic(
                    username,
                    password != null && password.isSecret()
                            ? credentials.secret(password)
                            : Secret.of(basic.password().text()));
        } else if (authentication instanceof Authentication.Header header) {
            String scheme = header.scheme().isEmpty() ? "" : header.scheme() + " ";
            put(
                    header.value(),
                    ask,
                    hosts,
                    text -> call.header(header.name(), scheme + text),
                    secret -> call.carriesSecrets().header(header.name(), scheme + secret.reveal()));
        }
    }

    private void put(Value value, Ask ask, List<Hostname> hosts, Consumer<String> text, Consumer<Secret> secret) {
        Role role = value.role();
        if (role != null && role.isSecret()) {
            secret.accept(credentials.secret(role));
            return;
        }
        String plain = text(value, ask, hosts);
        if (plain != null) {
            text.accept(plain);
        }
    }

    /** What stands in for a value that is no secret; null if there is nothing to say. */
    private @Nullable String text(Value value, Ask ask, List<Hostname> hosts) {
        Role role = value.role();
        if (role == null) {
            return value.text();
        }
        RecordOptions options = ask.options();
        return switch (role) {
            case HOST -> hosts.stream().map(Hostname::ascii).collect(Collectors.joining(","));
            case LABEL -> hosts.stream().map(this::label).collect(Collectors.joining(","));
            case ZONE -> parent == null ? null : parent.ascii();
            case ID -> credentials.recordId();
            case IP -> ask.publish().isEmpty() ? null : String.join(",", ask.addresses());
            case IPV4 -> address(ask.publish().get(AddressFamily.IPV4));
            case IPV6 -> address(ask.publish().get(AddressFamily.IPV6));
            case WILDCARD -> options.wildcard() ? "ON" : null;
            case MX ->
                options.mailExchanger() == null ? null : options.mailExchanger().ascii();
            case BACKMX -> options.mailExchanger() == null ? null : "NO";
            case TTL ->
                options.ttl() == null ? null : Long.toString(options.ttl().toSeconds());
            case USERNAME, PASSWORD, TOKEN -> throw new IllegalStateException("a secret is no plain text");
        };
    }

    private String label(Hostname host) {
        String name = host.ascii();
        return parent == null
                ? name
                : name.substring(0, name.length() - parent.ascii().length() - 1);
    }

    private static @Nullable String address(@Nullable InetAddress address) {
        return address == null ? null : IpLiteral.format(address);
    }
}
