package io.github.ddnskit.rfc2136;

import static io.github.ddnskit.rfc2136.ScriptedServer.framed;
import static io.github.ddnskit.rfc2136.ScriptedServer.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.DnsWhoamiSource.Answer;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsWhoamiSourceTest {

    private static final Query V4 = Query.of(AddressFamily.IPV4, Duration.ofSeconds(20));
    private static final Query SHORT = Query.of(AddressFamily.IPV4, Duration.ofMillis(250));
    private static final String NAME = "myip.example.com";

    private static DnsWhoamiSource source(ScriptedServer server, Answer answer) {
        return DnsWhoamiSource.builder()
                .server(server.address())
                .name(NAME)
                .answer(answer)
                .operator("example.com")
                .build();
    }

    /** A reply with the records of a zone file in its answer. */
    private static Message answering(Message query, String... records) {
        Message reply = reply(query, Rcode.NOERROR);
        for (String record : records) {
            String[] parts = record.split(" ", 4);
            try {
                reply.addRecord(
                        Record.fromString(
                                Name.fromString(parts[0]),
                                Type.value(parts[2]),
                                DClass.value(parts[1]),
                                0,
                                parts[3],
                                Name.root),
                        Section.ANSWER);
            } catch (IOException e) {
                throw new IllegalArgumentException(record, e);
            }
        }
        return reply;
    }

    private static ScriptedServer server(Function<Message, Message> answer) {
        return ScriptedServer.udp((datagram, earlier) ->
                datagram.answer(answer.apply(datagram.query()).toWire()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADDRESS | myip.example.com. IN A 198.51.100.7",
                "TXT | myip.example.com. IN TXT \"198.51.100.7\"",
                "CHAOS_TXT | myip.example.com. CH TXT \"198.51.100.7\"",
            })
    void takesTheOneAddressThatAnswersTheQuestion(Answer answer, String record) throws Exception {
        try (ScriptedServer server = server(query -> answering(query, record))) {
            DnsWhoamiSource source = source(server, answer);
            Provenance provenance = new Provenance(source.id(), Vantage.REFLEXIVE, "example.com", false);
            assertThat(source.observe(V4))
                    .isEqualTo(new Observation.Found(Set.of(IpLiteral.parse("198.51.100.7")), provenance));
            assertThat(source.id()).hasToString("dns-whoami:" + server.address());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ADDRESS | other.example.com. IN A 198.51.100.7 | something else",
                "ADDRESS | myip.example.com. CH TXT \"198.51.100.7\" | something else",
                "ADDRESS | myip.example.com. IN AAAA 2001:db8::7 | something else",
                "ADDRESS | myip.example.com. IN A 0.0.0.0 | no address",
                "TXT | myip.example.com. IN A 198.51.100.7 | something else",
                "TXT | myip.example.com. IN TXT \"198.51.100.7\" \"198.51.100.8\" | not one address",
                "TXT | myip.example.com. IN TXT \"198.51.100.7 \" | not one address",
                "TXT | myip.example.com. IN TXT \"::ffff:198.51.100.7\" | not one address",
                "TXT | myip.example.com. IN TXT \"2001:db8::7\" | not ipv4",
                "TXT | myip.example.com. IN TXT \"\" | not one address",
                "CHAOS_TXT | myip.example.com. IN TXT \"198.51.100.7\" | something else",
            })
    void believesNothingElse(Answer answer, String record, String words) throws Exception {
        try (ScriptedServer server = server(query -> answering(query, record))) {
            assertThat(source(server, answer).observe(V4))
                    .isInstanceOfSatisfying(
                            Observation.Unknown.class,
                            unknown -> assertThat(unknown.cause()).contains(words));
        }
    }

    static Stream<Arguments> replies() {
        String a = NAME + ". IN A 198.51.100.7";
        return Stream.of(
                Arguments.of("no record", (Function<Message, Message>) query -> answering(query)),
                Arguments.of("several records", (Function<Message, Message>)
                        query -> answering(query, a, NAME + ". IN A 198.51.100.8")),
                Arguments.of("several records", (Function<Message, Message>) query ->
                        answering(query, NAME + ". IN CNAME x.example.com.", "x.example.com. IN A 198.51.100.7")),
                Arguments.of("REFUSED", (Function<Message, Message>) query -> {
                    Message refused = answering(query, a);
                    refused.getHeader().setRcode(Rcode.REFUSED);
                    return refused;
                }));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void anAnswerIsOneRecord(String words, Function<Message, Message> answer) throws Exception {
        try (ScriptedServer server = server(answer)) {
            assertThat(source(server, Answer.ADDRESS).observe(V4).toString()).contains(words);
        }
    }

    static Stream<Function<Message, Message>> forgeries() {
        String a = NAME + ". IN A 198.51.100.7";
        return Stream.of(
                query -> {
                    Message forged = answering(query, a);
                    forged.getHeader().setID(query.getHeader().getID() ^ 1);
                    return forged;
                },
                query -> {
                    Message forged = answering(query, a);
                    forged.getHeader().unsetFlag(Flags.QR);
                    return forged;
                },
                query -> {
                    Message forged = answering(query, a);
                    forged.removeAllRecords(Section.QUESTION);
                    return forged;
                },
                query -> {
                    // who does not see the question does not know its case, which is mixed but once in 16384
                    Message forged = answering(query, a);
                    forged.removeAllRecords(Section.QUESTION);
                    Record asked = query.getQuestion();
                    forged.addRecord(
                            Record.newRecord(
                                    Name.fromConstantString(
                                            swapped(asked.getName().toString())),
                                    asked.getType(),
                                    asked.getDClass()),
                            Section.QUESTION);
                    return forged;
                });
    }

    private static String swapped(String name) {
        return name.chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void whatDoesNotRepeatTheQuestionIsIgnored(Function<Message, Message> forgery) throws Exception {
        try (ScriptedServer server = server(forgery)) {
            assertThat(source(server, Answer.ADDRESS).observe(SHORT).toString()).contains("did not answer within");
        }
    }

    @Test
    void everyQuestionIsWrittenInAnotherWay() throws Exception {
        try (ScriptedServer server = server(query -> answering(query, NAME + ". IN A 198.51.100.7"))) {
            DnsWhoamiSource source = source(server, Answer.ADDRESS);
            for (int i = 0; i < 8; i++) {
                assertThat(source.observe(V4)).isInstanceOf(Observation.Found.class);
            }
            assertThat(server.datagrams().stream()
                            .map(datagram ->
                                    datagram.query().getQuestion().getName().toString())
                            .distinct())
                    .hasSizeGreaterThan(4);
        }
    }

    @Test
    void aTruncatedAnswerIsFetchedOverTcp() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                (datagram, earlier) -> {
                    Message truncated = reply(datagram.query(), Rcode.NOERROR);
                    truncated.getHeader().setFlag(Flags.TC);
                    datagram.answer(truncated.toWire());
                },
                query -> framed(
                        answering(query, NAME + ". IN TXT \"198.51.100.7\"").toWire()))) {
            assertThat(source(server, Answer.TXT).observe(V4)).isInstanceOf(Observation.Found.class);
        }
    }

    @Test
    void asksFromTheAddressGivenAndOverTheFamilyOnly() throws Exception {
        try (ScriptedServer server = server(query -> answering(query, NAME + ". IN A 198.51.100.7"))) {
            DnsWhoamiSource source = source(server, Answer.ADDRESS);
            assertThat(source.observe(
                            new Query(AddressFamily.IPV4, Duration.ofSeconds(20), IpLiteral.parse("127.0.0.3"))))
                    .isInstanceOf(Observation.Found.class);
            assertThat(server.datagrams())
                    .singleElement()
                    .satisfies(
                            datagram -> assertThat(datagram.from().toString()).contains("127.0.0.3:"));
            assertThat(source.observe(Query.of(AddressFamily.IPV6, Duration.ofSeconds(1)))
                            .toString())
                    .contains("127.0.0.1 has no ipv6 address");
            assertThat(source.observe(new Query(AddressFamily.IPV4, Duration.ofSeconds(1), IpLiteral.parse("::1")))
                            .toString())
                    .contains("can be asked from ::1");
            assertThat(server.datagrams()).hasSize(1);
        }
    }

    @Test
    void isMadeFromAConfiguration() {
        var factory = Catalog.load().source("dns-whoami").orElseThrow();
        try (IpSource source = factory.create(Settings.of(Map.of(
                "ipv4Server", "1.1.1.1", "name", "whoami.cloudflare", "record", "chaos-txt", "operator", "x")))) {
            assertThat(source.id()).hasToString("dns-whoami:1.1.1.1:53");
        }
        assertThatThrownBy(() -> factory.create(Settings.of(Map.of("name", NAME))))
                .hasMessageContaining("needs a server");
    }
}
