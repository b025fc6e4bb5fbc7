package org.sgxra.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** A step of the build of each module with commands: writes their manual pages. */
final class ManualPages {
    private ManualPages() {}

    /**
     * Writes the pages of all commands on the class path.
     *
     * @param args the folder
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (CommandTables module : ServiceLoader.load(CommandTables.class)) {
            for (OptionTable table : module.tables()) {
                write(folder, table);
            }
        }
    }

    private static void write(Path folder, OptionTable table) throws IOException {
        ManualPage page = new ManualPage(table);
        Files.writeString(folder.resolve(page.fileName()), page.toString());
        for (OptionTable subcommand : table.subcommands()) {
            write(folder, subcommand);
        }
    }
}
