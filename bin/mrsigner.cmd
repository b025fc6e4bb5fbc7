@echo off
rem Prints the MRSIGNER of a SIGSTRUCT dump (sgx_sign dump -cssfile) as 64 hexadecimal digits.
setlocal
pushd "%~dp0"
call environment.cmd mrsigner client\target\client.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -cp "%root%\client\target\client.jar" --enable-native-access=ALL-UNNAMED org.sgxra.client.MrSigner %*
exit /b %errorlevel%
