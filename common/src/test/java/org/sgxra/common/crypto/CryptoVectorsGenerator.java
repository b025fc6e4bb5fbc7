package org.sgxra.common.crypto;

import static org.sgxra.common.crypto.CryptoVectors.line;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;
import org.sgxra.common.crypto.ReferenceCurve.Point;

/**
 * Makes the files in {@code testdata/crypto}, the same ones each time: the classes of cases that Project Wycheproof lists for ECDH,
 * ECDSA, AES-CMAC and AES-GCM, computed from the standards. Run it to add cases.
 */
final class CryptoVectorsGenerator {
    private static final BigInteger N = ReferenceCurve.N;
    private static final BigInteger P = ReferenceCurve.P;
    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger TOP = ONE.shiftLeft(256);
    private static final Point G = ReferenceCurve.G;

    private final Random random = new Random(20261121);
    private final StringBuilder out = new StringBuilder();

    private CryptoVectorsGenerator() {}

    /** Writes all files. */
    public static void main(String[] arguments) throws IOException {
        CryptoVectorsGenerator generator = new CryptoVectorsGenerator();
        Files.createDirectories(CryptoVectors.path("ecdh").getParent());
        generator.ecdh();
        generator.write(
                "ecdh", "class, result, private key, public key, shared x; numbers little-endian, as SGX has them");
        generator.ecdsa();
        generator.write(
                "ecdsa", "class, result, public key, message, signature r and s; numbers little-endian; SHA-256");
        generator.cmac();
        generator.write("cmac", "class, key, message, MAC");
        generator.gcm();
        generator.write("gcm", "class, result, key, IV, additional data, plaintext, ciphertext, tag");
    }

    private void write(String file, String columns) throws IOException {
        Files.writeString(CryptoVectors.path(file), "# Made by CryptoVectorsGenerator: " + columns + "\n" + out);
        out.setLength(0);
    }

