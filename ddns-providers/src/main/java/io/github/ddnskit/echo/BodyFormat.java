package io.github.ddnskit.echo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;

/** Where in a body the address stands. */
sealed interface BodyFormat {

    /** {@return the text that must be an address, if the body has the form that it should have} */
    Optional<String> address(String body);

    /** {@return the form in words} */
    String words();

    /** The whole body. */
    record Plain() implements BodyFormat {
        @Override
        public Optional<String> address(String body) {
            return Optional.of(body);
        }

        @Override
        public String words() {
            return "one address";
        }
    }

    /** A string in JSON. */
    record Json(String pointer) implements BodyFormat {

        private static final JsonMapper JSON = JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        static Json at(String pointer) {
            try {
                JsonPointer.compile(pointer);
                return new Json(pointer);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "\"" + pointer + "\" is not a JSON pointer: write one such as /ip, with a slash first", e);
            }
        }

        @Override
        public Optional<String> address(String body) {
            try {
                JsonNode node = JSON.readTree(body).at(JsonPointer.compile(pointer));
                return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
            } catch (JsonProcessingException notJson) {
                return Optional.empty();
            }
        }

        @Override
        public String words() {
            return "JSON with a string at " + pointer;
        }
    }

    /** A line {@code key=value} among others. */
    record Line(String key) implements BodyFormat {

        static Line of(String key) {
            if (key.isEmpty() || key.indexOf('=') >= 0 || key.lines().count() > 1) {
                throw new IllegalArgumentException("a key is what stands before the = of a line, such as ip");
            }
            return new Line(key);
        }

        @Override
        public Optional<String> address(String body) {
            List<String> values = body.lines()
                    .filter(line -> line.startsWith(key + "="))
                    .map(line -> line.substring(key.length() + 1))
                    .toList();
            return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
        }

        @Override
        public String words() {
            return "one line that begins with " + key + "=";
        }
    }
}
