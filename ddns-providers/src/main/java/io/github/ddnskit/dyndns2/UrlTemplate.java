package io.github.ddnskit.dyndns2;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * A URL of which whole segments of the path may be roles.
 *
 * @param origin scheme, host and port, such as {@code https://sync.afraid.org}
 * @param segments what stands between the slashes of the path, a trailing empty one included
 */
record UrlTemplate(String origin, List<Value> segments) {

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException if it is not http or https with a host, or has user info, query or fragment
     */
    static UrlTemplate of(String url) {
        int scheme = url.indexOf("://");
        int slash = scheme < 0 ? -1 : url.indexOf('/', scheme + 3);
        if (slash < 0) {
            throw new IllegalArgumentException("\"" + url + "\" is not a URL with a path, such as https://host/update");
        }
        URI origin = URI.create(url.substring(0, slash));
        boolean http = "https".equals(origin.getScheme()) || "http".equals(origin.getScheme());
        if (!http || origin.getHost() == null || origin.getRawUserInfo() != null) {
            throw new IllegalArgumentException("\"" + origin.getScheme() + "://" + origin.getHost()
                    + "\" is not where a request can go: write https:// or http:// and a host");
        }
        String path = url.substring(slash + 1);
        if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            throw new IllegalArgumentException("a URL holds no query: write it as parameters");
        }
        return new UrlTemplate(
                url.substring(0, slash),
                Arrays.stream(path.split("/", -1)).map(Value::of).toList());
    }

    boolean isPlain() {
        return origin.startsWith("http:");
    }
}
