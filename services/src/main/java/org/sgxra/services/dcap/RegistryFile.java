package org.sgxra.services.dcap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.SharedFile;
import org.sgxra.services.state.StrictJson;

/** The JSON form of what the emulator remembers for DCAP, in {@code dcap.json}. */
public final class RegistryFile implements SharedFile.Form<Registry> {
    static final String FILE = "dcap.json";

    private RegistryFile() {}

    /** Opens the file; it is made where there is none. */
    public static SharedFile<Registry> open(StateDirectory state, Consumer<String> messages) throws StateException {
        return new SharedFile<>(state, FILE, new RegistryFile(), () -> Registry.EMPTY, messages);
    }

    /** True if an emulator that knows DCAP was started in the directory. */
    public static boolean exists(StateDirectory state) {
        return SharedFile.exists(state, FILE);
    }

    /** What an emulator that was started before remembers: for commands. */
    public static SharedFile<Registry> existing(StateDirectory state) throws StateException {
        if (!exists(state)) {
            throw new StateException("there is nothing of DCAP in " + state.path()
                    + "; start the emulator (run-ias) once, or name its --state");
        }
        return open(state, line -> {});
    }

    @Override
    public byte[] write(Registry registry) {
        ObjectNode root = StrictJson.object();
        ArrayNode platforms = root.putArray("platforms");
        for (RegisteredPlatform platform : registry.platforms()) {
            ObjectNode node = platforms.addObject();
            node.put("ppid", platform.ppid().hex());
            node.put("instanceId", platform.instanceId().hex());
            node.put("pckSeed", platform.pckSeed().hex());
            ArrayNode qeIds = node.putArray("qeIds");
            platform.qeIds().forEach(id -> qeIds.add(id.hex()));
            ArrayNode certificates = node.putArray("certificates");
            platform.certificates().forEach((tcb, certificate) -> certificates
                    .addObject()
                    .put("tcbm", tcb.tcbm().hex())
                    .put("certificate", certificate.encoded().hex()));
        }
        ArrayNode revocations = root.putArray("revocations");
        for (Revocation revocation : registry.revocations()) {
            revocations
                    .addObject()
                    .put("issuer", revocation.issuer().name())
                    .put(
                            "serialNumber",
                            ByteString.of(revocation.serialNumber().toByteArray())
                                    .hex())
                    .put("reason", revocation.reason());
        }
        ArrayNode withdrawn = root.putArray("withdrawn");
        registry.withdrawn().forEach(withdrawn::add);
        return StrictJson.write(root);
    }

    @Override
    public Registry read(byte[] bytes) throws IOException {
        JsonNode root = StrictJson.read(bytes);
        List<RegisteredPlatform> platforms = new ArrayList<>();
        for (JsonNode node : StrictJson.array(root, "platforms")) {
            platforms.add(platform(node));
        }
        List<Revocation> revocations = new ArrayList<>();
        for (JsonNode node : StrictJson.array(root, "revocations")) {
            revocations.add(revocation(node));
        }
        Set<Long> withdrawn = new TreeSet<>();
        for (JsonNode number : StrictJson.array(root, "withdrawn")) {
            if (!number.canConvertToLong() || number.longValue() < 0) {
                throw new IOException("withdrawn has an element that is no number from 0 on");
            }
            withdrawn.add(number.longValue());
        }
        return new Registry(platforms, revocations, withdrawn);
    }

    private static RegisteredPlatform platform(JsonNode node) throws IOException {
        List<ByteString> qeIds = new ArrayList<>();
        for (JsonNode id : StrictJson.array(node, "qeIds")) {
            qeIds.add(StrictJson.bytes("a QE id", 16, id));
        }
        Map<Tcb, SgxCertificate> certificates = new LinkedHashMap<>();
        for (JsonNode issued : StrictJson.array(node, "certificates")) {
            ByteString der = StrictJson.bytes("certificate", StrictJson.need(issued, "certificate"));
            try {
                certificates.put(Tcb.ofTcbm(StrictJson.bytes(issued, "tcbm", 18)), SgxCertificate.parse(der.toArray()));
            } catch (DcapFormatException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return new RegisteredPlatform(
                StrictJson.bytes(node, "ppid", 16),
                StrictJson.bytes(node, "instanceId", 16),
                StrictJson.bytes(node, "pckSeed", 32),
                qeIds,
                certificates);
    }

    private static Revocation revocation(JsonNode node) throws IOException {
        String issuer = StrictJson.need(node, "issuer").asText();
        ByteString number = StrictJson.bytes("serialNumber", StrictJson.need(node, "serialNumber"));
        if (number.isEmpty()) {
            throw new IOException("serialNumber is empty");
        }
        for (Revocation.Issuer known : Revocation.Issuer.values()) {
            if (known.name().equals(issuer)) {
                return new Revocation(known, new BigInteger(number.toArray()), StrictJson.number(node, "reason"));
            }
        }
        throw new IOException("issuer " + issuer + " is unknown");
    }
}
