package io.github.ddnskit.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.examples.client.DdnsProcess;
import io.github.ddnskit.peers.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Follows each page as a reader does: writes its files, and types its commands one after the other. */
class GuideIT {

    private static final Pattern ECHO = Pattern.compile("echo (\\S+) > (\\S+)");
    private static final Pattern SERVER = Pattern.compile(".* on 127\\.0\\.0\\.1:([0-9]+) .*");
    private static final String GUIDE_PORT = "5300";

    private final List<DdnsProcess> running = new ArrayList<>();
    private String port = GUIDE_PORT;
    private String address = "";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    static Stream<Path> pages() {
        return CodeBlock.pages().filter(page -> CodeBlock.of(page).anyMatch(GuideIT::callsTheProgram));
    }

    @AfterEach
    void stop() {
        running.forEach(DdnsProcess::close);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandDoesWhatThePageSays(Path page) throws Exception {
        for (CodeBlock block : CodeBlock.of(page).toList()) {
            if (block.language().equals("json")) {
                Files.writeString(folder.resolve("ddns.json"), here(block.text()));
            } else if (block.language().equals("sh")) {
                for (String line : block.text().lines().toList()) {
                    type(line);
                }
            }
        }
        for (DdnsProcess program : running) {
            program.terminate();
            assertThat(program.exitCode()).isZero();
        }
    }

    private void type(String line) throws Exception {
        Matcher echo = ECHO.matcher(line);
        String[] words = here(line).split(" +", -1);
        String[] arguments = Arrays.copyOfRange(words, 1, words.length);
        if (echo.matches()) {
            address = echo.group(1);
            Files.writeString(folder.resolve(echo.group(2)), address + "\n");
        } else if (line.startsWith("ddns serve ")) {
            String listening = start(line.replace(GUIDE_PORT, "0"))
                    .await(said -> SERVER.matcher(said).matches());
            port = SERVER.matcher(listening).replaceAll("$1");
        } else if (line.startsWith("ddns run ")) {
            start(line).await(said -> said.contains("address is " + address));
        } else if (words[0].equals("ddns")) {
            end(line, DdnsProcess.startIn(folder, arguments));
        } else if (words[0].equals("dig")) {
            assertThat(Tool.run("dig", arguments).stdout()).as(line).isEqualToIgnoringNewLines(address);
        } else {
            assertThat(words[0]).as("a command that this test knows").isIn("mvn", "alias", "mkdir");
        }
    }

    private DdnsProcess start(String line) throws IOException {
        String[] words = here(line).split(" +", -1);
        DdnsProcess program = DdnsProcess.startIn(folder, Arrays.copyOfRange(words, 1, words.length));
        running.add(program);
        return program;
    }

    /** Waits for the end; not every machine that builds has an address of its own to print. */
    private static void end(String line, DdnsProcess program) throws InterruptedException {
        try (program) {
            int code = program.exitCode();
            assertThat(code)
                    .as("%s printed %s", line, program.output())
                    .isIn(line.startsWith("ddns ip") ? List.of(0, 1) : List.of(0));
        }
    }

    /** The text with the port that the server has on this machine. */
    private String here(String text) {
        return text.replace("127.0.0.1:" + GUIDE_PORT, "127.0.0.1:" + port).replace("-p " + GUIDE_PORT, "-p " + port);
    }

    private static boolean callsTheProgram(CodeBlock block) {
        return block.language().equals("sh") && block.text().lines().anyMatch(line -> line.startsWith("ddns "));
    }
}
