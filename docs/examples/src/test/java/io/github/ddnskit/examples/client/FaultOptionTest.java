package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.rfc2136.AuthoritativeObserver;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --fault WHEN=EFFECT} means what it says. */
class FaultOptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            drop                 | LOSE_REQUEST
            drop-reply           | LOSE_REPLY
            delay:200ms          | NONE, late by PT0.2S
            delay:1m30s          | NONE, late by PT1M30S
            duplicate            | DUPLICATE
            reorder              | REORDER
            rcode:notauth        | RCODE NOTAUTH
            servfail             | RCODE SERVFAIL
            servfail+delay:2s    | RCODE SERVFAIL, late by PT2S
            refused              | RCODE REFUSED
            truncate             | TRUNCATE
            wrong-id             | WRONG_ID
            unsigned             | UNSIGNED
            bad-mac              | BAD_MAC
            replay               | REPLAY
            echo-tsig            | ECHO_TSIG
            bad-time             | BAD_TIME
            garbage              | GARBAGE
            close                | CLOSE
            half-close           | HALF_CLOSE
            stall:12             | STALL after 12 octets
            """)
    void everyEffectCanBeHad(String effect, String meaning) {
        assertThat(FaultOption.parse("always=" + effect).what()).hasToString(meaning);
    }

    @Test
    void conditionsAreThoseOfTheFault() throws Exception {
        try (FakeAuthoritativeServer server = FakeAuthoritativeServer.zone("example.test")
                        .record("home.example.test 60 IN A 192.0.2.1")
                        .start();
                AuthoritativeObserver observer = AuthoritativeObserver.at(server.server())) {
            FaultOption option =
                    FaultOption.parse("next:1,queries,udp,type:a,name:HOME.example.test.,after:1,until:1h=refused");
            server.fault(option.when(), option.what());
            for (int i = 0; i < 4; i++) {
                observer.observe(Hostname.of("home.example.test")).of(AddressFamily.IPV4);
            }

            assertThat(server.exchanges().stream()
                            .filter(exchange -> exchange.question().type().equals("A"))
                            .map(exchange ->
                                    exchange.fault().map(Fault::toString).orElse("-")))
                    .containsSubsequence("-", "RCODE REFUSED", "-")
                    .containsOnlyOnce("RCODE REFUSED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"always,updates,p:0.5,seed:3,beyond:100=drop", "next:3,queries,tcp=close", "always,from:1s=drop"
            })
    void understands(String option) {
        assertThat(FaultOption.parse(option).what()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            servfail              | WHEN=EFFECT
            sometimes=servfail    | sometimes
            next=servfail         | "next" cannot be understood
            next:0=servfail       | at least once
            always,often=drop     | often
            always,p:2=drop       | 0 to 1
            always,from:x=drop    | "from:x" cannot be understood
            always=explode        | explode
            always=delay          | "delay" cannot be understood
            always=stall          | "stall" cannot be understood
            always=rcode:FINE     | FINE
            always=drop+servfail  | +delay:TIME
            """)
    void refusesWhatItDoesNotUnderstand(String option, String complaint) {
        assertThatThrownBy(() -> FaultOption.parse(option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }
}
