package io.github.ddnskit.cloud;

import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpReply;
import java.time.Duration;

/** Requests to a metadata service within one deadline. */
record Ask(HttpEngine http, String endpoint, long end) {

    /** The metadata of a machine with many interfaces is long. */
    private static final int LONGEST_REPLY = 64 * 1024;

    HttpReply send(String method, String path, String headerName, String headerValue)
            throws HttpException, InterruptedException {
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        return http.send(HttpCall.of(method, endpoint + path)
                .header(headerName, headerValue)
                .probe(left, LONGEST_REPLY, null)
                .build());
    }
}
