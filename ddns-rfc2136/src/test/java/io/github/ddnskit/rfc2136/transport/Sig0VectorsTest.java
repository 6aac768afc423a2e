package io.github.ddnskit.rfc2136.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.rfc2136.Sig0Key;
import java.net.URL;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.KEYRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.SIG0;
import org.xbill.DNS.SIGRecord;
import org.xbill.DNS.Section;

/** What nsupdate has signed with key pairs that dnssec-keygen has made. */
final class Sig0VectorsTest {

    static Stream<Arguments> vectors() {
        return TsigVectorsTest.lines("sig0-vectors.tsv").map(columns -> Arguments.of(columns[0], columns[1]));
    }

    /** RSA and Ed25519 give the same signature each time, and that is the one of nsupdate. */
    @ParameterizedTest
    @MethodSource("vectors")
    void whatNsupdateHasSignedIsSignedAlike(String files, String hex) throws Exception {
        Sig0Key key = Sig0Key.fromFile(path(files + ".private"));
        byte[] wire = HexFormat.of().parseHex(hex);
        SIGRecord theirs =
                (SIGRecord) new Message(wire).getSection(Section.ADDITIONAL).get(0);
        byte[] unsigned = Arrays.copyOf(wire, TsigData.lastRecord(wire));
        unsigned[11] = 0; // the count of additional records
        byte[] ours =
                new Sig0Signing(key, Clock.systemUTC()).signature(unsigned, theirs.getTimeSigned(), theirs.getExpire());
        assertThat(theirs.getFootprint()).isEqualTo(key.tag());
        assertThat(theirs.getSigner()).hasToString(key.name());
        assertThat(ours).hasSameSizeAs(theirs.getSignature());
        if (!key.algorithm().name().startsWith("ECDSA")) {
            assertThat(ours).isEqualTo(theirs.getSignature());
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatWeSignIsVerifiedWithTheRecordThatServersHave(String files, String hex) throws Exception {
        Message message = new Message(HexFormat.of().parseHex(hex));
        message.removeAllRecords(Section.ADDITIONAL);
        byte[] wire = new Sig0Signing(Sig0Key.fromFile(path(files + ".key")), Clock.systemUTC())
                .sign(message.toWire())
                .wire();
        try (Master file = new Master(path(files + ".key").toString(), org.xbill.DNS.Name.root, 0)) {
            SIG0.verifyMessage(new Message(wire), wire, (KEYRecord) file.nextRecord(), null);
        }
    }

    static Path path(String file) throws Exception {
        URL found = Objects.requireNonNull(Sig0VectorsTest.class.getResource("sig0/" + file), file);
        assertThat(found.getProtocol()).isEqualTo("file");
        return Path.of(found.toURI());
    }
}
