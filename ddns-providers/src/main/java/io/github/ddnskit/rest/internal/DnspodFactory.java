package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.DnspodUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes a {@link DnspodUpdater} from settings. Stateless and thread-safe. */
public final class DnspodFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "dnspod",
            "DNSPod (Tencent Cloud)",
            "https://console.cloud.tencent.com/cam/capi",
            List.of(
                    text("secretId", "SecretId", "The SecretId of an API key of Tencent Cloud; not a DNSPod token."),
                    secret("secretKey", "SecretKey", "The SecretKey that belongs to it."),
                    Field.choice(
                            "site",
                            "Site",
                            "Where the account was opened: cloud.tencent.com (china) or tencentcloud.com"
                                    + " (international); china if left out.",
                            List.of("china", "international"))));

    /** Used by {@link java.util.ServiceLoader}. */
    public DnspodFactory() {
        super(DESCRIPTOR, DnspodFactory::make);
    }

    private static DnsUpdater make(Settings settings) {
        DnspodUpdater.Builder builder = DnspodUpdater.builder()
                .key(Settings.required(settings.text("secretId")), Settings.required(settings.secret("secretKey")));
        settings.text("site")
                .filter("international"::equals)
                .ifPresent(site -> builder.endpoint("https://dnspod.intl.tencentcloudapi.com"));
        return builder.build();
    }
}
