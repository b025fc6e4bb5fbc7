package org.sgxra.runtime.state;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The modes of new files and folders, where the file system has such. */
public final class FileModes {
    private FileModes() {}

    /** True if the files of this path's file system have modes. */
    public static boolean areKnown(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * For whoever creates a file or a folder; nothing where there are no modes.
     *
     * @param permissions as {@code ls} shows them, for example {@code rw-------}
     */
    public static FileAttribute<?>[] of(Path path, String permissions) {
        return areKnown(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
