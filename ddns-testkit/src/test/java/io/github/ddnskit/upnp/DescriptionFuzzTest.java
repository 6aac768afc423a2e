package io.github.ddnskit.upnp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What may come from the address of a router as its description. */
class DescriptionFuzzTest {

    private static final InetAddress ROUTER = IpLiteral.parse("192.168.1.1");
    private static final Located LOCATED = new Located(ROUTER, URI.create("http://192.168.1.1:5000/d/root.xml"));

    @FuzzTest
    void readsWhatIsThereAndFollowsItNowhereElse(byte[] bytes) {
        String document = new String(bytes, StandardCharsets.UTF_8);
        Optional<SlowXml> slow = SlowXml.read(document);
        XmlTree tree;
        try {
            tree = XmlTree.read(document);
        } catch (UpnpException e) {
            assertThat(e).hasMessageMatching("what is not well-formed XML|XML (with|that is) [a-zA-Z ,]+");
            assertThat(slow.filter(other -> other.depth() <= 32 && other.size() <= 4096))
                    .as("nothing but entities and size is refused")
                    .isEmpty();
            return;
        }
        assertThat(slow).as("well-formed without a DTD").isPresent();
        assertThat(tree).isEqualTo(slow.orElseThrow().tree());
        List<WanService> services = WanService.in(tree, LOCATED);
        assertThat(services).hasSizeLessThanOrEqualTo(4);
        for (WanService service : services) {
            assertThat(service.router()).isEqualTo(ROUTER);
            assertThat(service.type()).matches("urn:schemas-upnp-org:service:WAN(IP|PPP)Connection:[12]");
            HomeOnly.assertLeadsTo(ROUTER, service.control());
            service.events().ifPresent(url -> HomeOnly.assertLeadsTo(ROUTER, url));
        }
    }
}
