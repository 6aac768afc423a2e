package io.github.ddnskit.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DescriptorTest {

    private static final Field USER = Field.required("user", Field.Kind.TEXT, "User", "Who you are.");

    @Test
    void takesAPatternWhereThereIsTextToMatch() {
        assertThat(USER.withPattern("[a-z]+").pattern()).isEqualTo("[a-z]+");
        assertThatThrownBy(() -> USER.withPattern("[a-z")).hasMessageContaining("\"user\" is no regular expression");
        Field flag = Field.optional("dry", Field.Kind.FLAG, "Dry", "Whether to pretend.");
        assertThatThrownBy(() -> flag.withPattern("x")).hasMessageContaining("takes true or false: no pattern fits");
    }

    @Test
    void replacesTextsForPeopleAndNothingElse() {
        Field group = Field.group("key", "Key", "The key.", List.of(USER.withPattern("[a-z]+")));
        Field choice = Field.choice("how", "How", "The way.", List.of("fast"));
        Descriptor loud = new Descriptor("post", "Post", "https://example.org", List.of(group, choice))
                .withDocumentation("https://example.org/help")
                .withNotes("Stamps only.")
                .withEnded("Gone since 2020.")
                .withTexts(text -> text.toUpperCase(Locale.ROOT));
        Field user =
                Field.required("user", Field.Kind.TEXT, "USER", "WHO YOU ARE.").withPattern("[a-z]+");
        assertThat(loud)
                .isEqualTo(new Descriptor(
                        "post",
                        "POST",
                        "https://example.org",
                        "https://example.org/help",
                        List.of(
                                Field.group("key", "KEY", "THE KEY.", List.of(user)),
                                Field.choice("how", "HOW", "THE WAY.", List.of("fast"))),
                        "STAMPS ONLY.",
                        "GONE SINCE 2020."));
    }

    @Test
    void isDocumentedOnItsHomePageUnlessItSaysOtherwise() {
        Descriptor post = new Descriptor("post", "Post", "https://example.org", List.of(USER));
        assertThat(post.documentation()).isEqualTo("https://example.org");
        assertThat(post.notes()).isEmpty();
        assertThat(post.ended()).isNull();
    }

    @Test
    void refusesTwoFieldsOfOneName() {
        assertThatThrownBy(() -> new Descriptor("post", "Post", "https://example.org", List.of(USER, USER)))
                .hasMessage("\"post\" has two fields called \"user\"");
    }
}
