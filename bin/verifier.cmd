rem verifier.cmd PROGRAM: sets "arguments" to the options that settings and policy ask for, and "keys" to the folder with the
rem subscription keys, which the caller removes.
set "checkout=%~dp0..\"
rem Relative file names start at the checkout.
pushd "%checkout%"
for %%f in ("%RA_IAS_CA_BUNDLE_FILE%") do if not "%%~f"=="none" set "RA_IAS_CA_BUNDLE_FILE=%%~ff"
for %%f in ("%RA_IAS_REPORT_SIGNING_CA_FILE%") do if not "%%~f"=="none" set "RA_IAS_REPORT_SIGNING_CA_FILE=%%~ff"
for %%f in ("%RA_DCAP_ROOT_FILE%") do if not "%%~f"=="none" set "RA_DCAP_ROOT_FILE=%%~ff"
popd
if not exist "%checkout%policy\policy.cmd" goto no_policy
call "%checkout%policy\policy.cmd"

set "arguments="
if defined RA_MRSIGNER set "arguments=%arguments% -N %RA_MRSIGNER%"
if defined RA_PRODID set "arguments=%arguments% -R %RA_PRODID%"
if defined RA_MIN_ISVSVN set "arguments=%arguments% -V %RA_MIN_ISVSVN%"
if not "%RA_ALLOW_DEBUG%"=="1" set "arguments=%arguments% -D"
if defined RA_MRENCLAVE set "arguments=%arguments% --mrenclave=%RA_MRENCLAVE%"
if defined RA_ACCEPT_STATUS set "arguments=%arguments% --accept-status=%RA_ACCEPT_STATUS%"
if defined RA_MITIGATED_ADVISORIES set "arguments=%arguments% --mitigated-advisories=%RA_MITIGATED_ADVISORIES%"
if "%RA_POLICY_STRICT_TRUST%"=="1" set "arguments=%arguments% -X"

if defined RA_SPID set "arguments=%arguments% -s %RA_SPID%"
if "%RA_LINKABLE%"=="1" set "arguments=%arguments% -l"
if not "%RA_IAS_URL%"=="none" set "arguments=%arguments% --ias-url=%RA_IAS_URL%"
if "%RA_QUERY_IAS_PRODUCTION%"=="1" set "arguments=%arguments% -P"
if not "%RA_IAS_CA_BUNDLE_FILE%"=="none" set arguments=%arguments% "--ca-bundle-file=%RA_IAS_CA_BUNDLE_FILE%"
if not "%RA_IAS_REPORT_SIGNING_CA_FILE%"=="none" set arguments=%arguments% "--ias-signing-cafile=%RA_IAS_REPORT_SIGNING_CA_FILE%"
if "%RA_IAS_DISABLE_PROXY%"=="1" goto direct
if defined RA_IAS_PROXY_URL set arguments=%arguments% "--proxy=%RA_IAS_PROXY_URL%"
goto proxy_done
:direct
set "arguments=%arguments% -x"
:proxy_done
if defined RA_ATTESTATION set "arguments=%arguments% --attestation=%RA_ATTESTATION%"
if not "%RA_PCCS_URL%"=="none" set "arguments=%arguments% --pccs-url=%RA_PCCS_URL%"
if not "%RA_DCAP_ROOT_FILE%"=="none" set arguments=%arguments% "--dcap-root=%RA_DCAP_ROOT_FILE%"
if defined RA_MAX_REPORT_AGE set "arguments=%arguments% --max-report-age=%RA_MAX_REPORT_AGE%"
if defined RA_TIMEOUT set "arguments=%arguments% --timeout=%RA_TIMEOUT%"
if "%RA_VERBOSE%"=="1" set "arguments=%arguments% -v"
if "%RA_DEBUG%"=="1" set "arguments=%arguments% -d"

rem The subscription keys go through files of the user's own: anybody can read the arguments of a process.
set "keys=%TEMP%\sgx-ra-%RANDOM%%RANDOM%"
mkdir "%keys%" || exit /b 1
icacls "%keys%" /inheritance:r /grant:r "%USERNAME%:(OI)(CI)F" >nul
if defined RA_IAS_PRIMARY_SUBSCRIPTION_KEY >"%keys%\primary" echo %RA_IAS_PRIMARY_SUBSCRIPTION_KEY%
if defined RA_IAS_PRIMARY_SUBSCRIPTION_KEY set arguments=%arguments% -I "%keys%\primary"
if defined RA_IAS_SECONDARY_SUBSCRIPTION_KEY >"%keys%\secondary" echo %RA_IAS_SECONDARY_SUBSCRIPTION_KEY%
if defined RA_IAS_SECONDARY_SUBSCRIPTION_KEY set arguments=%arguments% -J "%keys%\secondary"
exit /b 0

:no_policy
>&2 echo %~1: policy\policy.cmd is missing: it is made by the build of the enclave. Copy it from the machine that
>&2 echo %~1: built the enclave, or fill in policy\policy.cmd.in and save it under that name.
exit /b 1
