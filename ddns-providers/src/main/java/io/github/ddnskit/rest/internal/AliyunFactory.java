package io.github.ddnskit.rest.internal;

import io.github.ddnskit.rest.AliyunUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes an {@link AliyunUpdater} from settings. Stateless and thread-safe. */
public final class AliyunFactory extends RestFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "aliyun",
            "Alibaba Cloud DNS (Aliyun)",
            "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
            List.of(
                    text("keyId", "AccessKey ID", "The AccessKey ID of a RAM user with the right AliyunDNSFullAccess."),
                    secret("keySecret", "AccessKey secret", "The secret that belongs to it.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public AliyunFactory() {
        super(
                DESCRIPTOR,
                settings -> AliyunUpdater.builder()
                        .key(Settings.required(settings.text("keyId")), Settings.required(settings.secret("keySecret")))
                        .build());
    }
}
