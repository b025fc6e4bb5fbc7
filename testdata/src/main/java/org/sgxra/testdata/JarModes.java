package org.sgxra.testdata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A step of the build: the entries of a module's jars get the modes that files have under umask 022. The archiver copies them from
 * the file system, so that the same classes would make another jar for whoever builds under another umask. Stands here because
 * this module is on the test class path of all others.
 */
public final class JarModes {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int END_COUNT_OFFSET = 10;
    private static final int END_DIRECTORY_OFFSET = 16;
    private static final int ZIP64 = 0xffff;

    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int MADE_ON_OFFSET = 5;
    private static final int NAME_LENGTH_OFFSET = 28;
    private static final int EXTRA_LENGTH_OFFSET = 30;
    private static final int COMMENT_LENGTH_OFFSET = 32;
    private static final int ATTRIBUTES_OFFSET = 38;

    private static final int UNIX = 3;
    /** The upper half is the mode of Unix; in the lower are the attributes of MS-DOS, of which one follows from the mode. */
    private static final int PERMISSIONS = 07777 << 16;

    private static final int DOS_READ_ONLY = 1;
    private static final int OF_FILES = 0644 << 16;
    private static final int OF_FOLDERS = 0755 << 16;

    private JarModes() {}

    /**
     * Changes jars in their place, and writes only those in which something has to change.
     *
     * @param args the folder with the jars; there need not be one
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : jars) {
                byte[] bytes = Files.readAllBytes(jar);
                if (setModes(jar, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN))) {
                    Files.write(jar, bytes);
                }
            }
        }
    }

    /** Whether a mode was another one. The format is that of PKWARE's APPNOTE.TXT, sections 4.3.12 and 4.3.16. */
    private static boolean setModes(Path jar, ByteBuffer bytes) throws IOException {
        int end = bytes.limit() - END_SIZE;
        if (end < 0 || bytes.getInt(end) != END_SIGNATURE) {
            throw new IOException(jar + ": no jar, or one with a comment at its end");
        }
        int count = Short.toUnsignedInt(bytes.getShort(end + END_COUNT_OFFSET));
        if (count == ZIP64) {
            throw new IOException(jar + ": too many entries");
        }
        boolean changed = false;
        int entry = bytes.getInt(end + END_DIRECTORY_OFFSET);
        for (int i = 0; i < count; i++) {
            if (bytes.getInt(entry) != ENTRY_SIGNATURE) {
                throw new IOException(jar + ": no entry at offset " + entry);
            }
            int name = Short.toUnsignedInt(bytes.getShort(entry + NAME_LENGTH_OFFSET));
            // Entries of the JDK's tool jar have no mode.
            if (bytes.get(entry + MADE_ON_OFFSET) == UNIX) {
                int permissions = bytes.get(entry + ENTRY_SIZE + name - 1) == '/' ? OF_FOLDERS : OF_FILES;
                int before = bytes.getInt(entry + ATTRIBUTES_OFFSET);
                int after = before & ~(PERMISSIONS | DOS_READ_ONLY) | permissions;
                bytes.putInt(entry + ATTRIBUTES_OFFSET, after);
                changed |= before != after;
            }
            entry += ENTRY_SIZE
                    + name
                    + Short.toUnsignedInt(bytes.getShort(entry + EXTRA_LENGTH_OFFSET))
                    + Short.toUnsignedInt(bytes.getShort(entry + COMMENT_LENGTH_OFFSET));
        }
        return changed;
    }
}
