package org.sgxra.sp.cli;

import java.util.List;
import org.sgxra.runtime.cli.CommandTables;
import org.sgxra.runtime.cli.OptionTable;

/** The tables of the service providers. */
public final class SpTables implements CommandTables {
    @Override
    public List<OptionTable> tables() {
        return List.of(SpCommandLine.TABLE, IsvSpCommandLine.TABLE);
    }
}
