package org.sgxra.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom, and what parts that decide may not do. The modules that the end-to-end tests name are looked at. */
class ArchitectureTest {
    private static final String ROOT = "org.sgxra";
    private static final String[] JDK = {"java..", "javax.crypto..", "javax.net..", "javax.security.."};
    private static final String[] BOUNCY_CASTLE = {"org.bouncycastle.."};
    private static final String[] JACKSON_CORE = {"com.fasterxml.jackson.core.."};
    private static final String[] CONSCRYPT = {"org.conscrypt.."};

    private static JavaClasses all;

    /** What a module may use, given without {@code org.sgxra} and with itself. */
    record Module(String name, List<String> uses) {
        Module(String name, String... uses) {
            this(name, List.of(uses));
        }

        @Override
        public String toString() {
            return name + " uses " + String.join(", ", uses);
        }
    }

    static List<Module> modules() {
        return List.of(
                new Module("common.."),
                new Module("epid.."),
                new Module("verifier..", "common..", "epid.."),
                new Module("runtime..", "common..", "verifier.."),
                new Module("page..", "common..", "verifier..", "runtime.."),
                new Module("platform..", "common..", "epid..", "runtime.."),
                new Module("services..", "common..", "epid..", "verifier..", "runtime.."),
                new Module("sp..", "common..", "verifier..", "runtime..", "page.."),
                new Module("client..", "common..", "runtime..", "platform.."),
                new Module(
                        "tool..",
                        "common..",
                        "epid..",
                        "verifier..",
                        "runtime..",
                        "page..",
                        "sp.session..",
                        "sp.pcs..",
                        // Of a session with EPID what sp.pcs is of one with DCAP: a replay makes its checks again.
                        "sp.ias..",
                        // What these are made of and throw.
                        "sp.http..",
                        "sp.service.."),
                new Module("examples..", "common..", "verifier.."),
                new Module("fakes..", "common.."));
    }

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("testdata"))
                .importPackages(ROOT)
                .that(not(resideInAnyPackage("org.sgxra.e2e..", "org.sgxra.architecture..", "org.sgxra.testdata..")));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void moduleUsesOnlyWhatItMay(Module module) {
        String own = ROOT + "." + module.name();
        String[] allowed = Stream.concat(Stream.of(own), module.uses().stream().map(name -> ROOT + "." + name))
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true)
                .check(all);
    }

    @Test
    void modulesAreThere() {
        for (Module module : modules()) {
            assertThat(all.that(resideInAPackage(ROOT + "." + module.name())))
                    .as(module.name())
                    .isNotEmpty();
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.sgxra.(**)").should().beFreeOfCycles().check(all);
    }

    @Test
    void formatsAndCryptographyUseNothingButTheirLibraries() {
        usesOnly("org.sgxra.common..", JDK, BOUNCY_CASTLE, JACKSON_CORE, CONSCRYPT);
    }

    @Test
    void epidUsesNothingButTheJdk() {
        usesOnly("org.sgxra.epid..", JDK);
    }

    @Test
    void libraryUsesNothingButItsLibraries() {
        usesOnly("org.sgxra.verifier..", JDK, BOUNCY_CASTLE, JACKSON_CORE, new String[] {
            "org.sgxra.common..", "org.sgxra.epid.."
        });
    }

    private static void usesOnly(String own, String[]... others) {
        String[] allowed = Stream.concat(Stream.of(own), Arrays.stream(others).flatMap(Arrays::stream))
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Arrays.stream(allowed), Stream.of("")).toArray(String[]::new))
                .allowEmptyShould(true)
                .check(all);
    }

    @Test
    void formatsAndLibrariesReadNoFilesAndOpenNoConnections() {
        noClasses()
                .that()
                .resideInAnyPackage("org.sgxra.common..", "org.sgxra.epid..", "org.sgxra.verifier..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "javax.net..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile|Console|PrintStream)")
                .check(all);
    }

    @Test
    void libraryHasNoThreadsNoLogsAndNoClockOfItsOwn() {
        noClasses()
                .that()
                .resideInAPackage("org.sgxra.verifier..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent..", "java.util.logging..", "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.(Thread|System\\$Logger|Process.*)|java\\.util\\.Timer.*")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(java.time.Clock.class, "systemDefaultZone")
                .allowEmptyShould(true)
                .check(all);
    }

    @Test
    void libraryHasNoStaticStateThatChanges() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage("org.sgxra.verifier..")
                .and()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .allowEmptyShould(true)
                .check(all);
    }

    /** What people see is made by listeners, which are named so. */
    @Test
    void sessionsPrintNothing() {
        noClasses()
                .that()
                .resideInAPackage("org.sgxra.sp.session..")
                .and()
                .haveSimpleNameNotEndingWith("Transcript")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(PrintStream|PrintWriter|Console)|java\\.lang\\.System\\$Logger"
                        + "|org\\.sgxra\\.runtime\\.transcript\\.Transcript")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "javax.net..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\..*(Socket|InetAddress|URL|URLConnection).*")
                .check(all);
    }
}
