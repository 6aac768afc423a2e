package io.github.ddnskit.dyndns2.internal;

import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.dyndns2.Dyndns2Updater;
import io.github.ddnskit.dyndns2.OtherFamily;
import io.github.ddnskit.dyndns2.Role;
import io.github.ddnskit.dyndns2.Service;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes updaters of one row: its fields are what the row has roles for. Immutable and thread-safe. */
final class DialectFactory implements UpdaterFactory {

    static final Field CONTACT = Field.optional(
            "contact", Kind.TEXT, "Contact", "A mail address to which the provider may write about this client.");
    static final Field OTHER_FAMILY = Field.optional(
            "mayDeleteOtherFamily",
            Kind.FLAG,
            "May delete the other family",
            "Permits updates of IPv4 or IPv6 alone, of which the provider deletes the other address.");
    static final Field PLAIN_HTTP = Field.optional(
            "plainHttp",
            Kind.FLAG,
            "Unencrypted",
            "Permits the credentials to travel unencrypted: the provider has no other way.");

    private final Dialect dialect;

    DialectFactory(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Descriptor descriptor() {
        Service service = dialect.service();
        Service.Ended ended = service.ended();
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<Role, Field> credential : credentials().entrySet()) {
            if (dialect.request().roles().contains(credential.getKey())) {
                fields.add(required(
                        credential.getValue(),
                        service.help().get(credential.getKey().toString())));
            }
        }
        if (dialect.request().isContactWanted()) {
            fields.add(CONTACT);
        }
        if (dialect.families().other().containsValue(OtherFamily.REMOVED)) {
            fields.add(OTHER_FAMILY);
        }
        if (dialect.isPlainHttpOnly()) {
            fields.add(PLAIN_HTTP);
        }
        Descriptor alive = new Descriptor(service.id(), service.name(), service.homePage(), fields)
                .withDocumentation(service.documentation())
                .withNotes(service.notes());
        return ended == null ? alive : alive.withEnded("Ended " + ended.since() + ". " + ended.instead());
    }

    @Override
    public DnsUpdater create(Settings settings) {
        return builder(settings).dialect(dialect).build();
    }

    /** What a user may have to enter, by what it stands for; none of it is required here. */
    static Map<Role, Field> credentials() {
        Map<Role, Field> fields = new EnumMap<>(Role.class);
        fields.put(
                Role.USERNAME,
                Field.optional(
                        "username", Kind.TEXT, "User name", "The user name that the provider gave for updates."));
        fields.put(
                Role.PASSWORD,
                Field.optional("password", Kind.SECRET, "Password", "The password that belongs to the user name."));
        fields.put(
                Role.TOKEN,
                Field.optional("token", Kind.SECRET, "Token", "The token or key that the provider gave for updates."));
        fields.put(Role.ZONE, Field.optional("zone", Kind.TEXT, "Zone", "The domain below which the names are."));
        fields.put(
                Role.ID,
                Field.optional(
                        "recordId",
                        Kind.TEXT,
                        "Record id",
                        "What the provider shows as the number or name of the record."));
        return fields;
    }

    /** A builder with all that settings can hold. */
    static Dyndns2Updater.Builder builder(Settings settings) {
        Dyndns2Updater.Builder builder = Dyndns2Updater.builder();
        settings.text("username").ifPresent(builder::username);
        settings.secret("password").ifPresent(builder::password);
        settings.secret("token").ifPresent(builder::token);
        settings.text("zone").ifPresent(builder::zone);
        settings.text("recordId").ifPresent(builder::recordId);
        settings.text("contact").ifPresent(builder::contact);
        if (settings.flag("plainHttp").orElse(false)) {
            builder.allowPlainHttp();
        }
        if (settings.flag("mayDeleteOtherFamily").orElse(false)) {
            builder.allowDeletingOtherFamily();
        }
        return builder;
    }

    private static Field required(Field field, @Nullable String help) {
        return Field.required(field.name(), field.kind(), field.label(), help == null ? field.help() : help);
    }
}
