package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a service is sent. Immutable and thread-safe.
 *
 * @param method the HTTP method
 * @param url where to; whole segments of its path may be roles, such as {@code /u/{token}/}
 * @param ipv6Url where to send requests about IPv6 alone, or null for the same
 * @param authentication what the header carries
 * @param headers fixed header fields by name
 * @param parameters what stands for each parameter, in the order in which they are sent
 * @param isForm whether the parameters travel in the body, as a form
 * @param suffix the domain below which all names of the service are, or empty
 * @param batch how many names one request takes, with commas between them
 * @param isSourceRegistered whether the service registers the address from which it is asked, so that the connection has
 *     to be of the family of the record
 * @param isContactWanted whether the User-Agent has to name a mail address
 * @param charset how replies are encoded that do not say so
 */
public record Request(
        String method,
        String url,
        @Nullable String ipv6Url,
        Authentication authentication,
        Map<String, String> headers,
        Map<String, Value> parameters,
        boolean isForm,
        String suffix,
        int batch,
        boolean isSourceRegistered,
        boolean isContactWanted,
        Charset charset) {

    /**
     * Copies the maps.
     *
     * @param method the HTTP method
     * @param url where to
     * @param ipv6Url where to send requests about IPv6 alone, or null for the same
     * @param authentication what the header carries
     * @param headers fixed header fields by name
     * @param parameters what stands for each parameter, in the order in which they are sent
     * @param isForm whether the parameters travel in the body, as a form
     * @param suffix the domain below which all names of the service are, or empty
     * @param batch how many names one request takes
     * @param isSourceRegistered whether the service registers the address from which it is asked
     * @param isContactWanted whether the User-Agent has to name a mail address
     * @param charset how replies are encoded that do not say so
     */
    public Request {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** The parameters of dyndns2. */
    static Map<String, Value> standardParameters(FamilyStyle families) {
        Map<String, Value> parameters = new LinkedHashMap<>();
        parameters.put("hostname", Value.of("{host}"));
        parameters.put("myip", Value.of(families == FamilyStyle.SEPARATE ? "{ipv4}" : "{ip}"));
        if (families == FamilyStyle.SEPARATE) {
            parameters.put("myipv6", Value.of("{ipv6}"));
        }
        return parameters;
    }

    /** {@return all roles that the request uses, the zone too where a label is below it} */
    public Set<Role> roles() {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        Stream<Value> header = authentication instanceof Authentication.Basic basic
                ? Stream.of(basic.username(), basic.password())
                : authentication instanceof Authentication.Header field ? Stream.of(field.value()) : Stream.empty();
        Stream<Value> path = Stream.concat(
                UrlTemplate.of(url).segments().stream(),
                ipv6Url == null ? Stream.empty() : UrlTemplate.of(ipv6Url).segments().stream());
        Stream.of(header, path, parameters.values().stream())
                .flatMap(all -> all)
                .forEach(value -> {
                    if (value.role() != null) {
                        roles.add(value.role());
                    }
                });
        return roles;
    }

    /** The same to another place. */
    Request at(String elsewhere) {
        return new Request(
                method,
                elsewhere,
                null,
                authentication,
                headers,
                parameters,
                isForm,
                suffix,
                batch,
                isSourceRegistered,
                isContactWanted,
                charset);
    }

    /**
     * Where a request goes.
     *
     * @param family the family it is about; IPv4 if it is about both
     * @return the URL with roles in its path
     */
    public String url(AddressFamily family) {
        return family == AddressFamily.IPV6 && ipv6Url != null ? ipv6Url : url;
    }
}
