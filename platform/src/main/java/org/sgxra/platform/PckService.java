package org.sgxra.platform;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Locale;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.report.PercentEncoding;

/**
 * What the emulator does for DCAP platforms (docs/provisioning.md, docs/spec/dcap.md sections 7.1 and 15): lets them join once, and issues
 * PCK certificates to those that have, as Intel's PCS does.
 */
final class PckService {
    /** Bytes of the modulus of the key that PPIDs are encrypted for, RSA-3072. */
    static final int MODULUS_SIZE = 384;

    private static final String JOIN = "/sgx/provisioning/v1/dcap";
    private static final String PCK_CERT = "/sgx/certification/v4/pckcert";
    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);
    private static final int OK = 200;
    /** Also where the PPID is encrypted for another emulator. */
    private static final int BAD_REQUEST = 400;

    private static final int NOT_FOUND = 404;
    private static final int PLATFORM_UNKNOWN = 461;
    private static final int CERTIFICATES_UNAVAILABLE = 462;

    private final PlatformConfig config;
    private final ProvisioningClient client;
    private final SecureRandom random;

    PckService(PlatformConfig config, SecureRandom random) throws PlatformException {
        this.config = config;
        this.client = new ProvisioningClient(config);
        this.random = random;
    }

    /** SHA-256 of the CA file: the emulator's identity. */
    ByteString issuer() {
        return client.issuer();
    }

    /**
     * Tells the emulator what it must know of this platform: PPID, instance id and the seed of its PCKs.
     *
     * @return the modulus that PPIDs are encrypted for, 384 bytes, big-endian
     */
    ByteString join(DeviceSecret secret) throws PlatformException {
        byte[] request = new byte[64];
        try (SecretBytes ppid = secret.ppid();
                SecretBytes seed = secret.pckSeed()) {
            put(ppid, request, 0);
            System.arraycopy(secret.instanceId().toArray(), 0, request, 16, 16);
            put(seed, request, 32);
            ByteString modulus = ByteString.of(client.post(JOIN, request));
            publicKey(modulus);
            return modulus;
        } catch (PlatformException e) {
            throw e.status() == SgxStatus.SGX_ERROR_UNRECOGNIZED_PLATFORM ? knownWithOtherKeys(e) : e;
        } finally {
            Arrays.fill(request, (byte) 0);
        }
    }

    private PlatformException knownWithOtherKeys(PlatformException e) {
        return new PlatformException(
                e.status(),
                e.getMessage() + "; remove " + config.state().resolve(DeviceSecret.FILE)
                        + ", and this is another platform, which joins anew",
                e);
    }

    private static void put(SecretBytes secret, byte[] into, int at) {
        secret.use(bytes -> {
            System.arraycopy(bytes, 0, into, at, bytes.length);
            return null;
        });
    }

    /** The key of a modulus. */
    PublicKey publicKey(ByteString modulus) throws PlatformException {
        BigInteger number = new BigInteger(1, modulus.toArray());
        if (modulus.size() != MODULUS_SIZE || number.bitLength() != MODULUS_SIZE * Byte.SIZE) {
            throw broken("the key that PPIDs are encrypted for is no RSA modulus of 3072 bits", null);
        }
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number, EXPONENT));
        } catch (GeneralSecurityException e) {
            throw broken("the key that PPIDs are encrypted for is unusable: " + e.getMessage(), e);
        }
    }

    /** Asks for the PCK certificate of the platform as it is now; {@link UnknownPlatformException} if there is none. */
    PckCertificate certificate(ProvisioningCertificationEnclave pce, ByteString modulus, PlatformTcb running)
            throws PlatformException {
        ByteString encryptedPpid;
        try {
            encryptedPpid = pce.encryptedPpid(publicKey(modulus), random);
        } catch (GeneralSecurityException e) {
            throw broken("the key that PPIDs are encrypted for is unusable: " + e.getMessage(), e);
        }
        HttpResponse<byte[]> answer = client.get(PCK_CERT + "?encrypted_ppid=" + digits(encryptedPpid) + "&cpusvn="
                + digits(running.svns()) + "&pcesvn=" + digits(running.pceSvnBytes()) + "&pceid=0000");
        if (answer.statusCode() != OK) {
            throw refused(answer, running);
        }
        try {
            PckCertificate certificate = PckCertificate.of(running, issuer(), certificates(answer));
            if (!header(answer, "SGX-TCBm")
                    .equalsIgnoreCase(certificate.level().encoded().hex())) {
                throw broken("the header SGX-TCBm is not the TCB level of the PCK certificate", null);
            }
            return certificate;
        } catch (DcapFormatException | IllegalArgumentException e) {
            throw broken(e.getMessage(), e);
        }
    }

    /** As Intel's client writes numbers. */
    private static String digits(ByteString bytes) {
        return bytes.hex().toUpperCase(Locale.ROOT);
    }

    /** The leaf of the body, the rest of the header. */
    private ByteString certificates(HttpResponse<byte[]> answer) throws PlatformException {
        String chain = PercentEncoding.decode(header(answer, "SGX-PCK-Certificate-Issuer-Chain"));
        return ByteString.concat(
                ByteString.of(answer.body()), ByteString.of(chain.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private String header(HttpResponse<byte[]> answer, String name) throws PlatformException {
        return answer.headers()
                .firstValue(name)
                .orElseThrow(() -> broken("the answer with the PCK certificate has no header " + name, null));
    }

    private PlatformException refused(HttpResponse<byte[]> answer, PlatformTcb running) {
        String reason = "HTTP " + answer.statusCode() + ProvisioningClient.explanation(answer.body());
        String emulator = "the emulator at " + config.provisioning();
        return switch (answer.statusCode()) {
            case NOT_FOUND, CERTIFICATES_UNAVAILABLE ->
                new UnknownPlatformException(
                        answer.statusCode() == NOT_FOUND
                                ? SgxStatus.SGX_ERROR_PLATFORM_CERT_UNAVAILABLE
                                : SgxStatus.SGX_ERROR_UNEXPECTED,
                        emulator + " has no PCK certificate for this platform with CPUSVN " + running.svns()
                                + " and PCE SVN " + running.pceSvn() + " (" + reason
                                + "); raise cpu_svn and pce_svn in "
                                + config.state().resolve(PlatformSettings.FILE)
                                + ", or lower the levels in the emulator's dcap.conf");
            case PLATFORM_UNKNOWN ->
                new UnknownPlatformException(
                        SgxStatus.SGX_ERROR_UNEXPECTED,
                        emulator + " does not know this platform (" + reason + "); remove "
                                + config.state().resolve(PckRegistration.PPID_KEY) + ", and the platform joins again");
            case BAD_REQUEST ->
                new UnknownPlatformException(
                        SgxStatus.SGX_ERROR_NETWORK_FAILURE,
                        emulator + " does not understand this platform's request (" + reason + "); remove "
                                + config.state().resolve(PckRegistration.PPID_KEY) + ", and the platform joins again");
            default -> broken("no PCK certificate: the answer is " + reason, null);
        };
    }

    private PlatformException broken(String reason, Exception cause) {
        return new PlatformException(
                SgxStatus.SGX_ERROR_NETWORK_FAILURE,
                "provisioning at " + config.provisioning() + " failed: " + reason,
                cause);
    }
}
