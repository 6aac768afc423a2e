package io.github.ddnskit.upnp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parsers of what routers send: what they take, and that nothing makes them fail in another way than by saying so. */
class RouterTextsTest {

    private static final InetAddress ROUTER = IpLiteral.parse("192.168.1.1");
    private static final String BODY =
            "<e:propertyset xmlns:e=\"urn:schemas-upnp-org:event-1-0\"><e:property><ExternalIPAddress>192.0.2.1"
                    + "</ExternalIPAddress></e:property></e:propertyset>";
    private static final String HEAD = String.join(
            "\r\n", "NOTIFY /x HTTP/1.1", "nt: upnp:event", "NTS: upnp:propchange", "SID: uuid:1", "SEQ: 3", "");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsTheReplyToASearch() {
        byte[] reply = bytes(String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "st:urn:schemas-upnp-org:device:InternetGatewayDevice:2",
                "Location:  http://192.168.1.1:5000/root.xml ",
                "",
                "LOCATION: http://192.0.2.9/"));
        assertThat(SsdpReply.location(reply, reply.length, ROUTER))
                .hasValueSatisfying(url -> assertThat(url).hasToString("http://192.168.1.1:5000/root.xml"));
        assertThat(SsdpReply.location(reply, reply.length, IpLiteral.parse("192.168.1.2")))
                .isEmpty();
    }

    @Test
    void anEventIsThereOnceAllOfItIs() throws Exception {
        byte[] whole = bytes(HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY);
        for (int length = 0; length < whole.length; length++) {
            assertThat(NotifyMessage.parse(Arrays.copyOf(whole, length))).isEmpty();
        }
        Optional<NotifyMessage> message = NotifyMessage.parse(whole);
        assertThat(message).hasValueSatisfying(event -> {
            assertThat(event.path()).isEqualTo("/x");
            assertThat(event.sid()).isEqualTo("uuid:1");
            assertThat(event.sequence()).isEqualTo(3);
            assertThat(event.isAboutTheConnection()).isTrue();
        });
    }

    @Test
    void anEventMayComeInChunks() throws Exception {
        String chunks = "a\r\n" + BODY.substring(0, 10) + "\r\n" + Integer.toHexString(BODY.length() - 10) + ";x=y\r\n"
                + BODY.substring(10) + "\r\n0\r\n\r\n";
        byte[] whole = bytes(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
        assertThat(NotifyMessage.parse(whole)).isPresent();
        assertThat(NotifyMessage.parse(Arrays.copyOf(whole, whole.length - 6))).isEmpty();
        for (String none : List.of("-1\r\n", "1\r\nabc\r\n0\r\n\r\n")) {
            assertThatThrownBy(() -> NotifyMessage.parse(bytes(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + none)))
                    .isInstanceOf(UpnpException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOTIFY, POST",
        "HTTP/1.1, HTTP/2",
        "upnp:event, upnp:other",
        "upnp:propchange, ssdp:alive",
        "SEQ: 3, SEQ: -1",
        "SEQ: 3, SEQ: 4294967296",
        "SEQ: 3, SEQ: 99999999999",
        "SID: uuid:1, SEQ: 3",
        "propertyset, propertysex",
        "Content-Length: , Content-Length: 1x",
        "<e:property>, <e:property><x>",
    })
    void whatIsNoEventIsRefused(String from, String to) {
        String event = HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
        assertThatThrownBy(() -> NotifyMessage.parse(bytes(event.replace(from, to))))
                .isInstanceOf(UpnpException.class);
    }

    @Test
    void sequencesBeginAgainAtOne() {
        assertThat(NotifyMessage.next(0)).isEqualTo(1);
        assertThat(NotifyMessage.next(0xffff_fffeL)).isEqualTo(0xffff_ffffL);
        assertThat(NotifyMessage.next(0xffff_ffffL)).isEqualTo(1);
    }

    @Test
    void knowsWhatIsOnTheLink() throws Exception {
        assertThat(LocalNetwork.isOnLink(IpLiteral.parse("127.9.9.9"))).isTrue();
        assertThat(LocalNetwork.isOnLink(IpLiteral.parse("240.0.0.77"))).isFalse();
    }

    @Property(tries = 300)
    void nothingBreaksAParser(@ForAll byte[] noise, @ForAll String text) {
        SsdpReply.location(noise, noise.length, ROUTER);
        Urls.at(ROUTER, text);
        for (byte[] message : List.of(
                noise,
                bytes(HEAD + "\r\n" + text),
                bytes(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + text),
                bytes(HEAD + text + "\r\n\r\n" + BODY))) {
            try {
                NotifyMessage.parse(message);
            } catch (UpnpException said) {
                assertThat(said).hasMessageNotContaining(HEAD);
            }
        }
        try {
            XmlTree.read(text);
        } catch (UpnpException said) {
            assertThat(said.getMessage()).isNotBlank();
        }
    }
}
