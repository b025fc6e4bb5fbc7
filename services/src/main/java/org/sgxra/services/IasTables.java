package org.sgxra.services;

import java.util.List;
import org.sgxra.runtime.cli.CommandTables;
import org.sgxra.runtime.cli.OptionTable;

/** The table of the emulator's command. */
public final class IasTables implements CommandTables {
    @Override
    public List<OptionTable> tables() {
        return List.of(IasOptions.TABLE);
    }
}
