package io.github.ddnskit.rfc2136;

/**
 * What a client signs its requests with, so that a name server knows who asks.
 *
 * <p>With a {@link TsigKey} and with {@link GssCredentials} the server signs its replies too, and only a signed reply is
 * believed. With a {@link Sig0Key} it does not: see there.
 */
public sealed interface DnsCredentials permits TsigKey, Sig0Key, GssCredentials {

    /** {@return who signs, as the server knows it: the name of a key or a principal} */
    String name();

    /** {@return what a sentence calls them, such as {@code the key ddns-key. (hmac-sha256)}; never a secret} */
    String description();
}
