@echo off
rem Makes a self-signed TLS certificate for this machine: isv-cert CERTFILE KEYFILE
setlocal
pushd "%~dp0"
call environment.cmd isv-cert client\target\client.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -cp "%root%\client\target\client.jar" --enable-native-access=ALL-UNNAMED org.sgxra.client.isv.SelfSignedCertificate %*
exit /b %errorlevel%
