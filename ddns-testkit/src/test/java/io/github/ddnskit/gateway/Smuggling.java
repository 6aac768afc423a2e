package io.github.ddnskit.gateway;

import java.util.stream.Stream;

/** Ends of a request's header that two programs may read in two ways, so that a second request hides behind the first. */
final class Smuggling {

    private Smuggling() {}

    static Stream<String> framings() {
        return Stream.of(
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 0\r\n\r\nabcde",
                "Content-Length: 0\r\nContent-Length: 5\r\n\r\nabcde",
                "Content-Length: 0, 5\r\n\r\n",
                "Content-Length: +5\r\n\r\nabcde",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 5\r\n\r\nabcde",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n");
    }
}
