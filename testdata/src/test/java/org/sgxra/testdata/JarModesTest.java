package org.sgxra.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarModesTest {
    private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);
    private static final String CONTENT = "content";

    @TempDir
    private Path folder;

    @Test
    void jarsOfEveryUmaskBecomeTheSame() throws IOException {
        byte[] wanted = Files.readAllBytes(jar("a022.jar", "rwxr-xr-x", "rw-r--r--"));
        Path private077 = jar("b077.jar", "rwx------", "rw-------");
        Path shared002 = jar("c002.jar", "rwxrwxr-x", "rw-rw-r--");
        Path executable = jar("d.jar", "rwxr-xr-x", "rwxr-xr-x");

        JarModes.main(new String[] {folder.toString()});

        for (Path jar : new Path[] {private077, shared002, executable}) {
            assertThat(jar).hasBinaryContent(wanted);
        }
        try (JarFile jar = new JarFile(private077.toFile());
                var content = jar.getInputStream(jar.getEntry("folder/file"))) {
            assertThat(content).hasContent(CONTENT);
        }
    }

    @Test
    void aJarWithTheseModesIsNotWritten() throws IOException {
        Path jar = jar("same.jar", "rwxr-xr-x", "rw-r--r--");
        Files.setLastModifiedTime(jar, TIME);

        JarModes.main(new String[] {folder.toString()});

        assertThat(Files.getLastModifiedTime(jar)).isEqualTo(TIME);
    }

    @Test
    void aJarWithoutModesStaysAsItIs() throws IOException {
        Path jar = folder.resolve("plain.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            entries.putNextEntry(new JarEntry("file"));
        }
        byte[] before = Files.readAllBytes(jar);

        JarModes.main(new String[] {folder.toString()});

        assertThat(jar).hasBinaryContent(before);
    }

    @Test
    void aFolderThatIsNotThereHasNoJars() throws IOException {
        Path missing = folder.resolve("missing");

        JarModes.main(new String[] {missing.toString()});

        assertThat(missing).doesNotExist();
    }

    @Test
    void whatIsNoJarIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("text.jar"), "no jar, but as long as the end of one has to be");

        assertThatThrownBy(() -> JarModes.main(new String[] {folder.toString()}))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": no jar, or one with a comment at its end");
    }

    private Path jar(String name, String folderMode, String fileMode) throws IOException {
        Path jar = folder.resolve(name);
        Map<String, String> options = Map.of("create", "true", "enablePosixFileAttributes", "true");
        try (FileSystem entries = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), options)) {
            Path directory = Files.createDirectory(
                    entries.getPath("folder"), PosixFilePermissions.asFileAttribute(modes(folderMode)));
            Path file = Files.writeString(directory.resolve("file"), CONTENT);
            Files.setPosixFilePermissions(file, modes(fileMode));
            Files.setLastModifiedTime(file, TIME);
            Files.setLastModifiedTime(directory, TIME);
        }
        return jar;
    }

    private static Set<PosixFilePermission> modes(String text) {
        return PosixFilePermissions.fromString(text);
    }
}
