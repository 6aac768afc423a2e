package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.DnsTransport;
import io.github.ddnskit.rfc2136.TlsSettings;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How messages get to a name server, as a configuration has it. */
final class TransportSettings {

    private static final String UDP = "udp";
    private static final String TCP = "tcp";
    private static final String TLS = "tls";

    static final Field TRANSPORT = Field.choice(
            "transport",
            "Carried over",
            "udp, with tcp for what is large; tcp or tls for everything; udp if left out, or tls if \"tls\" is there.",
            List.of(UDP, TCP, TLS));

    static final Field TLS_GROUP = Field.group(
            TLS,
            "TLS",
            "How the server proves who it is; by a certificate that this system trusts if left out.",
            List.of(
                    Field.optional(
                            "serverName",
                            Kind.TEXT,
                            "Name in the certificate",
                            "The name that the certificate of the server holds, if the server is given by another."),
                    Field.optional(
                            "trust",
                            Kind.PATH,
                            "Trusted certificates",
                            "A PEM file with the authorities to trust, or the certificate of the server itself."),
                    Field.optional(
                            "pins",
                            Kind.TEXTS,
                            "Pinned keys",
                            "SHA-256 digests of the keys that the server may have, in Base64; enough by themselves."),
                    Field.optional(
                            "clientCertificate",
                            Kind.PATH,
                            "Client certificate",
                            "A PKCS #12 file with the certificate and key to show to the server."),
                    Field.optional(
                            "clientPassword", Kind.SECRET, "Client password", "The password of the PKCS #12 file.")));

    static final Field FROM = Field.optional(
            "from",
            Kind.TEXT,
            "Source",
            "The address of this device, or the network interface, from which the server is reached.");

    private TransportSettings() {}

    /** The transport, if anything is said about it. */
    static Optional<DnsTransport> read(Settings settings) {
        Optional<Settings> tls = settings.group(TLS);
        Optional<String> from = settings.text("from");
        Optional<String> named = settings.text("transport");
        if (named.isEmpty() && tls.isEmpty() && from.isEmpty()) {
            return Optional.empty();
        }
        String protocol = named.orElse(tls.isPresent() ? TLS : UDP);
        if (tls.isPresent() && !protocol.equals(TLS)) {
            throw new IllegalArgumentException("\"tls\" is for nothing where \"transport\" is " + protocol);
        }
        DnsTransport transport = switch (protocol) {
            case UDP -> DnsTransport.udp();
            case TCP -> DnsTransport.tcp();
            default -> DnsTransport.tls(tls.map(TransportSettings::tls).orElseGet(TlsSettings::standard));
        };
        return Optional.of(from.map(end -> from(transport, end)).orElse(transport));
    }

    private static DnsTransport from(DnsTransport transport, String end) {
        try {
            return transport.from(IpLiteral.parse(end));
        } catch (IllegalArgumentException notAnAddress) {
            return transport.fromInterface(end);
        }
    }

    private static TlsSettings tls(Settings settings) {
        TlsSettings.Builder builder = TlsSettings.builder();
        settings.text("serverName").ifPresent(builder::serverName);
        settings.path("trust").ifPresent(builder::trust);
        settings.texts("pins").forEach(builder::pin);
        Optional<Path> certificate = settings.path("clientCertificate");
        if (certificate.isPresent() != settings.secret("clientPassword").isPresent()) {
            throw new IllegalArgumentException("a client certificate and its password belong together: give both");
        }
        certificate.ifPresent(
                file -> builder.clientCertificate(file, Settings.required(settings.secret("clientPassword"))));
        return builder.build();
    }
}
