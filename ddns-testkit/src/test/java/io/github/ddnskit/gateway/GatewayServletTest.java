package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The servlet in a real container. */
class GatewayServletTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersInJetty(boolean asynchronous) throws Exception {
        MemoryZone zone = new MemoryZone();
        Hostname home = Hostname.of("home.example.test");
        UpdateGateway gateway = UpdateGateway.builder()
                .zone(GatewayZone.builder(Hostname.of("example.test"), zone)
                        .allow(AddressClass.DOCUMENTATION)
                        .build())
                .accounts(MemoryAccountStore.of(Account.of("alice")
                        .withPassword(SecretHash.of(Service.PASSWORD, 10))
                        .withHost(home)))
                .hashing(10, 1, 10)
                .allowPlainHttp()
                .build();
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/ddns");
        ServletHolder holder = new ServletHolder(new GatewayServlet(gateway));
        holder.setAsyncSupported(asynchronous);
        context.addServlet(holder, "/");
        jetty.setHandler(context);
        try {
            jetty.start();
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                    + connector.getLocalPort() + "/ddns/nic/update?hostname=home.example.test&myip=203.0.113.9"));
            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
            request.header(
                    "Authorization",
                    Login.basic("alice", Service.PASSWORD).get("Authorization").get(0));
            HttpResponse<String> good = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(good.statusCode()).isEqualTo(200);
            assertThat(good.body()).isEqualTo("good 203.0.113.9\n");
            assertThat(zone.addresses(home, AddressFamily.IPV4)).containsExactly(IpLiteral.parse("203.0.113.9"));
        } finally {
            jetty.stop();
            gateway.close();
        }
    }
}
