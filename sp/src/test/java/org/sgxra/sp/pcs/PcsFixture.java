package org.sgxra.sp.pcs;

import org.junit.jupiter.api.AfterEach;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Tee;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.TlsTrust;
import org.sgxra.sp.mock.Agents;
import org.sgxra.sp.mock.MockPcs;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.pcs.PcsAddress.Kind;

/** A service that publishes collateral on the loopback, and clients of it. */
abstract class PcsFixture {
    static final PlatformKind PLATFORM = new PlatformKind(
            Tee.SGX, ByteString.of(new byte[] {0, 0x53, 0x4f, 0x46, 0x54, 0}), PlatformKind.Ca.PLATFORM);

    final MockPcs pcs = new MockPcs(TestServer.TLS);

    @AfterEach
    void stop() {
        pcs.close();
    }

    static HttpAgent agent(String name, TlsTrust trust) {
        return Agents.agent(name, trust);
    }

    PcsClient client(Kind kind, String path) throws Exception {
        return client(kind, path, "direct");
    }

    PcsClient client(Kind kind, String path, String agent) throws Exception {
        HttpAgent http = agent(agent, TestServer.trust());
        return new PcsClient(PcsAddress.parse(kind, pcs.url() + path), uri -> http);
    }
}
