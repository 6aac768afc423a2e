package io.github.ddnskit.rfc2136;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads private keys as BIND writes them: lines of a field's name, a colon, and its value, most of them in Base64. */
final class Sig0PrivateKey {

    private Sig0PrivateKey() {}

    static PrivateKey parse(String text, Sig0Algorithm algorithm) throws GeneralSecurityException {
        Map<String, String> fields = text.lines()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(
                        parts -> parts[0].strip(), parts -> parts[1].strip(), (first, second) -> first));
        String number = fields.getOrDefault("Algorithm", "").split(" ", 2)[0];
        if (!number.equals(Integer.toString(algorithm.number()))) {
            throw new InvalidKeyException("it has another algorithm");
        }
        return switch (algorithm) {
            case RSASHA256, RSASHA512 -> KeyFactory.getInstance("RSA").generatePrivate(rsa(fields));
            case ECDSAP256SHA256 -> onCurve("secp256r1", fields);
            case ECDSAP384SHA384 -> onCurve("secp384r1", fields);
            case ED25519 ->
                KeyFactory.getInstance("Ed25519")
                        .generatePrivate(
                                new EdECPrivateKeySpec(NamedParameterSpec.ED25519, octets(fields, "PrivateKey")));
        };
    }

    private static RSAPrivateCrtKeySpec rsa(Map<String, String> fields) throws InvalidKeyException {
        return new RSAPrivateCrtKeySpec(
                integer(fields, "Modulus"),
                integer(fields, "PublicExponent"),
                integer(fields, "PrivateExponent"),
                integer(fields, "Prime1"),
                integer(fields, "Prime2"),
                integer(fields, "Exponent1"),
                integer(fields, "Exponent2"),
                integer(fields, "Coefficient"));
    }

    private static PrivateKey onCurve(String curve, Map<String, String> fields) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(
                        integer(fields, "PrivateKey"), parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger integer(Map<String, String> fields, String name) throws InvalidKeyException {
        return new BigInteger(1, octets(fields, name));
    }

    private static byte[] octets(Map<String, String> fields, String name) throws InvalidKeyException {
        String value = fields.get(name);
        if (value == null) {
            throw new InvalidKeyException("it has no " + name);
        }
        return Base64.getDecoder().decode(value);
    }
}
