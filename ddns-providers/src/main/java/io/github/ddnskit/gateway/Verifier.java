package io.github.ddnskit.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies secrets on few threads behind a short queue, so that wrong ones cost no more than those threads, and remembers
 * those that were right. Thread-safe.
 */
final class Verifier implements AutoCloseable {

    private static final int REMEMBERED = 200_000;
    private static final long IDLE_SECONDS = 10;

    /** Against these is verified what does not exist, so that it takes as long as what does. */
    private final SecretHash noPassword;

    private final SecretHash noToken;
    private final SecretKeySpec key;
    private final IntConsumer work;
    private final ThreadPoolExecutor threads;
    private final Map<String, Boolean> right;

    /** What became of it. */
    enum Result {
        RIGHT,
        WRONG,
        /** The queue was full: nobody knows. */
        BUSY
    }

    Verifier(int passwordIterations, int workers, int queue, ThreadFactory factory) {
        this(passwordIterations, workers, queue, factory, REMEMBERED, iterations -> {});
    }

    /** The same, which remembers so many secrets, and tells of each verification how many iterations it takes. */
    Verifier(int passwordIterations, int workers, int queue, ThreadFactory factory, int remembered, IntConsumer work) {
        this.work = work;
        right = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > remembered;
            }
        });
        byte[] octets = new byte[32];
        new SecureRandom().nextBytes(octets);
        key = new SecretKeySpec(octets, "HmacSHA256");
        String nobody = Base64.getEncoder().encodeToString(octets);
        noPassword = SecretHash.of(nobody, passwordIterations);
        noToken = SecretHash.of(nobody, SecretHash.TOKEN_ITERATIONS);
        threads = new ThreadPoolExecutor(
                workers, workers, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /** The hash of nobody's secret, for a secret of this form. */
    SecretHash nobody(String secret) {
        return AccountToken.isToken(secret) ? noToken : noPassword;
    }

    /** Whether this very secret was right before. */
    boolean isRemembered(SecretHash hash, String secret) {
        return right.containsKey(digest(hash, secret));
    }

    CompletableFuture<Result> verify(SecretHash hash, String secret) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                work.accept(hash.iterations());
                boolean matches = hash.matches(secret);
                if (matches) {
                    right.put(digest(hash, secret), true);
                }
                result.complete(matches ? Result.RIGHT : Result.WRONG);
            });
        } catch (RejectedExecutionException e) {
            result.complete(Result.BUSY);
        }
        return result;
    }

    int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    /** Neither hash nor secret can be read from it, nor can it be made without the key of this run. */
    private String digest(SecretHash hash, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(hash.text().getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return Base64.getEncoder().encodeToString(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
