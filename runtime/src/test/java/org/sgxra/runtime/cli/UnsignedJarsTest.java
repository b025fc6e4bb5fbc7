package org.sgxra.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsignedJarsTest {
    private static final String CLASS = ASN1Integer.class.getName().replace('.', '/') + ".class";

    @TempDir
    private Path folder;

    /** Bouncy Castle's, whose signature is what this is about. */
    private static Path signed() throws Exception {
        return Path.of(ASN1Integer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static Object[] signers(Path jar) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            return loader.loadClass(ASN1Integer.class.getName()).getSigners();
        }
    }

    private static List<String> names(JarFile jar) {
        return jar.stream().map(JarEntry::getName).toList();
    }

    @Test
    void takeTheSignatureOffAndNothingElse() throws Exception {
        Path jar = Files.copy(signed(), folder.resolve("bcprov.jar"));
        assertThat(signers(jar)).isNotEmpty();

        UnsignedJars.main(new String[] {folder.toString()});

        assertThat(signers(jar)).isNull();
        try (JarFile before = new JarFile(signed().toFile());
                JarFile after = new JarFile(jar.toFile())) {
            assertThat(names(after))
                    .containsExactlyInAnyOrderElementsOf(names(before).stream()
                            .filter(name -> !name.matches("META-INF/[^/]*\\.(SF|RSA)"))
                            .toList());
            assertThat(after.getManifest().getMainAttributes())
                    .isEqualTo(before.getManifest().getMainAttributes());
            assertThat(after.getManifest().getEntries()).isEmpty();
            for (Enumeration<JarEntry> entries = before.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (!entry.getName().startsWith("META-INF/")) {
                    assertThat(after.getJarEntry(entry.getName()).getCrc())
                            .as(entry.getName())
                            .isEqualTo(entry.getCrc());
                }
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(jar);
        }
    }

    @Test
    void leaveWhatIsNotSignedAsItIs() throws Exception {
        Path jar = folder.resolve("plain.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Attributes attributes = new Attributes();
        attributes.putValue("SHA-256-Digest", "AA==");
        manifest.getEntries().put(CLASS, attributes);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry(CLASS));
        }
        byte[] before = Files.readAllBytes(jar);
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(jar, time);

        UnsignedJars.main(new String[] {folder.toString()});

        assertThat(jar).hasBinaryContent(before);
        assertThat(Files.getLastModifiedTime(jar)).isEqualTo(time);
    }

    @Test
    void leaveWhatElseTheManifestSaysOfAFile() throws Exception {
        Path jar = folder.resolve("signed.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Attributes attributes = new Attributes();
        attributes.putValue("SHA-256-Digest", "AA==");
        attributes.putValue("Sealed", "true");
        manifest.getEntries().put("org/", attributes);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String name : List.of("META-INF/KEY.SF", "META-INF/KEY.EC", "META-INF/services/key.sf")) {
                out.putNextEntry(new JarEntry(name));
            }
        }

        UnsignedJars.main(new String[] {folder.toString()});

        try (JarFile after = new JarFile(jar.toFile())) {
            assertThat(names(after)).containsExactly("META-INF/MANIFEST.MF", "META-INF/services/key.sf");
            assertThat(after.getManifest().getEntries()).hasSize(1);
            assertThat(after.getManifest().getAttributes("org/"))
                    .hasSize(1)
                    .containsEntry(new Attributes.Name("Sealed"), "true");
        }
    }
}
