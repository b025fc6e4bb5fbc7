package org.sgxra.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sgxra.common.message.EpidBlob;
import org.sgxra.common.message.MalformedMessageException;

/** The secrets of a run: in which forms they could be told, and which files are meant to hold them. */
final class KnownSecrets {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\n([^-]*)-----END PRIVATE KEY-----");
    private static final Pattern JSON_SECRET =
            Pattern.compile("\"((?:issuerKey|seed|pckSeed|secret)\\w*)\"\\s*:\\s*\"([0-9a-fA-F]{16,})\"");

    /** By the secret itself, one character for each byte. */
    private final Map<String, Secret> secrets = new LinkedHashMap<>();

    private record Secret(String name, Set<String> forms, Set<Path> holders) {}

    /** How many different secrets are known. */
    int count() {
        return secrets.size();
    }

    /** Names of all of them. */
    List<String> names() {
        return secrets.values().stream().map(Secret::name).toList();
    }

    /** A secret that is a text, such as a password; {@code holders} are meant to hold it. */
    void add(String name, String text, Path... holders) {
        add(name, text.getBytes(StandardCharsets.UTF_8), holders);
    }

    /** A secret of bytes. */
    void add(String name, byte[] secret, Path... holders) {
        secrets.computeIfAbsent(latin(secret), value -> new Secret(name, forms(secret), new HashSet<>()))
                .holders()
                .addAll(List.of(holders));
    }

    /** As it is, in digits, in base64 at any offset; and the same backwards, as SGX writes numbers. */
    private static Set<String> forms(byte[] secret) {
        Set<String> forms = new TreeSet<>();
        byte[] backwards = secret.clone();
        for (int i = 0; i < secret.length; i++) {
            backwards[i] = secret[secret.length - 1 - i];
        }
        for (byte[] bytes : List.of(secret, backwards)) {
            forms.add(latin(bytes));
            forms.add(HexFormat.of().formatHex(bytes));
            forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
            for (int from = 0; from < 3; from++) {
                int length = (bytes.length - from) / 3 * 3;
                byte[] whole = Arrays.copyOfRange(bytes, from, from + length);
                forms.add(Base64.getEncoder().encodeToString(whole));
                forms.add(Base64.getUrlEncoder().encodeToString(whole));
            }
        }
        return forms;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What stands in files below {@code folder} that programs of this project keep secrets in. */
    void addStates(Path folder) throws IOException, GeneralSecurityException, MalformedMessageException {
        for (Path file : files(folder)) {
            byte[] content = Files.readAllBytes(file);
            String name = file.getFileName().toString();
            if (name.equals("root_keys")) {
                add("report root key", Arrays.copyOf(content, 16), file);
                add("seal root key", Arrays.copyOfRange(content, 16, 32), file);
            } else if (name.equals("device_secret")) {
                add("device secret", content, file);
            } else if (name.startsWith("epid_blob")) {
                byte[] key = EpidBlob.parse(content).memberKey().toArray();
                add("x of an EPID member", Arrays.copyOfRange(key, 68, 100), file);
                add("f of an EPID member", Arrays.copyOfRange(key, 100, 132), file);
            } else if (name.endsWith("_token") || name.equals("secret")) {
                add(name, latin(content).strip(), file);
            } else if (name.endsWith(".json")) {
                addJson(latin(content), file);
            }
            addPrivateKeys(latin(content), file);
        }
    }

    private void addJson(String text, Path file) {
        Matcher secret = JSON_SECRET.matcher(text);
        while (secret.find()) {
            byte[] bytes = HexFormat.of().parseHex(secret.group(2).toLowerCase(Locale.ROOT));
            // An issuer's key begins with the public number of its group.
            int from = secret.group(1).equals("issuerKey") ? 4 : 0;
            add(secret.group(1) + " of " + file.getFileName(), Arrays.copyOfRange(bytes, from, bytes.length), file);
        }
    }

    private void addPrivateKeys(String text, Path file) throws GeneralSecurityException {
        Matcher pem = PRIVATE_KEY.matcher(text);
        while (pem.find()) {
            String name = "private key of " + file.getFileName();
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            PrivateKey key = privateKey(der);
            if (key instanceof ECPrivateKey ec) {
                add(name, unsigned(ec.getS().toByteArray(), 32), file);
            } else if (key instanceof RSAPrivateCrtKey rsa) {
                add(name + ", d", unsigned(rsa.getPrivateExponent().toByteArray(), 0), file);
                add(name + ", p", unsigned(rsa.getPrimeP().toByteArray(), 0), file);
                add(name + ", q", unsigned(rsa.getPrimeQ().toByteArray(), 0), file);
            }
            // A line that no public key shares, as a log of the file would have it.
            List<String> lines = pem.group(1).lines().toList();
            add(name + ", as text", lines.get(lines.size() == 2 ? 1 : lines.size() / 2), file);
        }
    }

    private static PrivateKey privateKey(byte[] der) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        }
    }

    /** Without the zero before it, or with zeros to {@code least} bytes. */
    private static byte[] unsigned(byte[] number, int least) {
        int from = number[0] == 0 ? 1 : 0;
        byte[] bytes = Arrays.copyOfRange(number, from, number.length);
        byte[] padded = new byte[Math.max(least, bytes.length)];
        System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);
        return padded;
    }

    /** Who is told in {@code text}, whose origin is {@code where}. */
    List<String> toldIn(String where, String text) {
        return told(where, text, null);
    }

    /** The same of every file below {@code folder}, but for secrets that it is meant to hold. */
    List<String> toldInFiles(Path folder) throws IOException {
        List<String> told = new ArrayList<>();
        for (Path file : files(folder)) {
            told.addAll(told(file.toString(), latin(Files.readAllBytes(file)), file));
        }
        return told;
    }

    private List<String> told(String where, String text, Path file) {
        return secrets.values().stream()
                .filter(secret -> !secret.holders().contains(file))
                .filter(secret -> secret.forms().stream().anyMatch(text::contains))
                .map(secret -> secret.name() + " in " + where)
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
