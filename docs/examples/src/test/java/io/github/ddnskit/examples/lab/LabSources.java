package io.github.ddnskit.examples.lab;

/** The sources that a client in the home of a {@link WanLab} can ask, as its configuration names them. */
final class LabSources {

    static final String INTERFACE = "{\"type\": \"interface\", \"name\": \"eth0\"}";
    static final String NAT_PMP = "{\"type\": \"nat-pmp\"}";
    static final String PCP = "{\"type\": \"pcp\"}";
    static final String UPNP = "{\"type\": \"upnp\", \"events\": false}";
    static final String UPNP_WITH_EVENTS = "{\"type\": \"upnp\"}";
    static final String STUN4 = "{\"type\": \"stun\", \"server\": \"" + WanLab.INET4 + "\", \"operator\": \"stun\"}";
    static final String STUN6 = "{\"type\": \"stun\", \"server\": \"[" + WanLab.INET6 + "]\", \"operator\": \"stun\"}";
    static final String ECHO_A = echo("a", "http", 80, "\"allowPlainHttp\": true");
    static final String ECHO_B = echo("b", "https", 443, "\"pointer\": \"/ip\"");
    static final String ECHO_C = echo("c", "https", 8443, "\"key\": \"ip\"");
    static final String WHOAMI = """
            {"type": "dns-whoami", "name": "whoami.test.", "operator": "whoami",
             "ipv4Server": "%s:5300", "ipv6Server": "[%s]:5300"}""".formatted(WanLab.INET4, WanLab.INET6);

    private LabSources() {}

    private static String echo(String operator, String scheme, int port, String format) {
        return """
                {"type": "http", "ipv4Url": "%1$s://%2$s:%4$d/", "ipv6Url": "%1$s://[%3$s]:%4$d/", "operator": "%5$s", %6$s}""".formatted(scheme, WanLab.INET4, WanLab.INET6, port, operator, format);
    }
}
