package org.sgxra.services.dcap;

import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.RsaOaep;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.Tee;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.SharedFile;

/** The emulator of PCS and PCCS without its HTTP: what it certifies and publishes now. For use by many threads. */
public final class DcapState {
    private static final int PPID_SIZE = 16;
    private static final Duration FORMER_AGE = Duration.ofDays(20);

    private final StateDirectory directory;
    private final SgxCa ca;
    private final RSAPrivateCrtKey ppidKey;
    private final SharedFile<Registry> registry;
    private final Supplier<DcapLevels> levels;
    private final PckIssuer pcks;
    private final CollateralIssuer collateral;
    private final Clock clock;
    private final PccsTokens tokens;

    private DcapState(
            StateDirectory directory,
            SgxCa ca,
            RSAPrivateCrtKey ppidKey,
            SharedFile<Registry> registry,
            Supplier<DcapLevels> levels,
            PckIssuer pcks,
            Clock clock,
            PccsTokens tokens) {
        this.directory = directory;
        this.ca = ca;
        this.ppidKey = ppidKey;
        this.registry = registry;
        this.levels = levels;
        this.pcks = pcks;
        this.clock = clock;
        this.tokens = tokens;
        this.collateral = new CollateralIssuer(ca, clock);
    }

    /**
     * Reads what belongs to DCAP in the state directory, and makes what is missing.
     *
     * @param ppidKey what platforms encrypt their PPID for
     * @param urls addresses for certificates that are made
     * @param messages takes a line about progress, or about a file that cannot be read any more
     */
    public static DcapState open(
            StateDirectory directory,
            RSAPrivateCrtKey ppidKey,
            EmulatorUrls urls,
            Clock clock,
            Consumer<String> messages)
            throws StateException {
        SgxCa ca = new SgxCaFiles(directory, urls, clock.instant(), messages).open();
        SharedFile<Registry> registry = RegistryFile.open(directory, messages);
        return new DcapState(
                directory,
                ca,
                ppidKey,
                registry,
                DcapConf.watch(directory, messages)::get,
                new PckIssuer(ca, urls, registry, clock),
                clock,
                PccsTokens.open(directory));
    }

    /** What was published {@link #FORMER_AGE} ago, with the number before: genuine and still valid, but not the newest. */
    public DcapState former() {
        return new DcapState(
                directory,
                ca,
                ppidKey,
                registry,
                () -> levels.get().former(),
                pcks,
                Clock.offset(clock, FORMER_AGE.negated()),
                tokens);
    }

    /** What PCCS asks users and administrators for. */
    public PccsTokens tokens() {
        return tokens;
    }

    /** Issues documents and revocation lists anew when they are asked for next. */
    public void refresh() {
        collateral.refresh();
    }

    /** Where the root certificate is, in PEM. */
    public Path rootFile() {
        return directory.file(SgxCaFiles.ROOT_FILE);
    }

    /** The root certificate. */
    public SgxCertificate root() {
        return ca.root().certificate();
    }

    /** SHA-256 of the root certificate. */
    public ByteString rootFingerprint() {
        return Sha256.of(root().encoded());
    }

    /** What PPIDs are encrypted for: the modulus, 384 bytes, big-endian. */
    public ByteString ppidKeyModulus() {
        byte[] modulus = ppidKey.getModulus().toByteArray();
        return ByteString.of(modulus, modulus.length - 384, modulus.length);
    }

    /** The PPID that was encrypted for the emulator; nothing if this was not. */
    public Optional<ByteString> decryptPpid(ByteString encrypted) {
        Optional<SecretBytes> plain = RsaOaep.decrypt(ppidKey, encrypted);
        try {
            return plain.map(secret -> secret.<ByteString>use(ByteString::of)).filter(ppid -> ppid.size() == PPID_SIZE);
        } finally {
            plain.ifPresent(SecretBytes::close);
        }
    }

    /** Registers a platform; false if another one has its PPID. When this returns, it is on the disk. */
    public boolean join(ByteString ppid, ByteString instanceId, ByteString pckSeed) throws StateException {
        AtomicBoolean same = new AtomicBoolean();
        registry.change(known -> {
            Optional<RegisteredPlatform> before = known.find(ppid);
            same.set(before.isEmpty() || before.get().isSame(instanceId, pckSeed));
            return before.isPresent() ? null : known.with(RegisteredPlatform.fresh(ppid, instanceId, pckSeed));
        });
        return same.get();
    }

    /** What is registered and revoked now. */
    public Registry registry() {
        return registry.get();
    }

    /** Remembers that a quoting enclave runs on a platform. */
    public void rememberQe(RegisteredPlatform platform, ByteString qeId) throws StateException {
        if (!platform.qeIds().contains(qeId)) {
            registry.change(known -> known.find(platform.ppid())
                    .filter(now -> !now.qeIds().contains(qeId))
                    .map(now -> known.with(now.withQeId(qeId)))
                    .orElse(null));
        }
    }

    /** The TCB that a platform is certified for. */
    public Tcb tcbOf(ByteString cpuSvn, int pceSvn) {
        return levels.get().tcbOf(cpuSvn, pceSvn);
    }

    /** All TCBs that platforms are certified for, highest first. */
    public List<Tcb> tcbs() {
        return levels.get().tcbs();
    }

    /** PCK certificates of a platform. */
    public Map<Tcb, SgxCertificate> pckCertificates(RegisteredPlatform platform, List<Tcb> tcbs) throws StateException {
        return pcks.certificates(platform, tcbs);
    }

    /** Issuer of PCK certificates and the root, in PEM. */
    public String pckChain(PckCa which) {
        return ca.chainOf(ca.of(which));
    }

    /** Signer of documents and the root, in PEM. */
    public String tcbSigningChain() {
        return ca.chainOf(ca.tcbSigning());
    }

    /** The root certificate in PEM. */
    public String rootPem() {
        return PemChain.write(List.of(root()));
    }

    /** What is published of a TCB recovery. */
    public TcbSet tcbSet(DcapLevels.Update update) throws DcapLevels.NoSuchNumberException {
        return levels.get().of(update, registry().withdrawn());
    }

    /** What is published under a number. */
    public TcbSet tcbSet(long number) throws DcapLevels.NoSuchNumberException {
        return levels.get().of(number, registry().withdrawn());
    }

    /** The TCB info; see {@link CollateralIssuer#tcbInfo}. */
    public ByteString tcbInfo(Tee tee, int version, String fmspc, TcbSet set) {
        return collateral.tcbInfo(tee, version, fmspc, set);
    }

    /** An enclave's identity. */
    public ByteString identity(KnownEnclave enclave, boolean hasAdvisories, TcbSet set) {
        return collateral.identity(enclave, hasAdvisories, set);
    }

    /** The list of evaluation data numbers. */
    public ByteString evaluationNumbers(Tee tee) {
        return collateral.evaluationNumbers(tee, levels.get(), registry().withdrawn());
    }

    /** The revocation list of the root, in DER. */
    public ByteString rootCrl() {
        return collateral.rootCrl(registry());
    }

    /** The revocation list of a CA that certifies platforms, in DER. */
    public ByteString pckCrl(PckCa which) {
        return collateral.pckCrl(which, registry());
    }
}