    private BigInteger scalar() {
        return new BigInteger(256, random).mod(N.subtract(ONE)).add(ONE);
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] little(BigInteger number) {
        byte[] big = number.add(TOP).toByteArray();
        byte[] little = new byte[32];
        for (int i = 0; i < 32; i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    private static byte[] little(BigInteger one, BigInteger other) {
        byte[] both = Arrays.copyOf(little(one), 64);
        System.arraycopy(little(other), 0, both, 32, 32);
        return both;
    }

    // ECDH

    private void ecdh() {
        for (int i = 0; i < 40; i++) {
            agree("random keys", scalar(), ReferenceCurve.times(scalar(), G));
        }
        BigInteger[] edges = {
            ONE,
            BigInteger.TWO,
            BigInteger.valueOf(3),
            N.subtract(ONE),
            N.subtract(BigInteger.TWO),
            N.shiftRight(1),
            N.shiftRight(1).add(ONE),
            ONE.shiftLeft(255),
            ONE.shiftLeft(128),
            ONE.shiftLeft(128).subtract(ONE),
            P.mod(N)
        };
        for (BigInteger edge : edges) {
            agree("edge private key, generator", edge, G);
            agree("edge private key, generator negated", edge, G.negated());
            agree("edge private key", edge, ReferenceCurve.times(scalar(), G));
            agree("public key is an edge multiple", scalar(), ReferenceCurve.times(edge, G));
        }
        agree("own public key", edges[4], ReferenceCurve.times(edges[4], G));
        agree(
                "own public key negated",
                edges[4],
                ReferenceCurve.times(edges[4], G).negated());
        edgeCoordinates();
        sharedEdges();
        invalidPoints();
    }

    /** x near 0 and near p, at powers of two, and small y by way of a root of the curve's equation. */
    private void edgeCoordinates() {
        for (BigInteger start : new BigInteger[] {
            BigInteger.ZERO,
            ONE.shiftLeft(32),
            ONE.shiftLeft(96),
            ONE.shiftLeft(128),
            ONE.shiftLeft(192),
            ONE.shiftLeft(224),
            N
        }) {
            next("x at an edge", start, ONE, 4);
        }
        next("x below p", P.subtract(ONE), ONE.negate(), 6);
        next("x below a power of two", ONE.shiftLeft(192).subtract(ONE), ONE.negate(), 4);
        next("x whose words are all ones", P.shiftRight(32), ONE, 4);
    }

    private void next(String comment, BigInteger start, BigInteger step, int count) {
        int found = 0;
        for (BigInteger x = start; found < count; x = x.add(step)) {
            var point = ReferenceCurve.at(x);
            if (point.isPresent()) {
                found++;
                agree(comment, scalar(), point.get());
                agree(comment, scalar(), point.get().negated());
            }
        }
    }

    /** Shared x with zeros at its ends or at an edge: the private key is chosen for it. */
    private void sharedEdges() {
        Point sum = null;
        int leading = 0;
        int trailing = 0;
        for (int i = 1; leading < 20 || trailing < 8; i++) {
            sum = ReferenceCurve.add(sum, G);
            int zeros = 32 - (sum.x().bitLength() + 7) / 8;
            boolean ends = sum.x().mod(BigInteger.valueOf(256)).signum() == 0;
            if (zeros > 0 && leading < 20 || ends && trailing < 8) {
                leading += zeros > 0 ? 1 : 0;
                trailing += ends ? 1 : 0;
                BigInteger own = scalar();
                // own * (i / own) G = i G
                BigInteger other =
                        BigInteger.valueOf(i).multiply(own.modInverse(N)).mod(N);
                agree(
                        zeros > 0 ? "shared x with leading zeros" : "shared x with trailing zeros",
                        own,
                        ReferenceCurve.times(other, G));
            }
        }
        for (BigInteger x = BigInteger.ZERO; x.intValue() < 24; x = x.add(ONE)) {
            var shared = ReferenceCurve.at(x);
            if (shared.isPresent()) {
                BigInteger own = scalar();
                agree("shared x " + x, own, ReferenceCurve.times(own.modInverse(N), shared.get()));
            }
        }
    }

    private void invalidPoints() {
        for (int i = 0; i < 12; i++) {
            Point point = ReferenceCurve.times(scalar(), G);
            refuse("y of no point", point.x(), point.y().xor(ONE));
            refuse("y plus one", point.x(), point.y().add(ONE));
            refuse("x and y swapped", point.y(), point.x());
            refuse("one bit of x changed", point.x().flipBit(random.nextInt(256)), point.y());
            refuse("y is zero", point.x(), BigInteger.ZERO);
            refuse("x is zero", BigInteger.ZERO, point.y());
            refuse("y above p", point.x(), P.add(BigInteger.valueOf(i)));
            refuse(
                    "on another curve",
                    point.x(),
                    ReferenceCurve.rightSide(point.x())
                            .add(ONE)
                            .modPow(P.add(ONE).shiftRight(2), P));
        }
        for (int i = 0, found = 0; found < 12; i++) {
            BigInteger x = BigInteger.valueOf(i);
            if (ReferenceCurve.at(x).isEmpty()) {
                found++;
                // On the twist: -1 is no square.
                refuse(
                        "on the twist",
                        x,
                        P.subtract(ReferenceCurve.rightSide(x))
                                .modPow(P.add(ONE).shiftRight(2), P));
            } else if (P.add(x).bitLength() <= 256) {
                refuse("x plus p", x.add(P), ReferenceCurve.at(x).get().y());
            }
        }
        BigInteger[] odd = {BigInteger.ZERO, ONE, P, P.subtract(ONE), P.add(ONE), N, TOP.subtract(ONE)};
        for (BigInteger x : odd) {
            for (BigInteger y : odd) {
                if (!ReferenceCurve.isOnCurve(x, y)) {
                    refuse("coordinates 0, 1, p, n or all ones", x, y);
                }
            }
        }
    }

    private void agree(String comment, BigInteger own, Point peer) {
        BigInteger shared = ReferenceCurve.times(own, peer).x();
        out.append(line(comment, "valid", little(own), little(peer.x(), peer.y()), little(shared)));
    }

    private void refuse(String comment, BigInteger x, BigInteger y) {
        if (!ReferenceCurve.isOnCurve(x, y) && x.bitLength() <= 256 && y.bitLength() <= 256) {
            out.append(line(comment, "invalid", little(scalar()), little(x, y), ""));
        }
    }

    // ECDSA

    private void ecdsa() {
        for (int i = 0; i < 24; i++) {
            BigInteger d = scalar();
            signed("random", d, scalar(), bytes(i < 16 ? i : 1 << i - 10));
        }
        BigInteger[] edges = {ONE, BigInteger.TWO, N.subtract(ONE), N.shiftRight(1), ONE.shiftLeft(128)};
        for (BigInteger edge : edges) {
            signed("edge private key", edge, scalar(), bytes(8));
            signed("edge nonce", scalar(), edge, bytes(8));
            signed("both at an edge", edge, edge, bytes(8));
        }
        for (int i = 0; i < 6; i++) {
            changed(scalar(), scalar(), bytes(12));
        }
        chosenNonces();
        chosenNumbers();
    }

    private static BigInteger hash(byte[] message) {
        try {
            return new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(message));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void signature(String comment, Point key, byte[] message, BigInteger r, BigInteger s) {
        if (r.bitLength() <= 256 && s.bitLength() <= 256 && r.signum() >= 0 && s.signum() >= 0) {
            boolean valid = ReferenceCurve.verifies(key, hash(message), r, s);
            out.append(line(comment, valid ? "valid" : "invalid", little(key.x(), key.y()), message, little(r, s)));
        }
    }

    private void signed(String comment, BigInteger d, BigInteger nonce, byte[] message) {
        BigInteger r = ReferenceCurve.times(nonce, G).x().mod(N);
        BigInteger s =
                hash(message).add(r.multiply(d)).multiply(nonce.modInverse(N)).mod(N);
        Point key = ReferenceCurve.times(d, G);
        signature(comment, key, message, r, s);
        signature(comment + ", the other s", key, message, r, N.subtract(s));
    }

    /** A valid signature, and each number in it replaced. */
    private void changed(BigInteger d, BigInteger nonce, byte[] message) {
        BigInteger r = ReferenceCurve.times(nonce, G).x().mod(N);
        BigInteger s =
                hash(message).add(r.multiply(d)).multiply(nonce.modInverse(N)).mod(N);
        Point key = ReferenceCurve.times(d, G);
        BigInteger[] odd = {
            BigInteger.ZERO,
            ONE,
            BigInteger.TWO,
            N.subtract(ONE),
            N,
            N.add(ONE),
            P,
            P.subtract(N),
            P.subtract(ONE),
            TOP.subtract(ONE)
        };
        for (BigInteger number : odd) {
            signature("r replaced", key, message, number, s);
            signature("s replaced", key, message, r, number);
        }
        signature("r plus n", key, message, r.add(N), s);
        signature("s plus n", key, message, r, s.add(N));
        signature("r negated", key, message, N.subtract(r), s);
        signature("r inverted", key, message, r.modInverse(N), s);
        signature("s inverted", key, message, r, s.modInverse(N));
        signature("r and s swapped", key, message, s, r);
        signature("r a bit changed", key, message, r.flipBit(random.nextInt(255)), s);
        signature("s a bit changed", key, message, r, s.flipBit(random.nextInt(255)));
        signature("r shifted", key, message, r.shiftRight(8), s);
        signature("s shifted", key, message, r, s.shiftRight(8));
        signature("another message", key, bytes(12), r, s);
        signature("another key", ReferenceCurve.times(scalar(), G), message, r, s);
        signature("the key negated", key.negated(), message, r, s);
        byte[] longer = Arrays.copyOf(message, message.length + 1);
        signature("a message with a zero more", key, longer, r, s);
    }

    /** R is chosen, at the ends of the field, and the key made for it: Q = (s R - z G) / r. */
    private void chosenNonces() {
        chosen("x of R above n", N, ONE, 6);
        chosen("x of R below p", P.subtract(ONE), ONE.negate(), 4);
        chosen("x of R small", ONE, ONE, 6);
        chosen("x of R below n", N.subtract(ONE), ONE.negate(), 4);
        chosen("x of R at p - n", P.subtract(N), ONE, 4);
    }

    private void chosen(String comment, BigInteger start, BigInteger step, int count) {
        int found = 0;
        for (BigInteger x = start; found < count; x = x.add(step)) {
            var at = ReferenceCurve.at(x);
            if (at.isEmpty() || x.mod(N).signum() == 0) {
                continue;
            }
            found++;
            for (BigInteger s : new BigInteger[] {scalar(), ONE, N.subtract(ONE)}) {
                byte[] message = bytes(9);
                BigInteger r = x.mod(N);
                Point key = key(at.get(), r, s, message);
                signature(comment, key, message, r, s);
                signature(comment + ", r not reduced", key, message, x, s);
                signature(comment + ", r plus n", key, message, r.add(N), s);
            }
        }
    }

    private static Point key(Point nonce, BigInteger r, BigInteger s, byte[] message) {
        Point sum = ReferenceCurve.add(
                ReferenceCurve.times(s, nonce),
                ReferenceCurve.times(hash(message).mod(N), G).negated());
        return ReferenceCurve.times(r.modInverse(N), sum);
    }

    /** Sums in verification that double, cancel or meet infinity. */
    private void chosenNumbers() {
        for (int i = 0; i < 4; i++) {
            byte[] message = bytes(7);
            BigInteger z = hash(message).mod(N);
            BigInteger s = scalar();
            BigInteger u1 = z.multiply(s.modInverse(N)).mod(N);
            // u2 Q = u1 G doubles, u2 Q = -u1 G is infinity.
            BigInteger r = ReferenceCurve.times(u1.shiftLeft(1).mod(N), G).x().mod(N);
            BigInteger u2 = r.multiply(s.modInverse(N)).mod(N);
            BigInteger d = u1.multiply(u2.modInverse(N)).mod(N);
            signature("both parts are the same point", ReferenceCurve.times(d, G), message, r, s);
            signature("the sum is infinity", ReferenceCurve.times(N.subtract(d), G), message, r, s);
            // r = z: then u1 = u2; r = s, where u2 is 1.
            signature("r is the hash", ReferenceCurve.times(scalar(), G), message, z, s);
            signature("r and s are the hash", G, message, z, z);
            signature("r is s", ReferenceCurve.times(scalar(), G), message, s, s);
            signature("r and s are 1", G.negated(), message, ONE, ONE);
            signature("r and s are n - 1", G, message, N.subtract(ONE), N.subtract(ONE));
        }
    }

    // AES

    private void cmac() {
        byte[] key = bytes(16);
        for (int size = 0; size <= 130; size++) {
            mac("every length", key, bytes(size));
        }
        for (int size : new int[] {0, 1, 15, 16, 17, 31, 32, 33, 255, 256, 257, 1000, 4096}) {
            mac("random key", bytes(16), bytes(size));
            mac("key of zeros", new byte[16], new byte[size]);
            byte[] ones = new byte[size];
            Arrays.fill(ones, (byte) 0xff);
            mac("bytes of ones", bytes(16), ones);
        }
        byte[] message = bytes(40);
        for (int bit = 0; bit < 128; bit++) {
            byte[] other = key.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            mac("a bit of the key changed", other, message);
        }
        // A message that ends as a padded one does.
        byte[] padded = Arrays.copyOf(message, 48);
        padded[40] = (byte) 0x80;
        mac("padding as part of the message", key, padded);
        mac("the same without it", key, message);
    }

    private void mac(String comment, byte[] key, byte[] message) {
        out.append(line(comment, key, message, new ReferenceAes(key).cmac(message)));
    }

    private void gcm() {
        for (int size = 0; size <= 66; size++) {
            encrypted("every length", bytes(16), bytes(12), bytes(size % 5 * 7), bytes(size));
            encrypted("every length of the additional data", bytes(16), bytes(12), bytes(size), bytes(size % 3 * 8));
        }
        encrypted("counter block of zeros", new byte[16], new byte[12], new byte[0], new byte[32]);
        byte[] ones = new byte[12];
        Arrays.fill(ones, (byte) 0xff);
        encrypted("IV of ones", bytes(16), ones, new byte[1], new byte[48]);
        encrypted("long", bytes(16), bytes(12), bytes(300), bytes(4096));
        for (int size : new int[] {0, 1, 16, 21}) {
            spoilt(bytes(16), bytes(12), bytes(11), bytes(size));
        }
        for (int size : new int[] {0, 1, 4, 8, 11, 13, 16, 32}) {
            byte[] key = bytes(16);
            out.append(
                    line("IV of another length", "invalid", key, bytes(size), bytes(3), bytes(9), bytes(9), bytes(16)));
        }
    }

    private void encrypted(String comment, byte[] key, byte[] iv, byte[] additional, byte[] plaintext) {
        ReferenceAes aes = new ReferenceAes(key);
        byte[] ciphertext = aes.gcmStream(iv, plaintext);
        out.append(line(
                comment, "valid", key, iv, additional, plaintext, ciphertext, aes.gcmTag(iv, additional, ciphertext)));
    }

    /** Every bit of the tag, some of all else, and tags of other lengths. */
    private void spoilt(byte[] key, byte[] iv, byte[] additional, byte[] plaintext) {
        ReferenceAes aes = new ReferenceAes(key);
        byte[] ciphertext = aes.gcmStream(iv, plaintext);
        byte[] tag = aes.gcmTag(iv, additional, ciphertext);
        for (int bit = 0; bit < 128; bit++) {
            refused("a bit of the tag changed", key, iv, additional, ciphertext, flipped(tag, bit));
        }
        for (int bit = 0; bit < 96; bit += 7) {
            refused("a bit of the IV changed", key, flipped(iv, bit), additional, ciphertext, tag);
            refused("a bit of the additional data changed", key, iv, flipped(additional, bit % 88), ciphertext, tag);
            refused("a bit of the key changed", flipped(key, bit), iv, additional, ciphertext, tag);
            if (ciphertext.length > 0) {
                refused(
                        "a bit of the ciphertext changed",
                        key,
                        iv,
                        additional,
                        flipped(ciphertext, bit % (8 * ciphertext.length)),
                        tag);
            }
        }
        byte[] inverted = tag.clone();
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) ~inverted[i];
        }
        refused("tag inverted", key, iv, additional, ciphertext, inverted);
        refused("tag of zeros", key, iv, additional, ciphertext, new byte[16]);
        refused("additional data cut off", key, iv, Arrays.copyOf(additional, 10), ciphertext, tag);
        refused("additional data with a zero more", key, iv, Arrays.copyOf(additional, 12), ciphertext, tag);
        for (int size = 0; size < 16; size++) {
            refused("tag cut off", key, iv, additional, ciphertext, Arrays.copyOf(tag, size));
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] other = bytes.clone();
        other[bit / 8] ^= (byte) (1 << bit % 8);
        return other;
    }

    private void refused(String comment, byte[] key, byte[] iv, byte[] additional, byte[] ciphertext, byte[] tag) {
        out.append(line(comment, "invalid", key, iv, additional, "", ciphertext, tag));
    }
}
