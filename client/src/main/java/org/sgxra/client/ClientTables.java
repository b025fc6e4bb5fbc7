package org.sgxra.client;

import java.util.List;
import org.sgxra.client.isv.IsvAppOptions;
import org.sgxra.client.isv.SelfSignedCertificate;
import org.sgxra.runtime.cli.CommandTables;
import org.sgxra.runtime.cli.OptionTable;

/** The tables of the commands with an enclave, and of those beside them. */
public final class ClientTables implements CommandTables {
    @Override
    public List<OptionTable> tables() {
        return List.of(ClientCommandLine.TABLE, IsvAppOptions.TABLE, MrSigner.TABLE, SelfSignedCertificate.TABLE);
    }
}
