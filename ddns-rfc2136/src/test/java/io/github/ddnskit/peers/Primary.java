package io.github.ddnskit.peers;

import io.github.ddnskit.rfc2136.TsigKey;

/**
 * The server on 127.0.0.1 from which a secondary gets its zones.
 *
 * @param port its port
 * @param key with what transfers are signed: one of {@link PeerServer#keys()}
 */
public record Primary(int port, TsigKey key) {}
