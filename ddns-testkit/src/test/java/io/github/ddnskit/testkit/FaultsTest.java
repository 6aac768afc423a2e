package io.github.ddnskit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Secret;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Faults strike when they are told to, and spoil what they say and nothing else. */
final class FaultsTest {

    private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";

    private final FakeAuthoritativeServer server = FakeAuthoritativeServer.zone("example.test")
            .key(TsigKey.of("ddns-key.", TsigAlgorithm.HMAC_SHA256, Secret.of(SECRET)))
            .record("www.example.test 300 IN A 192.0.2.1")
            .start();
    private final DnsClient client = new DnsClient(server);
    private final TSIG tsig = new TSIG(TSIG.HMAC_SHA256, "ddns-key.", SECRET);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void servfailStrikesAsOftenAsAskedAndChangesNothing() {
        server.failNext(2, Fault.servfail());

        assertThat(client.ask(update()).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(client.ask(update()).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(server.addresses("home.example.test")).isEmpty();
        assertThat(client.ask(update()).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(server.addresses("home.example.test")).containsExactly("192.0.2.7");
    }

    @Test
    void aCodeForASignedRequestIsSigned() {
        server.failNext(1, Fault.rcode("notauth"));

        Update update = update();
        byte[] reply = askForOctets(update);

        assertThat(reply[3] & 0xF).isEqualTo(Rcode.NOTAUTH);
        assertThat(verify(update, reply)).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void aLostRequestIsNotCarriedOut() {
        server.failNext(1, Fault.loseRequest());

        client.send(update());

        assertThat(client.hearsNothing()).isTrue();
        assertThat(server.addresses("home.example.test")).isEmpty();
        assertThat(server.exchanges().get(0).rcode()).isEmpty();
    }

    @Test
    void aLostReplyLeavesTheUpdateDone() {
        server.failNext(1, Fault.loseReply());

        client.send(update());

        assertThat(client.hearsNothing()).isTrue();
        assertThat(server.addresses("home.example.test")).containsExactly("192.0.2.7");
    }

    @Test
    void aDelayHoldsUpNobodyElse() {
        server.fault(Trigger.next(1).updates(), Fault.delay(Duration.ofMillis(300)));
        Update slow = update();
        Message fast = DnsClient.query("www.example.test", Type.A);

        client.send(slow);
        client.send(fast);

        assertThat(client.receive().getHeader().getID())
                .isEqualTo(fast.getHeader().getID());
        assertThat(client.receive().getHeader().getID())
                .isEqualTo(slow.getHeader().getID());
    }

    @Test
    void truncationIsForUdpOnly() throws IOException {
        server.fault(Trigger.always(), Fault.truncate());
        Message question = DnsClient.query("www.example.test", Type.A);

        Message byUdp = client.ask(question);
        Message byTcp = new Message(client.askByTcp(question.toWire(), 1).get(0));

        assertThat(byUdp.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(byUdp.getSection(Section.ANSWER)).isEmpty();
        assertThat(byTcp.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(byTcp.getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void aForgedReplyCanComeBeforeTheTruth() {
        server.failNext(1, Fault.wrongId().thenTheTruth());
        Message question = DnsClient.query("www.example.test", Type.A);

        client.send(question);

        assertThat(client.receive().getHeader().getID())
                .isNotEqualTo(question.getHeader().getID());
        assertThat(client.receive().getHeader().getID())
                .isEqualTo(question.getHeader().getID());
    }

    @Test
    void aDuplicateIsTheSameTwice() {
        server.failNext(1, Fault.duplicate());

        client.send(update());

        assertThat(client.receiveOctets()).isEqualTo(client.receiveOctets());
        assertThat(client.hearsNothing()).isTrue();
    }

    @Test
    void signaturesAreSpoiltAsAsked() {
        Update update = update();
        server.failNext(1, Fault.unsigned());
        assertThat(client.ask(update).getTSIG()).isNull();

        server.failNext(1, Fault.badMac());
        assertThat(verify(update, askForOctets(update))).isEqualTo(Rcode.BADSIG);

        server.failNext(1, Fault.badTime());
        assertThat(verify(update, askForOctets(update))).isEqualTo(Rcode.BADTIME);

        assertThat(verify(update, askForOctets(update))).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void aTriggerCanBeNarrowed() {
        server.fault(Trigger.always().updates(), Fault.refused());
        server.fault(
                Trigger.next(1).queries().matching(question -> question.type().equals("AAAA")), Fault.servfail());

        assertThat(client.ask("www.example.test", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(client.ask(update()).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(client.ask("www.example.test", Type.AAAA).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(client.ask("www.example.test", Type.AAAA).getRcode()).isEqualTo(Rcode.NOERROR);
        server.clearFaults();
        assertThat(client.ask(update()).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void theFirstOfTwoFaultsStrikesFirst() {
        server.failNext(1, Fault.refused());
        server.failNext(1, Fault.servfail());

        assertThat(client.ask(update()).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(client.ask(update()).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void exchangesTellWhatWasAskedAndAnswered() {
        client.ask(update());
        client.ask("WWW.example.test", Type.A);

        assertThat(server.exchanges()).hasSize(2);
        Question update = server.exchanges().get(0).question();
        assertThat(update.isUpdate()).isTrue();
        assertThat(update.name()).isEqualTo("example.test");
        assertThat(update.names()).containsExactly("home.example.test");
        assertThat(update.key()).contains("ddns-key");
        Exchange query = server.exchanges().get(1);
        assertThat(query.question().name()).isEqualTo("www.example.test");
        assertThat(query.question().type()).isEqualTo("A");
        assertThat(query.question().tcp()).isFalse();
        assertThat(query.rcode()).contains("NOERROR");
        assertThat(query.toString()).contains("192.0.2.1");
        server.clearExchanges();
        assertThat(server.exchanges()).isEmpty();
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> Fault.rcode("OOPS")).hasMessageContaining("OOPS");
        assertThatThrownBy(() -> Fault.delay(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trigger.next(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private Update update() {
        Update update = DnsClient.add("example.test", "home.example.test", "192.0.2.7");
        update.setTSIG(tsig);
        return update;
    }

    private byte[] askForOctets(Message message) {
        client.send(message);
        return client.receiveOctets();
    }

    /** What dnsjava thinks of the signature of a reply to the message that was sent last. */
    private int verify(Message sent, byte[] reply) {
        try {
            TSIGRecord requestSignature = new Message(server.exchanges()
                            .get(server.exchanges().size() - 1)
                            .request())
                    .getTSIG();
            assertThat(sent.getHeader().getID()).isEqualTo(requestSignature.getOriginalID());
            return tsig.verify(new Message(reply), reply, requestSignature);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
