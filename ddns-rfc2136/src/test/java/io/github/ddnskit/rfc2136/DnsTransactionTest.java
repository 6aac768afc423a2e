package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DnsTransactionTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void readsLikeWhatItDoes() {
        DnsTransaction transaction = DnsTransaction.in("Example.org")
                .requireInUse("home.example.org")
                .requireNotInUse("new.example.org")
                .requireRrset("home.example.org", "mx")
                .requireExactly("home.example.org", "A", "192.0.2.1", "192.0.2.2", "192.0.2.1")
                .requireNoRrset("*.example.org", "CNAME")
                .replace("home.example.org", MINUTE, "AAAA", "2001:DB8:0::1")
                .add("_sip._tcp.example.org", MINUTE, "SRV", "0 5 5060 sip.example.org")
                .delete("home.example.org", "TXT", "\"a; b\"")
                .deleteName("old.example.org")
                .build();
        assertThat(transaction).hasToString("""
                zone example.org.
                prereq yxdomain home.example.org.
                prereq nxdomain new.example.org.
                prereq yxrrset home.example.org. MX
                prereq yxrrset home.example.org. A 192.0.2.1
                prereq yxrrset home.example.org. A 192.0.2.2
                prereq nxrrset *.example.org. CNAME
                update delete home.example.org. AAAA
                update add home.example.org. 60 AAAA 2001:db8:0:0:0:0:0:1
                update add _sip._tcp.example.org. 60 SRV 0 5 5060 sip.example.org.
                update delete home.example.org. TXT "a; b"
                update delete old.example.org.
                send
                """);
        assertThat(DnsTransaction.parse(transaction.toString()))
                .isEqualTo(transaction)
                .hasSameHashCodeAs(transaction);
        assertThat(transaction.zone()).contains("example.org.");
        assertThat(transaction.prerequisites()).hasSize(5);
        assertThat(transaction.changes()).hasSize(5);
    }

    @Property(tries = 500)
    void whatIsPrintedIsReadBackTheSame(@ForAll("transactions") DnsTransaction transaction) {
        assertThat(DnsTransaction.parse(transaction.toString())).isEqualTo(transaction);
    }

    @Provide
    Arbitrary<DnsTransaction> transactions() {
        return SomeTransactions.in("example.org");
    }

    @Test
    void everythingThatNsupdateLetsPeopleWriteIsRead() {
        DnsTransaction read = DnsTransaction.parse("""
                ; a comment

                zone example.org
                class in
                ttl 300
                   ; another
                PREREQ NXRRSET a.example.org IN A
                yxdomain b.example.org
                prereq yxrrset c.example.org any TXT
                nxdomain d.example.org
                update add e.example.org A 192.0.2.1
                add e.example.org 60 IN\tA  192.0.2.2
                update del f.example.org
                del g.example.org ANY
                delete h.example.org 60 in A
                update delete i.example.org 0 NONE A 192.0.2.3
                update delete j.example.org ANY ANY
                check-names off
                show
                send
                ; the end
                quit
                """);
        assertThat(read).hasToString("""
                zone example.org.
                prereq nxrrset a.example.org. A
                prereq yxdomain b.example.org.
                prereq yxrrset c.example.org. TXT
                prereq nxdomain d.example.org.
                update add e.example.org. 300 A 192.0.2.1
                update add e.example.org. 60 A 192.0.2.2
                update delete f.example.org.
                update delete g.example.org.
                update delete h.example.org. A
                update delete i.example.org. A 192.0.2.3
                update delete j.example.org.
                send
                """);
        assertThat(DnsTransaction.parse("add a.test 1 A 192.0.2.1\n\n").zone()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add a.test A 192.0.2.1 | line 1: there is no TTL",
                "zone test\\nadd a.test 60 A 300.1.1.1 | line 2: \"300.1.1.1\" is not the data of a record of type A",
                "add a.test 60 NOTYPE x | line 1: \"NOTYPE\" is not a record type that is known here",
                "add a.test 60 TSIG x | line 1: \"TSIG\" is the type of a question or of a message",
                "add a.test 60 TYPE65280 x | \\# and its length",
                "add a.test 60 A | line 1: ",
                "add | line 1: the line ends where a name should be",
                "prereq yxdomain a.test b.test | there is more on the line than belongs there, from \"b.test\" on",
                "server ns1.test | a transaction does not say server: set up the client",
                "key hmac-sha256:k c2VjcmV0 | a transaction does not say key",
                "updaet add a.test 60 A 192.0.2.1 | \"updaet\" is no command of a transaction",
                "update change a.test | an update adds or deletes, not \"change\"",
                "class CH | the only class is IN",
                "ttl soon | \"soon\" is not a number of seconds",
                "ttl 99999999999999999999 | is not a number of seconds",
                "add a.test 2147483648 A 192.0.2.1 | a TTL is 0 to 2147483647",
                "zone a.test\\nzone b.test | line 2: the zone is given twice",
                "zone a.test\\ndel b.test | b.test. does not lie in the zone a.test.",
                "zone test\\ndel nottest | nottest. does not lie in the zone test.",
                "del a.test\\nsend\\ndel b.test | line 3: something follows what was sent",
                "del a.test\\n\\ndel b.test | line 3: something follows what was sent",
                "zone a.test\\nsend | there is nothing in the transaction",
                "del a..test | \"a..test\" is not a domain name",
                "del ü.test | its blanks as \\032 and what is not ASCII as xn--",
            })
    void whatIsWrongIsSaidWithItsLine(String text, String sentence) {
        assertThatThrownBy(() -> DnsTransaction.parse(text.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void whatCannotBeRightIsRefusedWhereItIsWritten() {
        assertRefused(builder -> builder.add("", MINUTE, "A", "192.0.2.1"), "\"\" is not a domain name");
        assertRefused(builder -> builder.add("@", MINUTE, "A", "192.0.2.1"), "\"@\" is not a domain name");
        assertRefused(builder -> builder.add("a b.example.org", MINUTE, "A", "192.0.2.1"), "its blanks as \\032");
        assertRefused(builder -> builder.deleteRrset("a.example.org", "ANY"), "is the type of a question");
        assertRefused(builder -> builder.deleteRrset("a.example.org", "TYPE200"), "is the type of a question");
        assertRefused(builder -> builder.add("a.example.org", Duration.ofMillis(1), "A", "192.0.2.1"), "a TTL is 0");
        assertRefused(builder -> builder.add("a.example.org", MINUTE, "MX", "mail.example.org"), "type MX");
        assertRefused(builder -> builder.add("a.example.org", MINUTE, "A", "192.0.2.1 192.0.2.2"), "type A");
        assertRefused(builder -> builder.add("a.example.org", MINUTE, "TXT", "a\nb"), "type TXT");
        assertRefused(builder -> builder.requireExactly("a.example.org", "A"), "require that there are none");
        assertRefused(builder -> builder.deleteName("example.net"), "does not lie in the zone example.org.");
        assertRefused(builder -> {}, "there is nothing in the transaction");
    }

    @Test
    void thereIsOneSpellingForEachThing() {
        ResourceRecord record = new ResourceRecord("A.Example.ORG", MINUTE, "type1", "\\# 4 C0000201");
        assertThat(record).isEqualTo(new ResourceRecord("a.example.org.", MINUTE, "A", "192.0.2.1"));
        assertThat(record).hasToString("a.example.org. 60 IN A 192.0.2.1");
        assertThat(new Prerequisite.RrsetIs("a.test", "NS", Set.of("b.test", "B.test.")).rdata())
                .hasSize(1);
    }

    @Test
    void valuesThatAreRequiredOfTheSameRecordsAreOneSet() {
        DnsTransaction transaction = DnsTransaction.in("test")
                .requireExactly("a.test", "A", "192.0.2.1")
                .requireInUse("b.test")
                .requireExactly("A.test", "a", "192.0.2.2")
                .build();
        assertThat(transaction.prerequisites())
                .containsExactly(
                        new Prerequisite.RrsetIs("a.test", "A", Set.of("192.0.2.1", "192.0.2.2")),
                        new Prerequisite.NameInUse("b.test"));
    }

    @Test
    void anyTextCanBeTheDataOfATxtRecord() {
        assertThat(ResourceRecord.quoted("say \"hi\" \\ ü;")).isEqualTo("\"say \\\"hi\\\" \\\\ \\195\\188;\"");
        assertThat(ResourceRecord.quoted("")).isEqualTo("\"\"");
        assertThat(ResourceRecord.quoted("x".repeat(300)))
                .isEqualTo("\"" + "x".repeat(255) + "\" \"" + "x".repeat(45) + "\"");
    }

    private static void assertRefused(Consumer<DnsTransaction.Builder> change, String message) {
        assertThatThrownBy(() -> {
                    DnsTransaction.Builder builder = DnsTransaction.in("example.org");
                    change.accept(builder);
                    builder.build();
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
