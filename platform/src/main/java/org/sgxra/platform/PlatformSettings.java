package org.sgxra.platform;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.runtime.state.StateLock;

/**
 * How current the platform is, and whether it plays by the rules: the text file {@code platform.conf}, meant to be edited.
 *
 * @param cpuSvn security version of the processor, 16 bytes
 * @param qeSvn security version of the quoting enclave for EPID, 0 to 65535
 * @param qe3Svn security version of the quoting enclave for ECDSA, 0 to 65535
 * @param pceSvn security version of the provisioning certification enclave, 0 to 65535
 * @param misbehaviour whether it makes quotes as a real platform would
 */
record PlatformSettings(ByteString cpuSvn, int qeSvn, int qe3Svn, int pceSvn, Misbehaviour misbehaviour) {
    static final String FILE = "platform.conf";

    private static final String QE3_SVN = "qe3_svn";
    /** Files that were written before there was ECDSA do not have the setting. */
    private static final String DEFAULT_QE3_SVN = "11";

    private static final String AS_SHIPPED = """
            # What this SOFT platform claims to be. Lower a number, attest again, and see what the attestation
            # service says of it (docs/attestation-service.md).

            # Security version of the processor, 16 bytes in hexadecimal digits. The emulator as it is shipped reads it so:
            #   first byte    microcode: 0a is current, less is out of date
            #   second byte   mitigations in software: 02 none needed, 01 needed (SW_HARDENING_NEEDED)
            #   third byte    configuration: 02 as it should be, 01 Hyper-Threading left on (CONFIGURATION_NEEDED)
            cpu_svn = 0a020200000000000000000000000000

            # Security versions of the quoting enclaves for EPID and for ECDSA (DCAP), and of the provisioning certification
            # enclave.
            qe_svn = 16
            qe3_svn = 11
            pce_svn = 15

            # An honest platform gives no quote when the revocation list of its group names it, so only one that
            # misbehaves lets the attestation service's own checks be seen:
            #   yes    sign although the revocation list names this platform
            #   forge  sign with a private key that the issuer of the group never certified
            # What it can do beside that to quotes for ECDSA is listed in docs/provisioning.md.
            misbehave = no
            """;

    /** Reads the file, and writes it as it is shipped where there is none. */
    @SuppressWarnings("try") // the lock is held, not used
    static PlatformSettings load(StateDirectory state) throws StateException {
        byte[] content = state.read(FILE).orElse(null);
        if (content == null) {
            try (StateLock lock = state.lock("lock")) {
                content = AS_SHIPPED.getBytes(StandardCharsets.UTF_8);
                state.writePrivate(FILE, content);
            }
        }
        return parse(
                new String(content, StandardCharsets.UTF_8), state.file(FILE).toString());
    }

    private static PlatformSettings parse(String text, String file) throws StateException {
        Properties properties = new Properties();
        properties.setProperty(QE3_SVN, DEFAULT_QE3_SVN);
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new StateException(file + ": " + e.getMessage(), e);
        }
        for (String name : properties.stringPropertyNames()) {
            if (!java.util.Set.of("cpu_svn", "qe_svn", QE3_SVN, "pce_svn", "misbehave")
                    .contains(name)) {
                throw new StateException(file + ": unknown setting " + name);
            }
        }
        return new PlatformSettings(
                cpuSvn(properties, file),
                svn(properties, "qe_svn", file),
                svn(properties, QE3_SVN, file),
                svn(properties, "pce_svn", file),
                misbehaviour(properties, file));
    }

    /** The same on a processor with another CPUSVN. */
    PlatformSettings withCpuSvn(ByteString other) {
        return new PlatformSettings(other, qeSvn, qe3Svn, pceSvn, misbehaviour);
    }

    /** What PCK certificates are asked for with. */
    PlatformTcb tcb() {
        return new PlatformTcb(cpuSvn, pceSvn);
    }

    private static ByteString cpuSvn(Properties properties, String file) throws StateException {
        String value = value(properties, "cpu_svn", file);
        try {
            ByteString svn = ByteString.fromHex(value);
            if (svn.size() == 16) {
                return svn;
            }
            throw new StateException(file + ": cpu_svn has " + value.length() + " digits instead of 32");
        } catch (HexFormatException e) {
            throw new StateException(file + ": cpu_svn: " + e.getMessage(), e);
        }
    }

    private static int svn(Properties properties, String name, String file) throws StateException {
        String value = value(properties, name, file);
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 0xffff) {
            throw new StateException(file + ": " + name + " = " + value + " is no number from 0 to 65535");
        }
        return Integer.parseInt(value);
    }

    private static Misbehaviour misbehaviour(Properties properties, String file) throws StateException {
        String value = value(properties, "misbehave", file).toLowerCase(Locale.ROOT);
        return Misbehaviour.of(value)
                .orElseThrow(() -> new StateException(file + ": misbehave is none of " + Misbehaviour.settings()));
    }

    private static String value(Properties properties, String name, String file) throws StateException {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new StateException(file + ": " + name + " is missing");
        }
        return value.strip();
    }
}
