package org.sgxra.client;

import java.util.List;
import org.sgxra.runtime.cli.CommandTables;
import org.sgxra.runtime.cli.OptionTable;

/** The tables of {@code client} and {@code mrsigner}. */
public final class ClientTables implements CommandTables {
    @Override
    public List<OptionTable> tables() {
        return List.of(ClientCommandLine.TABLE, MrSigner.TABLE);
    }
}
