@echo off
rem Starts the enclave as a TLS server with the settings. Options of isv-app and a port may follow: they count last. It needs
rem an enclave built with Intel's SGX SDK for Windows, and says so when there is none.
setlocal
call "%~dp0bin\asks_for_help.cmd" %* || goto settings
call "%~dp0bin\isv-app.cmd" %*
exit /b %errorlevel%

:settings
call "%~dp0settings.cmd"
set "PROVISIONING_URL=%RA_PROVISIONING_URL%"
set "PROVISIONING_CA_FILE=%RA_PROVISIONING_CA_FILE%"
set "PLATFORM_STATE=%RA_PLATFORM_STATE%"
if exist "%RA_ISV_CERT%" goto start
if exist "%RA_ISV_KEY%" goto start
>&2 echo run-isv-app: making a self-signed certificate: %RA_ISV_CERT%
for %%f in ("%RA_ISV_CERT%" "%RA_ISV_KEY%") do if not exist "%%~dpf" mkdir "%%~dpf"
call "%~dp0bin\isv-cert.cmd" "%RA_ISV_CERT%" "%RA_ISV_KEY%" || exit /b 1

:start
set "arguments="
if defined RA_ATTESTATION if not "%RA_ATTESTATION%"=="epid" if not "%RA_ATTESTATION%"=="both" set "arguments=%arguments% --attestation=%RA_ATTESTATION%"
if defined RA_TIMEOUT set "arguments=%arguments% --timeout=%RA_TIMEOUT%"
if "%RA_ISV_COMPAT%"=="1" set "arguments=%arguments% --compat"
if "%RA_VERBOSE%"=="1" set "arguments=%arguments% -v"
if "%RA_DEBUG%"=="1" set "arguments=%arguments% -d"
call "%~dp0bin\isv-app.cmd" "--cert=%RA_ISV_CERT%" "--key=%RA_ISV_KEY%" %arguments% %RA_ISV_PORT% %*
exit /b %errorlevel%
