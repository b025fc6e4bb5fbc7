@echo off
rem Attests the enclave with the settings. Options of client and host[:port] may follow: they count last. The client needs
rem an enclave built with Intel's SGX SDK for Windows, and says so when there is none.
setlocal
pushd "%~dp0"
call bin\environment.cmd run-client client\target\client.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
rem Settings and policy become variables, from which the command makes its arguments (those given here count last).
pushd "%~dp0"
call settings.cmd
set "PROVISIONING_URL=%RA_PROVISIONING_URL%"
rem Relative file names start at this folder.
for %%f in ("%RA_PROVISIONING_CA_FILE%") do set "PROVISIONING_CA_FILE=%%~ff"
for %%f in ("%RA_PLATFORM_STATE%") do set "PLATFORM_STATE=%%~ff"
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -Dsgxra.settings=run-client -jar "%root%\client\target\client.jar" %*
exit /b %errorlevel%
