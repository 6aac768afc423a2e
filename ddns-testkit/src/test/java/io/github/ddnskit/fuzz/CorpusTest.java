package io.github.ddnskit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Every fuzz test with every input that is kept for it, without Jazzer. */
class CorpusTest {

    private static final int MOST_INPUTS = 20;
    private static final long LONGEST_INPUT = 4096;

    @TestFactory
    Stream<DynamicTest> everyInputThatIsKeptIsReadRightly() throws URISyntaxException {
        Path classes = Path.of(CorpusTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> fuzzTests = ReflectionSupport.findAllClassesInClasspathRoot(
                classes.toUri(), type -> true, name -> name.endsWith("FuzzTest"));
        assertThat(fuzzTests).isNotEmpty();
        return fuzzTests.stream().map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> run(type, classes)));
    }

    private static void run(Class<?> type, Path classes) throws IOException {
        List<Method> methods =
                AnnotationSupport.findAnnotatedMethods(type, FuzzTest.class, HierarchyTraversalMode.TOP_DOWN);
        assertThat(methods).as("Jazzer runs one in a JVM").hasSize(1);
        Method method = methods.get(0);
        List<Path> inputs;
        try (Stream<Path> files =
                Files.list(classes.resolve(type.getName().replace('.', '/') + "Inputs/" + method.getName()))) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).hasSizeBetween(1, MOST_INPUTS);
        for (Path input : inputs) {
            assertThat(input)
                    .as("small enough to be kept")
                    .satisfies(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(LONGEST_INPUT));
            try {
                ReflectionSupport.invokeMethod(method, ReflectionSupport.newInstance(type), Files.readAllBytes(input));
            } catch (Throwable e) {
                throw new AssertionError(input.getFileName().toString(), e);
            }
        }
    }
}
