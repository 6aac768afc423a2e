package io.github.ddnskit.examples.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an {@code inadyn.conf} of inadyn 2: options, and sections that begin with {@code provider} or {@code custom}. */
final class InadynFile {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|#[^\\n]*|//[^\\n]*|/\\*.*?\\*/|(?<quoted>\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*')"
                    + "|(?<mark>\\+=|[={},()])|(?<word>(?:\\$\\{\\w+}|[^\\s\"'={},()#])+)",
            Pattern.DOTALL);
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private final List<Token> tokens;
    private int next;

    private InadynFile(List<Token> tokens) {
        this.tokens = tokens;
    }

    private record Token(int line, String text, boolean isMark) {
        boolean is(String mark) {
            return isMark && text.equals(mark);
        }
    }

    /**
     * An option.
     *
     * @param line where it stands, from 1
     * @param values what it is set to, of which there is more than one in a list
     */
    record Option(int line, List<String> values) {
        /** The first value. */
        String text() {
            return values.isEmpty() ? "" : values.get(0);
        }
    }

    /**
     * A section, or what stands outside of all.
     *
     * @param line where it begins, from 1
     * @param kind {@code provider}, {@code custom}, or empty for what stands outside
     * @param name the name of the service
     * @param options its options by their names
     */
    record Section(int line, String kind, String name, Map<String, Option> options) {}

    /**
     * Reads a file.
     *
     * @param text the text of the file
     * @return what stands outside of all sections, and then the sections
     * @throws ForeignFormatException if inadyn could not read it either
     */
    static List<Section> read(String text) throws ForeignFormatException {
        return new InadynFile(tokens(text)).sections();
    }

    private static List<Token> tokens(String text) throws ForeignFormatException {
        List<Token> tokens = new ArrayList<>();
        Matcher found = TOKEN.matcher(text);
        int line = 1;
        int at = 0;
        while (at < text.length()) {
            if (!found.find(at) || found.start() != at) {
                throw new ForeignFormatException(line, "a quotation mark is missing, or there is one too many");
            }
            String quoted = found.group("quoted");
            if (quoted != null) {
                String inner = quoted.substring(1, quoted.length() - 1);
                tokens.add(new Token(line, ESCAPED.matcher(inner).replaceAll("$1"), false));
            } else if (found.group("mark") != null) {
                tokens.add(new Token(line, found.group(), true));
            } else if (found.group("word") != null) {
                tokens.add(new Token(line, ESCAPED.matcher(found.group()).replaceAll("$1"), false));
            }
            line += (int) found.group().chars().filter(c -> c == '\n').count();
            at = found.end();
        }
        return tokens;
    }

    private List<Section> sections() throws ForeignFormatException {
        Section outside = new Section(1, "", "", new LinkedHashMap<>());
        List<Section> all = new ArrayList<>(List.of(outside));
        while (next < tokens.size()) {
            Token token = word();
            if (token.text().equals("provider") || token.text().equals("custom")) {
                Section section = new Section(token.line(), token.text(), word().text(), new LinkedHashMap<>());
                expect("{");
                while (!peek("}")) {
                    option(word(), section);
                }
                expect("}");
                all.add(section);
            } else {
                option(token, outside);
            }
        }
        return all;
    }

    private void option(Token name, Section section) throws ForeignFormatException {
        List<String> values = new ArrayList<>();
        if (peek("(")) { // include("file")
            expect("(");
            values.add(word().text());
            expect(")");
        } else {
            expect(peek("+=") ? "+=" : "=");
            if (peek("{")) {
                expect("{");
                while (!peek("}")) {
                    values.add(word().text());
                    if (!peek("}")) {
                        expect(",");
                    }
                }
                expect("}");
            } else {
                values.add(word().text());
            }
        }
        section.options().put(name.text(), new Option(name.line(), values));
    }

    private boolean peek(String mark) {
        return next < tokens.size() && tokens.get(next).is(mark);
    }

    private Token word() throws ForeignFormatException {
        if (next == tokens.size() || tokens.get(next).isMark()) {
            throw new ForeignFormatException(line(), "a word is missing");
        }
        return tokens.get(next++);
    }

    private void expect(String mark) throws ForeignFormatException {
        if (!peek(mark)) {
            throw new ForeignFormatException(line(), "a \"" + mark + "\" is missing");
        }
        next++;
    }

    /** Where the reader is, or where the file ends. */
    private int line() {
        return tokens.isEmpty()
                ? 1
                : tokens.get(Math.min(next, tokens.size() - 1)).line();
    }
}
