package io.github.ddnskit.gateway;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnskit.Hostname;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes accounts as JSON, a line for each, and reads them again. Stateless. */
final class AccountJson {

    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private AccountJson() {}

    static byte[] write(List<Account> accounts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(accounts.size() * 300 + 100);
        try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeArrayFieldStart("accounts");
            for (Account account : accounts) {
                json.writeRaw("\n");
                one(json, account);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
        return out.toByteArray();
    }

    /** One account alone, as a column of a table holds it. */
    static String write(Account account) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(300);
        try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            one(json, account);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
        return out.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void one(JsonGenerator json, Account account) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", account.name());
        if (account.password() != null) {
            json.writeStringField("password", account.password().text());
        }
        if (account.isDisabled()) {
            json.writeBooleanField("disabled", true);
        }
        json.writeArrayFieldStart("hosts");
        for (Hostname host : account.hosts()) {
            json.writeString(host.ascii());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("tokens");
        for (AccountToken token : account.tokens()) {
            json.writeStartObject();
            json.writeStringField("id", token.id());
            json.writeStringField("host", token.host().ascii());
            json.writeStringField("hash", token.hash().text());
            if (token.until() != null) {
                json.writeStringField("until", token.until().toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * Reads all accounts.
     *
     * @throws IOException if it is not what was written; the message quotes no hash
     */
    static AccountTable readAll(byte[] bytes) throws IOException {
        JsonNode root = tree(bytes);
        if (root.path("version").asInt() != VERSION) {
            throw new IOException(
                    "it is of version " + root.path("version").asInt() + ", and only " + VERSION + " is known here");
        }
        if (!root.path("accounts").isArray()) {
            throw new IOException("it has no array \"accounts\"");
        }
        List<Account> accounts = new ArrayList<>();
        for (JsonNode node : root.path("accounts")) {
            accounts.add(account(node));
        }
        try {
            return AccountTable.of(accounts);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    static Account read(String text) throws IOException {
        return account(tree(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static JsonNode tree(byte[] bytes) throws IOException {
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException("it is not JSON at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        }
    }

    private static Account account(JsonNode node) throws IOException {
        String name = node.path("name").asText();
        try {
            List<AccountToken> tokens = new ArrayList<>();
            for (JsonNode token : node.path("tokens")) {
                tokens.add(new AccountToken(
                        token.path("id").asText(),
                        Hostname.of(token.path("host").asText()),
                        SecretHash.parse(token.path("hash").asText()),
                        token.has("until") ? Instant.parse(token.path("until").asText()) : null));
            }
            Set<Hostname> hosts = new LinkedHashSet<>();
            for (JsonNode host : node.path("hosts")) {
                hosts.add(Hostname.of(host.asText()));
            }
            return new Account(
                    name,
                    node.has("password")
                            ? SecretHash.parse(node.path("password").asText())
                            : null,
                    hosts,
                    tokens,
                    node.path("disabled").asBoolean());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("the account \"" + name + "\" is wrong: " + e.getMessage());
        }
    }
}
