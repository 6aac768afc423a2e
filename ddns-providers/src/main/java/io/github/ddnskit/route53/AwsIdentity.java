package io.github.ddnskit.route53;

import io.github.ddnskit.spi.UpdaterIdentity;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * Takes credentials from AWS's own libraries: the one place where ddnskit names a type of theirs, so that programs which
 * do without AWS need none of them.
 */
public final class AwsIdentity {

    private AwsIdentity() {}

    /**
     * What a credentials provider of the AWS SDK resolves when a request is signed, such as its default chain of
     * environment, profile, web identity, container and instance metadata.
     *
     * @param provider the provider, which stays the caller's to close
     * @return the credentials
     */
    @SuppressWarnings("exports") // transitive would ask every user's compiler for AWS's module
    public static AwsCredentials of(IdentityProvider<? extends AwsCredentialsIdentity> provider) {
        return new Provided(Objects.requireNonNull(provider));
    }

    private static final class Provided extends AwsCredentials {
        private final IdentityProvider<? extends AwsCredentialsIdentity> provider;

        Provided(IdentityProvider<? extends AwsCredentialsIdentity> provider) {
            this.provider = provider;
        }

        @Override
        Keys resolve(Deadline deadline) throws InterruptedException {
            try {
                AwsCredentialsIdentity identity =
                        provider.resolveIdentity().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
                String token =
                        identity instanceof AwsSessionCredentialsIdentity session ? session.sessionToken() : null;
                return new Keys(identity.accessKeyId(), identity.secretAccessKey(), token);
            } catch (TimeoutException e) {
                throw new IllegalStateException("the AWS credentials provider gave no answer in time");
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            } catch (RuntimeException e) {
                throw failure(e);
            }
        }

        // Without the message of the cause, which could hold anything.
        private static IllegalStateException failure(@Nullable Throwable cause) {
            String kind = cause == null ? "unknown" : cause.getClass().getSimpleName();
            return new IllegalStateException("the AWS credentials provider gave no credentials (" + kind
                    + "): check the environment, profile or role that it reads");
        }

        @Override
        UpdaterIdentity identity(String target) {
            return UpdaterIdentity.of(target, "provider");
        }

        @Override
        public String toString() {
            return "AwsCredentials[provider]";
        }
    }
}
