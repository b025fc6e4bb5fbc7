@echo off
rem Attests the enclave with the settings. Options of client and host[:port] may follow: they count last. The client needs
rem an enclave built with Intel's SGX SDK for Windows, and says so when there is none.
setlocal
call "%~dp0bin\asks_for_help.cmd" %* || goto settings
call "%~dp0bin\client.cmd" %*
exit /b %errorlevel%

:settings
call "%~dp0settings.cmd"
set "PROVISIONING_URL=%RA_PROVISIONING_URL%"
rem Relative file names start at this folder.
pushd "%~dp0"
for %%f in ("%RA_PROVISIONING_CA_FILE%") do set "PROVISIONING_CA_FILE=%%~ff"
for %%f in ("%RA_PLATFORM_STATE%") do set "PLATFORM_STATE=%%~ff"
popd
set "arguments="
if defined RA_ATTESTATION if not "%RA_ATTESTATION%"=="epid" if not "%RA_ATTESTATION%"=="both" set "arguments=%arguments% --attestation=%RA_ATTESTATION%"
if defined RA_SPID set "arguments=%arguments% -s %RA_SPID%"
if defined RA_TIMEOUT set "arguments=%arguments% --timeout=%RA_TIMEOUT%"
if "%RA_RANDOM_NONCE%"=="1" set "arguments=%arguments% -r"
if "%RA_LINKABLE%"=="1" set "arguments=%arguments% -l"
if "%RA_USE_PLATFORM_SERVICES%"=="1" set "arguments=%arguments% -m"
if "%RA_VERBOSE%"=="1" set "arguments=%arguments% -v"
if "%RA_DEBUG%"=="1" set "arguments=%arguments% -d"
call "%~dp0bin\client.cmd" %arguments% %*
exit /b %errorlevel%
