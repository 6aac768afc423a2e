/** DNS UPDATE (RFC 2136) signed with TSIG (RFC 8945), and name servers that tell from which address they are asked. */
@SuppressWarnings("module") // it is named after the document, digits and all
module io.github.ddnskit.rfc2136 {
    requires transitive io.github.ddnskit.core;
    requires static java.security.jgss; // only for GSS-TSIG
    requires org.dnsjava;

    exports io.github.ddnskit.doctor;
    exports io.github.ddnskit.rfc2136;

    provides io.github.ddnskit.spi.IpSourceFactory with
            io.github.ddnskit.rfc2136.internal.DnsWhoamiFactory;
    provides io.github.ddnskit.spi.UpdaterFactory with
            io.github.ddnskit.rfc2136.internal.Rfc2136UpdaterFactory;
}
