rem Settings of run-server.cmd, run-client.cmd and run-ias.cmd: the file "settings" for Windows, with RA_ before each name.
rem
rem As shipped, everything talks to the emulator of Intel's attestation service (IAS) that run-ias.cmd starts on this
rem machine. A variable that is set already wins over the value here, and options given to a command win over both. To
rem change a setting for good, edit the value. Switches are 0 or 1. Relative file names start at the folder of this file.

rem ---- Kind of attestation

rem epid: quotes of EPID groups, judged by IAS. dcap: ECDSA quotes, judged with collateral. both: the service provider takes
rem either kind; the client then makes EPID quotes. Default epid.
if not defined RA_ATTESTATION set "RA_ATTESTATION=epid"

rem ---- What the service provider asks for

rem Kind of quotes. 0: unlinkable, no two quotes can be told to come from one platform. 1: linkable, all quotes of one
rem platform for this SPID carry one pseudonym. It must fit the subscription. Default 0. Set it on both sides alike.
if not defined RA_LINKABLE set "RA_LINKABLE=0"

rem SPID: the service provider's id at IAS, 32 hex digits. The two subscription keys, 32 hex digits each, authenticate it;
rem the secondary key is used when IAS refuses the primary one. Keys are secrets. These are the two demonstration
rem subscriptions that every emulator knows; with another service, write your own over them.
if "%RA_LINKABLE%"=="1" goto linkable
if not defined RA_SPID set "RA_SPID=5350494420554e4c494e4b41424c4521"
if not defined RA_IAS_PRIMARY_SUBSCRIPTION_KEY set "RA_IAS_PRIMARY_SUBSCRIPTION_KEY=0a0b0c0d0e0f10111213141516171819"
if not defined RA_IAS_SECONDARY_SUBSCRIPTION_KEY set "RA_IAS_SECONDARY_SUBSCRIPTION_KEY=1a1b1c1d1e1f20212223242526272829"
goto service
:linkable
if not defined RA_SPID set "RA_SPID=53504944204c494e4b41424c45212121"
if not defined RA_IAS_PRIMARY_SUBSCRIPTION_KEY set "RA_IAS_PRIMARY_SUBSCRIPTION_KEY=2a2b2c2d2e2f30313233343536373839"
if not defined RA_IAS_SECONDARY_SUBSCRIPTION_KEY set "RA_IAS_SECONDARY_SUBSCRIPTION_KEY=3a3b3c3d3e3f40414243444546474849"
:service

rem ---- Where the attestation service is

rem Base URL, https://host[:port] and nothing after it. Default: the emulator. "none": Intel's own service, which was
rem switched off for EPID in April 2025.
if not defined RA_IAS_URL set "RA_IAS_URL=https://localhost:8443"

rem Which tree of the service. 0: development. 1: production. Default 0. The emulator serves both alike.
if not defined RA_QUERY_IAS_PRODUCTION set "RA_QUERY_IAS_PRODUCTION=0"

rem CA certificates (PEM) that TLS to the service is checked against. Default: those of the emulator, which makes them at
rem its first start. "none": those of the system.
if not defined RA_IAS_CA_BUNDLE_FILE set "RA_IAS_CA_BUNDLE_FILE=%~dp0state\ias\tls_ca.pem"

rem CA certificate (PEM) of those who sign attestation reports. Default: that of the emulator. "none": Intel's root,
rem which is built in.
if not defined RA_IAS_REPORT_SIGNING_CA_FILE set "RA_IAS_REPORT_SIGNING_CA_FILE=%~dp0state\ias\report_ca.pem"

rem Proxy to reach the service through, http://[user:password@]host:port. Default: as the environment says. Write %%
rem for each % in it.
if not defined RA_IAS_PROXY_URL set "RA_IAS_PROXY_URL="

rem 1: connect to the service directly, whatever the environment says of proxies. Default 0.
if not defined RA_IAS_DISABLE_PROXY set "RA_IAS_DISABLE_PROXY=0"

rem ---- Where collateral for DCAP quotes comes from

