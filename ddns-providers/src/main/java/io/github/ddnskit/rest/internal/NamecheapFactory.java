package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.NamecheapUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link NamecheapUpdater} from settings. Stateless and thread-safe. */
public final class NamecheapFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "namecheap",
            "Namecheap (dynamic DNS)",
            "https://www.namecheap.com/support/knowledgebase/article.aspx/595/11/how-do-i-enable-dynamic-dns-for-a-domain/",
            List.of(
                    text(
                            "domain",
                            "Domain",
                            "The domain that holds the hosts, as it was registered, such as example.org."),
                    secret(
                            "password",
                            "Dynamic DNS password",
                            "The password that the advanced DNS settings of the domain show; not that of the account.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public NamecheapFactory() {
        super(
                DESCRIPTOR,
                settings -> NamecheapUpdater.builder()
                        .domain(
                                Settings.required(settings.text("domain")),
                                Settings.required(settings.secret("password")))
                        .build());
    }
}
