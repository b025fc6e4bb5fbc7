@echo off
rem Starts the enclave as a TLS server with the settings. Options of isv-app and a port may follow: they count last. It needs
rem an enclave built with Intel's SGX SDK for Windows, and says so when there is none.
setlocal
pushd "%~dp0"
call bin\environment.cmd run-isv-app client\target\client.jar
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
for %%f in ("%RA_ISV_CERT%") do set "cert=%%~ff"
for %%f in ("%RA_ISV_KEY%") do set "key=%%~ff"
popd
if exist "%cert%" goto start
if exist "%key%" goto start
>&2 echo run-isv-app: making a self-signed certificate: "%cert%"
for %%f in ("%cert%" "%key%") do if not exist "%%~dpf" mkdir "%%~dpf"
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -cp "%root%\client\target\client.jar" --enable-native-access=ALL-UNNAMED org.sgxra.client.isv.SelfSignedCertificate "%cert%" "%key%"
if errorlevel 1 exit /b 1

:start
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -Xms16m -Xmn8m -Xmx192m %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -Dsgxra.settings=run-isv-app -cp "%root%\client\target\client.jar" --enable-native-access=ALL-UNNAMED org.sgxra.client.isv.IsvApp %*
exit /b %errorlevel%
