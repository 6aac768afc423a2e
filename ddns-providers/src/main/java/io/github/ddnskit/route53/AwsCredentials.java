package io.github.ddnskit.route53;

import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As whom requests to AWS are signed. Immutable and thread-safe; what it refers to is read anew for each request, so that
 * keys can be rotated without a restart.
 *
 * <p>{@link AwsIdentity} makes them of any credentials provider of the AWS SDK. Nothing here shows a secret; but AWS's own
 * signer writes all that it signs, session tokens included, to its log at level DEBUG: leave
 * {@code software.amazon.awssdk.http.auth} above that level.
 */
public abstract class AwsCredentials {

    private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
    private static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

    AwsCredentials() {}

    /** What is signed with, for as long as one request takes. */
    record Keys(
            String accessKeyId,
            String secretAccessKey,
            @Nullable String sessionToken) {
        @Override
        public String toString() {
            return "Keys[masked]";
        }
    }

    /**
     * The access key of a user.
     *
     * @param accessKeyId the id of the key, which is no secret
     * @param secretAccessKey the key
     * @return the credentials
     * @throws IllegalArgumentException if the id is blank
     */
    public static AwsCredentials of(String accessKeyId, Secret secretAccessKey) {
        return of(accessKeyId, secretAccessKey, null);
    }

    /**
     * A temporary access key.
     *
     * @param accessKeyId the id of the key, which is no secret
     * @param secretAccessKey the key
     * @param sessionToken the token that goes with it, or null for the key of a user
     * @return the credentials
     * @throws IllegalArgumentException if the id is blank
     */
    public static AwsCredentials of(String accessKeyId, Secret secretAccessKey, @Nullable Secret sessionToken) {
        if (accessKeyId.isBlank()) {
            throw new IllegalArgumentException("the access key id is blank: it looks like AKIAIOSFODNN7EXAMPLE");
        }
        return new Static(accessKeyId.strip(), secretAccessKey, sessionToken);
    }

    /**
     * What the environment variables {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and, if there is one,
     * {@code AWS_SESSION_TOKEN} hold when a request is signed.
     *
     * @return the credentials
     */
    public static AwsCredentials fromEnvironment() {
        return new Environment();
    }

    /**
     * Reads the keys.
     *
     * @throws IllegalStateException if they cannot be read; the message says where they were looked for
     */
    abstract Keys resolve(Deadline deadline) throws InterruptedException;

    /** What is signed as, for a target. */
    abstract UpdaterIdentity identity(String target);

    /** Whether they change without the configuration, so that what was refused once may be accepted later. */
    boolean rotate() {
        return true;
    }

    private static final class Static extends AwsCredentials {
        private final String accessKeyId;
        private final Secret secretAccessKey;
        private final @Nullable Secret sessionToken;

        Static(String accessKeyId, Secret secretAccessKey, @Nullable Secret sessionToken) {
            this.accessKeyId = accessKeyId;
            this.secretAccessKey = secretAccessKey;
            this.sessionToken = sessionToken;
        }

        @Override
        Keys resolve(Deadline deadline) {
            return new Keys(accessKeyId, secretAccessKey.reveal(), sessionToken == null ? null : sessionToken.reveal());
        }

        @Override
        UpdaterIdentity identity(String target) {
            List<Secret> secrets = new ArrayList<>(List.of(secretAccessKey));
            if (sessionToken != null) {
                secrets.add(sessionToken);
            }
            return new UpdaterIdentity(target, accessKeyId, secrets);
        }

        @Override
        boolean rotate() {
            return sessionToken != null;
        }

        @Override
        public String toString() {
            return "AwsCredentials[" + accessKeyId + ", masked]";
        }
    }

    private static final class Environment extends AwsCredentials {

        @Override
        Keys resolve(Deadline deadline) {
            String token = System.getenv(SESSION_TOKEN);
            return new Keys(
                    Secret.fromEnv(KEY_ID).reveal(),
                    Secret.fromEnv(SECRET_KEY).reveal(),
                    token == null || token.isEmpty() ? null : token);
        }

        @Override
        UpdaterIdentity identity(String target) {
            return UpdaterIdentity.of(target, "environment", Secret.fromEnv(KEY_ID), Secret.fromEnv(SECRET_KEY));
        }

        @Override
        public String toString() {
            return "AwsCredentials[environment]";
        }
    }
}
