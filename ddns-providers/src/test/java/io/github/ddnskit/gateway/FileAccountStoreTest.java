package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Hostname;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAccountStoreTest {

    private static final Hostname HOME = Hostname.of("home.example.org");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path file() {
        return folder.resolve("state").resolve("accounts.json");
    }

    @Test
    void keepsAccountsAcrossRestartsForItsOwnerOnly() throws Exception {
        AccountToken.Fresh token = AccountToken.create(HOME);
        Account alice = Account.of("alice")
                .withPassword(SecretHash.of("wonderland", 10))
                .withHost(HOME)
                .withToken(token.kept(), Instant.MAX)
                .withDisabled(true);
        FileAccountStore.at(file()).change("alice", none -> Optional.of(alice));
        FileAccountStore again = FileAccountStore.at(file());
        assertThat(again.find("alice")).contains(alice);
        assertThat(again.holder(token.kept().id())).contains(alice);
        assertThat(again.find("Alice")).isEmpty();
        assertThat(again.all()).containsExactly(alice);
        assertThat(Files.readString(file())).doesNotContain("wonderland").doesNotContain(token.text());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void seesWhatAnotherProcessHasChanged() throws Exception {
        FileAccountStore one = FileAccountStore.at(file());
        FileAccountStore other = FileAccountStore.at(file());
        assertThat(one.find("alice")).isEmpty();
        other.change("alice", none -> Optional.of(Account.of("alice")));
        one.change("bob", none -> Optional.of(Account.of("bob")));
        assertThat(one.all()).extracting(Account::name).containsExactly("alice", "bob");
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (other.find("bob").isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(other.find("bob")).isPresent();
    }

    @Test
    void aHostIsTakenFromAnAccountWithItsTokens() throws Exception {
        AccountToken.Fresh token = AccountToken.create(HOME);
        FileAccountStore store = FileAccountStore.at(file());
        store.change(
                "alice", none -> Optional.of(Account.of("alice").withHost(HOME).withToken(token.kept(), Instant.MAX)));
        store.change("alice", alice -> alice.map(found -> found.withoutHost(HOME)));
        assertThat(store.find("alice")).contains(Account.of("alice"));
        assertThat(store.holder(token.kept().id())).isEmpty();
    }

    @Test
    void aHostAndATokenBelongToOneAccount() throws Exception {
        FileAccountStore store = FileAccountStore.at(file());
        store.change("alice", none -> Optional.of(Account.of("alice").withHost(HOME)));
        assertThatThrownBy(() -> store.change(
                        "bob", none -> Optional.of(Account.of("bob").withHost(HOME))))
                .hasMessage("home.example.org is a host of the account alice already");
        assertThat(store.find("bob")).isEmpty();
        store.change("alice", alice -> Optional.empty());
        store.change("bob", none -> Optional.of(Account.of("bob").withHost(HOME)));
        assertThat(FileAccountStore.at(file()).all()).extracting(Account::name).containsExactly("bob");
    }

    @Test
    void aDamagedFileChangesNothingAndIsNotWrittenOver() throws Exception {
        FileAccountStore store = FileAccountStore.at(file());
        store.change("alice", none -> Optional.of(Account.of("alice")));
        Files.writeString(file(), "{\"version\":1,\"accounts\":[{\"name\":\"alice\"");
        long until = System.nanoTime() + 1_100_000_000L;
        while (System.nanoTime() < until) {
            assertThat(store.find("alice")).isPresent();
        }
        assertThatThrownBy(() -> store.change("bob", none -> Optional.of(Account.of("bob"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not JSON");
        assertThatThrownBy(() -> FileAccountStore.at(file())).hasMessageContaining("cannot be used");
    }

    @Test
    void hashesSayNothing() {
        SecretHash hash = SecretHash.of("wonderland", 10);
        assertThat(hash.matches("wonderland")).isTrue();
        assertThat(hash.matches("wonderlanD")).isFalse();
        assertThat(hash.matches("")).isFalse();
        assertThat(SecretHash.parse(hash.text())).isEqualTo(hash);
        assertThat(SecretHash.of("wonderland", 10)).as("with a salt of its own").isNotEqualTo(hash);
        assertThat(hash).hasToString("SecretHash[masked]");
        assertThatThrownBy(() -> SecretHash.parse("pbkdf2-sha256$0$x$y")).hasMessageContaining("no hash");
    }
}
