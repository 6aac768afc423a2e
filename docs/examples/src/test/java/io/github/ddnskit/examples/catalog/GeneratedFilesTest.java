package io.github.ddnskit.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.ConfigSchema;
import io.github.ddnskit.examples.guide.CodeBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that are generated from the catalogue are up to date. The first module that sees every type is this one. */
class GeneratedFilesTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final String SCHEMA = "ddns-providers/src/main/resources/META-INF/ddnskit/ddns.schema.json";
    private static final String GATEWAY = "ddns-providers/src/main/resources/META-INF/ddnskit/gateway.schema.json";
    private static final String REWRITE = "mvn -q test -pl docs/examples -am -Dtest=GeneratedFilesTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dddnskit.rewrite";

    private final Catalog catalog = Catalog.load();

    static List<CodeBlock> json() {
        return CodeBlock.configurations();
    }

    static List<CodeBlock> gateways() {
        return CodeBlock.gateways();
    }

    @Test
    void theTablesOfTheGuideAreThoseOfTheCatalogue() throws IOException {
        Path page = ROOT.resolve("docs/guide/providers.md");
        upToDate(page, ProvidersPage.withTables(Files.readString(page), catalog));
    }

    @Test
    void thePublishedSchemaIsThatOfTheCatalogue() throws IOException {
        upToDate(ROOT.resolve(SCHEMA), ConfigSchema.of(catalog));
    }

    @Test
    void thePublishedSchemaOfGatewaysIsThatOfTheCatalogue() throws IOException {
        upToDate(ROOT.resolve(GATEWAY), ConfigSchema.ofGateway(catalog));
    }

    @ParameterizedTest
    @MethodSource("json")
    void theExamplesAreValid(CodeBlock block) {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ConfigSchema.of(catalog), InputFormat.JSON);
        assertThat(schema.validate(block.text(), InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(block.text().replace("\"type\"", "\"tpye\""), InputFormat.JSON))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void theExamplesOfGatewaysAreValid(CodeBlock block) {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(ConfigSchema.ofGateway(catalog), InputFormat.JSON);
        assertThat(schema.validate(block.text(), InputFormat.JSON)).isEmpty();
    }

    /** Compares a file with what it should be, or makes it so if that was asked for. */
    private static void upToDate(Path file, String wanted) throws IOException {
        if (System.getProperty("ddnskit.rewrite") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, wanted);
        }
        assertThat(file).as("this rewrites it: %s", REWRITE).exists();
        assertThat(Files.readString(file, StandardCharsets.UTF_8))
                .as("%s; this rewrites it: %s", file.normalize(), REWRITE)
                .isEqualTo(wanted);
    }
}
