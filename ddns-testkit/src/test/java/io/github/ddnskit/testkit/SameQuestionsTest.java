package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** The same question again: the server remembers the answer, and nobody may notice. */
final class SameQuestionsTest {

    private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
    private static final String WWW = "www.example.test";

    private final ManualTime time = ManualTime.create();
    private final FakeAuthoritativeServer server = FakeAuthoritativeServer.serving(FakeZone.of("example.test")
                    .allowUnsigned()
                    .leases(Duration.ofMinutes(1), Duration.ofHours(1))
                    .key(TsigKey.parse("key:" + SECRET))
                    .record(WWW + " 300 A 192.0.2.1")
                    .record(IntStream.range(0, 60)
                            .mapToObj("big.example.test 300 A 192.0.2.%d"::formatted)
                            .collect(Collectors.joining("\n"))))
            .clock(time.clock())
            .start();
    private final DnsClient client = new DnsClient(server);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void isAnsweredWithItsOwnIdAndSeen() {
        for (int i = 0; i < 3; i++) {
            Message question = DnsClient.query(WWW, Type.A);
            Message reply = client.ask(question);
            assertThat(reply.getHeader().getID()).isEqualTo(question.getHeader().getID());
            assertThat(DnsClient.show(reply)).isEqualTo("NOERROR AA [www.example.test. 300 IN A 192.0.2.1] [] []");
        }
        assertThat(server.exchanges()).hasSize(3).allSatisfy(exchange -> {
            assertThat(exchange.question().name()).isEqualTo(WWW);
            assertThat(exchange.rcode()).contains("NOERROR");
        });
    }

    @Test
    void hasAnotherAnswerAfterAnUpdate() {
        assertThat(client.ask("new.example.test", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        client.ask(DnsClient.add("example.test", "new.example.test", "192.0.2.7"));
        assertThat(client.ask("new.example.test", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void hasAnotherAnswerWhenALeaseEnds() {
        Message update = DnsClient.add("example.test", "new.example.test", "192.0.2.7");
        byte[] minute = {0, 0, 0, 60};
        update.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(2, minute))), Section.ADDITIONAL);
        client.ask(update);
        assertThat(client.ask("new.example.test", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
        time.advance(Duration.ofMinutes(1));
        assertThat(client.ask("new.example.test", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void isSpelledAsItWasAsked() {
        for (String name : List.of("www.example.test", "WWW.example.test", "wWw.eXample.test")) {
            Message reply = client.ask(name, Type.A);
            assertThat(reply.getQuestion().getName().toString()).isEqualTo(name + ".");
        }
    }

    @Test
    void isAsLongAsTheClientTakes() {
        for (int size : new int[] {0, 1232, 512, 0, 1232}) {
            Message question = DnsClient.query("big.example.test", Type.A);
            if (size > 0) {
                question.addRecord(new OPTRecord(size, 0, 0), Section.ADDITIONAL);
            }
            Message reply = client.ask(question);
            assertThat(reply.getHeader().getFlag(Flags.TC))
                    .as("%d octets", size)
                    .isEqualTo(size < 1232);
            assertThat(reply.getOPT() != null).isEqualTo(size > 0);
        }
    }

    @Test
    void isSignedAnewEachTime() {
        TSIG key = new TSIG(TSIG.HMAC_SHA256, "key", SECRET);
        for (int i = 0; i < 2; i++) {
            Message question = DnsClient.query(WWW, Type.A);
            question.setTSIG(key);
            client.send(question.toWire(Message.MAXLENGTH));
            Message reply = parse(client.receiveOctets());
            assertThat(reply.getTSIG()).isNotNull();
            assertThat(client.ask(WWW, Type.A).getTSIG()).isNull();
        }
    }

    @Test
    void meetsAFaultAllTheSame() {
        client.ask(WWW, Type.A);
        server.failNext(1, Fault.servfail());
        assertThat(client.ask(WWW, Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(client.ask(WWW, Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    private static Message parse(byte[] octets) {
        try {
            return new Message(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
