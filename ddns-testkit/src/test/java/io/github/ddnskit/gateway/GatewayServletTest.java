package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The servlet in a real container. */
class GatewayServletTest {

    private static final Hostname HOME = Hostname.of("home.example.test");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersInJetty(boolean asynchronous) throws Exception {
        try (Container container = new Container(asynchronous)) {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + container.port()
                    + "/ddns/nic/update?hostname=home.example.test&myip=203.0.113.9"));
            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
            request.header("Authorization", Login.value("alice", Service.PASSWORD));
            HttpResponse<String> good = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(good.statusCode()).isEqualTo(200);
            assertThat(good.body()).isEqualTo("good 203.0.113.9\n");
            assertThat(container.zone.addresses(HOME, AddressFamily.IPV4))
                    .containsExactly(IpLiteral.parse("203.0.113.9"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ddnskit.gateway.Smuggling#framings")
    void whatCouldSmuggleARequestIsNotCarriedOut(String framing) throws Exception {
        try (Container container = new Container(true);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), container.port())) {
            socket.setSoTimeout(60_000);
            String hidden = "GET /ddns/nic/update?hostname=home.example.test&myip=203.0.113.9 HTTP/1.1\r\nHost: a\r\n"
                    + "Authorization: " + Login.value("alice", Service.PASSWORD) + "\r\n\r\n";
            socket.getOutputStream()
                    .write(("GET /ddns/checkip HTTP/1.1\r\nHost: a\r\n" + framing + hidden)
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String reply;
            try {
                reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (SocketException reset) {
                reply = "";
            }
            assertThat(container.zone.records).as(reply).isEmpty();
            assertThat(reply).doesNotContain("good");
        }
    }

    /** Jetty with a gateway in it. */
    private static final class Container implements AutoCloseable {

        final MemoryZone zone = new MemoryZone();
        private final UpdateGateway gateway;
        private final Server jetty = new Server();
        private final ServerConnector connector = new ServerConnector(jetty);

        Container(boolean asynchronous) throws Exception {
            gateway = UpdateGateway.builder()
                    .zone(GatewayZone.builder(Hostname.of("example.test"), zone)
                            .allow(AddressClass.DOCUMENTATION)
                            .build())
                    .accounts(MemoryAccountStore.of(Account.of("alice")
                            .withPassword(SecretHash.of(Service.PASSWORD, 10))
                            .withHost(HOME)))
                    .hashing(10, 1, 10)
                    .allowPlainHttp()
                    .build();
            connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
            jetty.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/ddns");
            ServletHolder holder = new ServletHolder(new GatewayServlet(gateway));
            holder.setAsyncSupported(asynchronous);
            context.addServlet(holder, "/");
            jetty.setHandler(context);
            jetty.start();
        }

        int port() {
            return connector.getLocalPort();
        }

        @Override
        public void close() {
            LifeCycle.stop(jetty);
            gateway.close();
        }
    }
}
