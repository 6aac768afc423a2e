package io.github.ddnskit.jp;

import org.jspecify.annotations.Nullable;

/**
 * One of the services that share the API.
 *
 * @param id the type in configuration files
 * @param displayName what to call it before people
 * @param zone what its names end in
 * @param endpoint the URL at which addresses are renewed, or null if it is not public
 */
record FletsDdnsService(
        String id,
        String displayName,
        String zone,
        @Nullable String endpoint) {

    static final FletsDdnsService OPEN_IPV6 = new FletsDdnsService(
            "open-ipv6-ddns", "OPEN IPv6 Dynamic DNS", "i.open.ad.jp", "https://ddnsapi-v6.open.ad.jp/api/renew/");

    static final FletsDdnsService NTT_EAST =
            new FletsDdnsService("ntt-east-ipv6-ddns", "NTT East IPv6 Dynamic DNS", "i.e-ntt.jp", null);
}
