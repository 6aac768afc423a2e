package io.github.ddnskit.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ddnskit.catalog.Catalog;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CatalogJsonTest {

    private final Catalog catalog = Catalog.load();

    @Test
    void tellsAllThatAFormNeeds() throws IOException {
        JsonNode paper =
                json(CatalogJson.of(catalog, type -> type.id().equals("paper"))).at("/updaters/0");
        assertThat(paper.path("id").textValue()).isEqualTo("paper");
        assertThat(paper.path("documentation").textValue()).isEqualTo("https://example.org");
        assertThat(paper.has("ended")).isFalse();
        assertThat(paper.at("/fields/0")).isEqualTo(json("""
                {"name": "server", "kind": "text", "required": true, "label": "Server", "help": "Where to send it"}"""));
        assertThat(paper.findValue("pattern").textValue()).isEqualTo("[a-z]+");
        assertThat(paper.findValues("choices").toString()).isEqualTo("[[\"black\",\"red\"], [\"round\",\"square\"]]");
        assertThat(paper.findValuesAsText("kind"))
                .containsExactly(
                        "text",
                        "number",
                        "flag",
                        "duration",
                        "path",
                        "texts",
                        "text",
                        "texts",
                        "group",
                        "text",
                        "choice",
                        "secret",
                        "secret");
    }

    @Test
    void holdsOnlyWhatIsWanted() throws IOException {
        JsonNode file = json(CatalogJson.of(catalog, type -> type.id().equals("file")));
        assertThat(file.path("updaters")).isEmpty();
        assertThat(file.path("sources")).hasSize(1);
        assertThat(json(CatalogJson.of(catalog)).path("sources")).hasSizeGreaterThan(1);
    }

    @Test
    void staysAsciiInEveryLanguage() throws IOException {
        String japanese = CatalogJson.of(catalog.in(Locale.JAPANESE));
        assertThat(japanese).isASCII();
        String file =
                CatalogJson.of(catalog.in(Locale.JAPANESE), type -> type.id().equals("file"));
        assertThat(json(file).at("/sources/0/displayName").textValue()).isEqualTo("ファイル");
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
