package org.sgxra.client;

import java.util.Optional;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;

/** {@code --pubkey=HEX128} and {@code --pubkey-file=FILE} of the commands that have an enclave. */
public final class ServiceProviderKey {
    private static final int SIZE = 64;

    private ServiceProviderKey() {}

    /** The key that the option given last names; empty without one: that which is built into the enclave. */
    public static Optional<P256PublicKey> of(GivenOptions options) throws UsageException {
        Optional<String> last = options.last("pubkey", "pubkey-file");
        if (last.isEmpty()) {
            return Optional.empty();
        }
        OptionValue given = options.required(last.get());
        try {
            return Optional.of(
                    last.get().equals("pubkey-file")
                            ? PemPublicKey.parse(given.value(), given.text())
                            : P256PublicKey.fromBigEndian(given.hex(SIZE)));
        } catch (InvalidPointException e) {
            throw new UsageException(given.name() + ": " + e.getMessage(), e);
        }
    }
}
