package io.github.ddnskit.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Tool;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The programs that people ask their routers with find a router in the fakes. */
final class RealClientsTest {

    @Test
    void upnpcFindsTheAddress() {
        try (FakeUpnpRouter router = FakeUpnpRouter.start()) {
            router.externalAddress("203.0.113.7");

            Tool tool = Tool.run("upnpc", "-u", router.descriptionUrl(), "-s");

            assertThat(tool.stdout()).contains("ExternalIPAddress = 203.0.113.7");
        }
    }

    @Test
    void natpmpcFindsTheAddress() {
        // one port for all at each address, so an address for each test
        ThreadLocalRandom chance = ThreadLocalRandom.current();
        String address = "127." + chance.nextInt(1, 255) + "." + chance.nextInt(1, 255) + "." + chance.nextInt(1, 255);
        try (FakeGateway router = FakeGateway.atItsPort(address)) {
            router.address("203.0.113.7");

            Tool tool = Tool.run("natpmpc", "-g", address);

            assertThat(tool.stdout()).contains("Public IP address : 203.0.113.7");
            assertThat(tool.exitCode()).isZero();
        }
    }

    @Test
    void turnutilsFindTheAddress() {
        try (FakeStunServer stun = FakeStunServer.start()) {
            stun.mapped("203.0.113.7");

            Tool tool = Tool.run(
                    "turnutils_stunclient", "-p", "" + stun.addresses()[0].getPort(), "-L", "127.0.0.1", "127.0.0.1");

            assertThat(tool.stdout() + tool.stderr()).contains("203.0.113.7");
        }
    }
}
