package org.sgxra.services.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.ReportBody;

/** Prints what is in quotes and platform info blobs, a field a line. */
final class QuotePrinter {
    private final PrintStream out;

    QuotePrinter(PrintStream out) {
        this.out = out;
    }

    void field(String name, Object value) {
        out.println(String.format(Locale.ROOT, "%-28s = %s", name, value));
    }

    void field(String name, Optional<?> value) {
        value.ifPresent(present -> field(name, present));
    }

    void body(EpidQuoteBody body) {
        field("version", EpidQuoteBody.VERSION);
        field("sign_type", body.signType().value() + " (" + body.signType() + ")");
        field("epid_group_id", body.gid());
        field("qe_svn", body.qeSvn());
        field("pce_svn", body.pceSvn());
        field("xeid", String.format(Locale.ROOT, "%08x", body.xeid()));
        field("basename", body.basename());
        field("basename: SPID", body.spid());
        ReportBody report = body.report();
        field("report.cpu_svn", report.cpuSvn());
        field("report.misc_select", String.format(Locale.ROOT, "%08x", report.miscSelect()));
        field("report.isv_ext_prod_id", report.isvExtProdId());
        field("report.attributes", report.attributes() + flags(report.attributes()));
        field("report.mr_enclave", report.mrEnclave());
        field("report.mr_signer", report.mrSigner());
        field("report.config_id", report.configId());
        field("report.isv_prod_id", report.isvProdId());
        field("report.isv_svn", report.isvSvn());
        field("report.config_svn", report.configSvn());
        field("report.isv_family_id", report.isvFamilyId());
        field("report.report_data", report.reportData());
    }

    private static String flags(Attributes attributes) {
        return attributes.isDebug() ? " (DEBUG: a debugger can look into this enclave)" : "";
    }

    void platformInfo(PlatformInfoBlob blob) {
        field("pib.epid_group_flags", String.format(Locale.ROOT, "%02x", blob.groupFlags()));
        field("pib.tcb_evaluation_flags", String.format(Locale.ROOT, "%04x", blob.tcbFlags()));
        field("pib.pse_evaluation_flags", String.format(Locale.ROOT, "%04x", blob.pseFlags()));
        for (PlatformFlag flag : blob.flags()) {
            field("pib: " + flag.name(), flag.remedy());
        }
        field("pib.latest_tcb_psvn", blob.latestTcbPsvn());
        field("pib.latest_pse_isvsvn", blob.latestPseIsvSvn());
        field("pib.latest_psda_svn", blob.latestPsdaSvn());
        field("pib.xeid", String.format(Locale.ROOT, "%08x", blob.xeid()));
        field("pib.gid", blob.gid());
        field("pib.signature", blob.signature());
    }
}
