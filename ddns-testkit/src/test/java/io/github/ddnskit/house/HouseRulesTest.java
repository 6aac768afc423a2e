package io.github.ddnskit.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the classes of all published modules, as they are packaged, and holds them to the rules. */
class HouseRulesTest {

    private static final String[] CORE = {
        "io.github.ddnskit",
        "io.github.ddnskit.catalog..",
        "io.github.ddnskit.event..",
        "io.github.ddnskit.internal..",
        "io.github.ddnskit.ip..",
        "io.github.ddnskit.policy..",
        "io.github.ddnskit.spi..",
        "io.github.ddnskit.state.."
    };
    private static final String HTTP_ENGINE = "io.github.ddnskit.http.HttpEngine";

    /** The only purpose of this class is to take a credentials provider of the AWS SDK from those who have one. */
    private static final String AWS_IDENTITY = "io.github.ddnskit.route53.AwsIdentity";

    private static final String SIGNER = "io.github.ddnskit.route53.Signer";

    /** A user's own OkHttpClient can come in, here and nowhere else. */
    private static final String OWN_REGISTRY =
            "io.github.ddnskit.metrics.DdnsMetrics.in(io.micrometer.core.instrument.MeterRegistry)";

    private static final String OWN_REGISTRY_OF_A_GATEWAY = OWN_REGISTRY.replace("DdnsMetrics", "GatewayMetrics");

    private static final String OWN_CLIENT = HTTP_ENGINE + "$Builder.client(okhttp3.OkHttpClient)";

    private static final JavaClasses PUBLISHED = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.github.ddnskit");

    @Test
    void theRulesAreAboutAllFourModules() {
        assertThat(PUBLISHED.stream().map(HouseRulesTest::module).distinct()).hasSize(4);
        assertThat(PUBLISHED.contain("io.github.ddnskit.peers.Peers")).isFalse();
    }

    @Test
    void coreDependsOnNothingButTheJdk() {
        check(classes()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                        .or(resideInAnyPackage(
                                "java..", "javax.crypto..", "javax.sql..", "org.jspecify.annotations"))));
    }

    @Test
    void onlyHttpEngineNamesOkHttp() {
        check(noClasses()
                .that()
                .haveNameNotMatching(Pattern.quote(HTTP_ENGINE) + "(\\$.*)?")
                .and(not(resideInAPackage("io.github.ddnskit.testkit..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..", "mockwebserver3.."));
        check(noClasses()
                .that()
                .resideInAPackage("io.github.ddnskit.testkit..")
                .and()
                .haveNameNotMatching("io.github.ddnskit.testkit.provider.FakeHttp(\\$.*)?")
                .and()
                .doNotHaveFullyQualifiedName("io.github.ddnskit.testkit.internal.TlsIdentity")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..", "mockwebserver3.."));
    }

    @Test
    void onlyRfc2136AndTheTestkitNameDnsjava() {
        check(noClasses()
                .that(not(resideInAnyPackage("io.github.ddnskit.rfc2136..", "io.github.ddnskit.testkit..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill.."));
    }

    @Test
    void onlyTwoClassesNameAws() {
        check(noClasses()
                .that(not(nameStartingWith(AWS_IDENTITY).or(nameStartingWith(SIGNER))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.."));
    }

    @Test
    void noOtherModuleUsesWhatIsInternal() {
        check(classes().should(new ArchCondition<>("use only the internal packages of their own module") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                for (Dependency use : user.getDirectDependenciesFromSelf()) {
                    JavaClass used = use.getTargetClass().getBaseComponentType();
                    boolean internal = used.getPackageName().startsWith("io.github.ddnskit")
                            && (used.getPackageName() + ".").contains(".internal.");
                    if (internal && !module(used).equals(module(user))) {
                        events.add(SimpleConditionEvent.violated(use, use.getDescription()));
                    }
                }
            }
        }));
    }

    @Test
    void timeIsInjectedAndNobodyEndsTheProgram() {
        check(noClasses().should().callMethod(Instant.class, "now"));
        check(noClasses().should().callMethod(System.class, "currentTimeMillis"));
        check(noClasses().should().callMethod(Thread.class, "sleep", long.class));
        check(noClasses().should().callMethod(System.class, "exit", int.class));
        check(noClasses().should().callMethod(Runtime.class, "addShutdownHook", Thread.class));
        check(noClasses().should().callMethod(System.class, "getProperty", String.class));
        check(noClasses().should().callMethod(System.class, "getProperty", String.class, String.class));
    }

    @Test
    void noSignatureNamesAThirdParty() {
        DescribedPredicate<JavaClass> ours = resideInAnyPackage(
                "", "java..", "javax..", "io.github.ddnskit..", "org.jspecify..", "org.junit.jupiter.api.extension");
        check(methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                // who uses the arbitraries has jqwik, and gets its types
                .resideOutsideOfPackages("..internal..", "..transport..", "..testkit.jqwik..")
                .and()
                .areDeclaredInClassesThat()
                .doNotHaveFullyQualifiedName(AWS_IDENTITY)
                .should(new ArchCondition<>("name only the JDK and us") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        if (method.getFullName().equals(OWN_CLIENT)
                                || method.getFullName().equals(OWN_REGISTRY)
                                || method.getFullName().equals(OWN_REGISTRY_OF_A_GATEWAY)) {
                            return;
                        }
                        Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                                .map(JavaClass::getBaseComponentType)
                                .filter(type -> !ours.test(type))
                                .forEach(type -> events.add(SimpleConditionEvent.violated(
                                        method, method.getFullName() + " names " + type.getName())));
                    }
                }));
    }

    /** Where the class was read from: a jar or a folder of classes. */
    private static String module(JavaClass read) {
        String uri = read.getSource().orElseThrow().getUri().toString();
        return uri.substring(0, uri.indexOf("io/github/ddnskit"));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PUBLISHED);
    }
}