rem A caching service (PCCS). TLS and proxy as for IAS above. Default: the emulator. "none": Intel's own service (PCS).
if not defined RA_PCCS_URL set "RA_PCCS_URL=https://localhost:8443/sgx/certification/v4/"

rem Certificate (PEM or DER) of the root that is trusted. Default: that of the emulator. "none": Intel's, which is built in.
if not defined RA_DCAP_ROOT_FILE set "RA_DCAP_ROOT_FILE=%~dp0state\ias\sgx_root_ca.pem"

rem ---- What the service provider makes of the answer (which enclaves it lets in stands in policy\policy.cmd)

rem 1: strict. A platform that should be reconfigured or updated is not trusted. Default 0: it is trusted, but
rem "complicated", and gets no secrets.
if not defined RA_POLICY_STRICT_TRUST set "RA_POLICY_STRICT_TRUST=0"

rem Age in seconds up to which a report of the service counts as fresh. Default: 300.
if not defined RA_MAX_REPORT_AGE set "RA_MAX_REPORT_AGE="

rem ---- Both programs

rem Seconds to wait for each message of the other side. Default: 30 in the server, 120 in the client.
if not defined RA_TIMEOUT set "RA_TIMEOUT="

rem 1: show every message field, certificate and report (-v). Default 0.
if not defined RA_VERBOSE set "RA_VERBOSE=0"

rem 1: show intermediate values too, session keys among them (-d). Default 0. For learning, never for real secrets.
if not defined RA_DEBUG set "RA_DEBUG=0"

rem ---- The client (it needs an enclave built with Intel's SGX SDK for Windows)

rem 1: a random nonce in quotes made with "run-client -q". Default 0.
if not defined RA_RANDOM_NONCE set "RA_RANDOM_NONCE=0"

rem 1: include the platform services manifest. Default 0: no platform of today has these services, 1 ends in an error.
if not defined RA_USE_PLATFORM_SERVICES set "RA_USE_PLATFORM_SERVICES=0"

rem ---- Secrets

rem File with a secret of up to 64 KiB that run-server gives to every trusted enclave, after msg4. Default: none.
if not defined RA_SECRET_FILE set "RA_SECRET_FILE="

rem ---- The second system: run-isv-app and run-isv-sp (protobuf over TLS)

rem Where run-isv-sp connects to. Default localhost, 22222. run-isv-app listens on this port, but only for its own machine: give it
rem --bind=ADDRESS to be reached from others.
if not defined RA_ISV_HOST set "RA_ISV_HOST=localhost"
if not defined RA_ISV_PORT set "RA_ISV_PORT=22222"

rem Certificate (PEM) of run-isv-app, and its private key. run-isv-sp trusts this certificate and no other. When neither
rem file exists run-isv-app makes a self-signed pair for localhost, 127.0.0.1 and ::1, valid for a year.
if not defined RA_ISV_CERT set "RA_ISV_CERT=%~dp0state\isv\cert.pem"
if not defined RA_ISV_KEY set "RA_ISV_KEY=%~dp0state\isv\key.pem"

rem File with the secret, up to 64 KiB, that run-isv-sp gives to a trusted enclave. Default: one that it makes up.
if not defined RA_ISV_SECRET_FILE set "RA_ISV_SECRET_FILE=%~dp0state\isv\secret"

rem 1: speak the form of the SGX101 example, to interoperate with its programs. It has known weaknesses. Default 0.
if not defined RA_ISV_COMPAT set "RA_ISV_COMPAT=0"

rem ---- The software platform (enclaves built with SGX_MODE=SOFT)

rem Where it joins an EPID group when it is used for the first time, and the CA (PEM) of that service's certificate.
if not defined RA_PROVISIONING_URL set "RA_PROVISIONING_URL=https://localhost:8443"
if not defined RA_PROVISIONING_CA_FILE set "RA_PROVISIONING_CA_FILE=%~dp0state\ias\tls_ca.pem"

rem Folder with its EPID member key. Default state\platform.
if not defined RA_PLATFORM_STATE set "RA_PLATFORM_STATE=%~dp0state\platform"
