package io.github.ddnskit.route53;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The two artifacts of AWS that signing needs, and that a program has only if it asked for them. */
final class AwsArtifacts {

    private static final List<String> CLASSES = List.of(
            "software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner",
            "software.amazon.awssdk.identity.spi.AwsCredentialsIdentity");

    private AwsArtifacts() {}

    /** Throws an {@link IllegalArgumentException} that says what to add, if one of them is missing. */
    static void require() {
        try {
            for (String name : CLASSES) {
                Class.forName(name, false, AwsArtifacts.class.getClassLoader());
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalArgumentException(advice(), e);
        }
    }

    private static String advice() {
        return String.join(
                "\n",
                "Route 53 needs AWS's own request signer. Add these two lines to the dependencies of your program"
                        + " (and, if it runs on the module path, --add-modules software.amazon.awssdk.http.auth.aws):",
                dependency("http-auth-aws"),
                dependency("identity-spi"));
    }

    private static String dependency(String artifact) {
        return "<dependency><groupId>software.amazon.awssdk</groupId><artifactId>" + artifact + "</artifactId><version>"
                + version() + "</version></dependency>";
    }

    private static String version() {
        try (InputStream in = AwsArtifacts.class.getResourceAsStream("version.txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
