package org.sgxra.bench;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.EpidVerdict;
import org.sgxra.epid.EpidVerifier;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.HashAlgorithm;
import org.sgxra.epid.Issuer;
import org.sgxra.epid.Joining;
import org.sgxra.epid.Member;
import org.sgxra.epid.MemberPrivateKey;
import org.sgxra.epid.RevocationLists;
import org.sgxra.epid.SigRl;

/** EPID as quotes use it: 432 bytes signed under a basename of 32, with SHA-256, group ids of 4 bytes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 3, time = 5)
@State(Scope.Benchmark)
public class EpidBenchmark {
    /** Keeps the lists' entries on the calling thread. */
    private static final String ONE_CORE = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0";

    /** Entries of the signature revocation list. */
    @Param({"0", "10", "1000"})
    public int entries;

    private final byte[] message = new byte[432];
    private final byte[] basename = "a basename has thirty-two bytes.".getBytes(StandardCharsets.US_ASCII);
    private Member member;
    private EpidVerifier verifier;
    private SigRl list;
    private RevocationLists lists;
    private byte[] signature;
    private byte[] groupKey;

    /** For JMH. */
    public EpidBenchmark() {}

    /** A group with a member whose signature is on no list, and another one that fills the list. */
    @Setup
    public void prepare() throws EpidException {
        SecureRandom random = new SecureRandom();
        Issuer issuer = Issuer.createGroup(new byte[] {0x50, 0, 0, 1}, random);
        groupKey = issuer.publicKey().encode();
        member = member(issuer, random);
        Member revoked = member(issuer, random);
        List<byte[]> pseudonyms = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            byte[] other = new byte[32];
            random.nextBytes(other);
            pseudonyms.add(Arrays.copyOf(revoked.sign(message, other, null), 128));
        }
        list = entries == 0 ? null : SigRl.of(issuer.publicKey().groupId(), 1, pseudonyms);
        lists = new RevocationLists(null, null, list, null);
        verifier = new EpidVerifier(issuer.publicKey(), HashAlgorithm.SHA_256);
        signature = member.sign(message, basename, list);
    }

    private static Member member(Issuer issuer, SecureRandom random) throws EpidException {
        byte[] nonce = new byte[32];
        Joining joining = Joining.begin(issuer.publicKey(), nonce, random);
        MemberPrivateKey key = joining.complete(issuer.certify(joining.request(), nonce, null, random));
        return new Member(issuer.publicKey(), key, HashAlgorithm.SHA_256, random);
    }

    /** Signs, and proves that the signer is on no entry of the list. */
    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {ONE_CORE, "-XX:+UseSerialGC"})
    public byte[] sign() throws EpidException {
        return member.sign(message, basename, list);
    }

    /** Verifies that, on one core. */
    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {ONE_CORE, "-XX:+UseSerialGC"})
    public EpidVerdict verify() {
        return valid(verifier.verify(signature, message, basename, lists));
    }

    /** Verifies that on all cores. */
    @Benchmark
    @Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
    public EpidVerdict verifyOnAllCores() {
        return valid(verifier.verify(signature, message, basename, lists));
    }

    /** Reads a group's public key and prepares for verification. */
    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {ONE_CORE, "-XX:+UseSerialGC"})
    public EpidVerifier loadGroup() throws EpidException {
        return new EpidVerifier(GroupPublicKey.parse(groupKey), HashAlgorithm.SHA_256);
    }

    private static EpidVerdict valid(EpidVerdict verdict) {
        if (verdict != EpidVerdict.VALID) {
            throw new IllegalStateException(verdict.name());
        }
        return verdict;
    }
}
