package io.github.ddnskit.rfc2136;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.KEYRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A KEY record (RFC 2535 section 3, RFC 3445) in the text form of zone files. */
record Sig0KeyRecord(KEYRecord record, Sig0Algorithm algorithm) {

    private static final String HOW = ": make it with dnssec-keygen -T KEY -n HOST";

    static Sig0KeyRecord parse(String text) {
        Record record;
        try (ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
                Master file = new Master(in, Name.root, 0)) {
            file.disableIncludes();
            record = file.nextRecord();
        } catch (IOException e) {
            throw new IllegalArgumentException("the public key is not a KEY record" + HOW, e);
        }
        if (!(record instanceof KEYRecord key)) {
            throw new IllegalArgumentException("the public key is "
                    + (record == null
                            ? "not there"
                            : "a " + Type.string(record.getType()) + " record, not a KEY record")
                    + HOW);
        }
        Sig0Algorithm algorithm = Sig0Algorithm.of(key.getAlgorithm())
                .orElseThrow(() -> new IllegalArgumentException("the public key has the algorithm number "
                        + key.getAlgorithm() + ", which is none of RSASHA256, RSASHA512, ECDSAP256SHA256,"
                        + " ECDSAP384SHA384 and ED25519" + HOW));
        return new Sig0KeyRecord(key, algorithm);
    }

    String name() {
        return record.getName().canonicalize().toString();
    }

    int tag() {
        return record.getFootprint();
    }

    PublicKey publicKey() throws GeneralSecurityException {
        try {
            return record.getPublicKey();
        } catch (DNSSECException e) {
            throw new InvalidKeyException(e);
        }
    }
}
