package org.sgxra.services.state;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/**
 * The names and addresses that a TLS certificate is for (RFC 5280 section 4.2.1.6): those of this machine, and others.
 *
 * @param all host names in lower case, addresses as {@link InetAddress#getHostAddress} writes them
 */
public record TlsNames(Set<String> all) {
    /** What clients on the same machine connect to. */
    public static final TlsNames LOCAL =
            new TlsNames(new LinkedHashSet<>(List.of("localhost", "127.0.0.1", address("::1"))));

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String HOST_NAME = "(" + LABEL + "\\.)*" + LABEL;
    private static final int MAX_HOST_NAME = 253;

    public TlsNames {
        all = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(all));
    }

    /** By hand, as in {@link org.sgxra.common.message.EpidGroupId}: every start of the emulator compares them. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TlsNames that && all.equals(that.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    /** These and others, each as {@link #parse} gives it. */
    public TlsNames and(Collection<String> more) {
        Set<String> together = new LinkedHashSet<>(all);
        together.addAll(more);
        return new TlsNames(together);
    }

    /**
     * One host name (RFC 1123) or IP address in its one form.
     *
     * @throws IllegalArgumentException if it is neither; the message continues "NAME …"
     */
    public static String parse(String text) {
        if (IPAddress.isValid(text)) {
            return address(text);
        }
        String name = text.toLowerCase(Locale.ROOT);
        // What ends in a number would be read as an address by others.
        if (name.length() > MAX_HOST_NAME || !name.matches(HOST_NAME) || name.matches("(.*\\.)?[0-9]+")) {
            throw new IllegalArgumentException("is neither a host name nor an IP address");
        }
        return name;
    }

    private static String address(String literal) {
        try {
            return InetAddress.getByName(literal).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("is neither a host name nor an IP address", e);
        }
    }

    /** True if a certificate is for these and for nothing else. */
    boolean areThoseOf(X509Certificate certificate) throws CertificateParsingException {
        Set<String> certified = new TreeSet<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            alternatives.forEach(alternative -> certified.add(String.valueOf(alternative.get(1))));
        }
        return certified.equals(new TreeSet<>(all));
    }

    /** As a certificate has them. */
    GeneralNames asAlternativeNames() {
        return new GeneralNames(all.stream()
                .map(name ->
                        new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    /** The names with commas, for people. */
    @Override
    public String toString() {
        return String.join(", ", all);
    }
}
