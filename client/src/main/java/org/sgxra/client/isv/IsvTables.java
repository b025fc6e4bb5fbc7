package org.sgxra.client.isv;

import java.util.List;
import org.sgxra.runtime.cli.CommandTables;
import org.sgxra.runtime.cli.OptionTable;

/** The tables of {@code isv-app} and {@code isv-cert}. */
public final class IsvTables implements CommandTables {
    @Override
    public List<OptionTable> tables() {
        return List.of(IsvAppOptions.TABLE, SelfSignedCertificate.TABLE);
    }
}
