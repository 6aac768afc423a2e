/** A test library: an authoritative name server with UPDATE and TSIG, manual time, scripted sources. */
module io.github.ddnskit.testkit {
    requires transitive io.github.ddnskit.core;
    requires transitive io.github.ddnskit.rfc2136;
    requires static java.security.jgss; // only for GSS-TSIG
    requires java.xml;
    requires org.dnsjava;
    requires static transitive io.github.ddnskit.providers;
    requires static mockwebserver3;
    requires static net.jqwik.api;
    requires static okhttp3;
    requires static okhttp3.tls;
    requires static okio;
    requires static org.junit.jupiter.api;

    exports io.github.ddnskit.testkit;
    exports io.github.ddnskit.testkit.contract;
    exports io.github.ddnskit.testkit.gateway;
    exports io.github.ddnskit.testkit.jqwik;
    exports io.github.ddnskit.testkit.junit;
    exports io.github.ddnskit.testkit.provider;
}
