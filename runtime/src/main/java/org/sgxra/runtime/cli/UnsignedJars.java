package org.sgxra.runtime.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A step of the build: takes the signatures off the jars that a command loads, which are Bouncy Castle's. Nothing asks who made them,
 * but for their sake every JVM reads a megabyte of digests before the first class, and class-data archives take no class from them. The
 * files that were downloaded keep theirs, and are pinned in {@code .mvn/artifacts.sha256}.
 */
final class UnsignedJars {
    private UnsignedJars() {}

    /**
     * Changes the jars that are signed; others stay as they are.
     *
     * @param args the folder with the jars
     */
    public static void main(String[] args) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) {
            try (FileSystem contents = FileSystems.newFileSystem(jar)) {
                takeSignatureOff(contents.getPath("META-INF"));
            }
        }
    }

    private static void takeSignatureOff(Path metaInf) throws IOException {
        if (!Files.isDirectory(metaInf)) {
            return;
        }
        List<Path> signatures;
        try (Stream<Path> files = Files.list(metaInf)) {
            signatures = files.filter(UnsignedJars::isOfASignature).toList();
        }
        if (signatures.isEmpty()) {
            return;
        }
        for (Path signature : signatures) {
            Files.delete(signature);
        }
        takeDigestsOff(metaInf.resolve("MANIFEST.MF"));
    }

    private static boolean isOfASignature(Path file) {
        return file.getFileName().toString().matches("(?i)SIG-.*|.*\\.(SF|RSA|DSA|EC)");
    }

    /** What the manifest says of single files besides their digests stays. */
    private static void takeDigestsOff(Path file) throws IOException {
        Manifest manifest = new Manifest();
        try (InputStream in = Files.newInputStream(file)) {
            manifest.read(in);
        }
        manifest.getEntries().values().removeIf(attributes -> {
            attributes.keySet().removeIf(name -> name.toString().matches("(?i).*-Digest(-Manifest)?"));
            return attributes.isEmpty();
        });
        FileTime time = Files.getLastModifiedTime(file);
        try (OutputStream out = Files.newOutputStream(file)) {
            manifest.write(out);
        }
        Files.setLastModifiedTime(file, time);
    }
}
