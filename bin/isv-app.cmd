@echo off
rem The enclave as a TLS server: see isv-app --help. It needs an enclave and a bridge (jni\enclave_jni.dll) built with
rem Intel's SGX SDK for Windows, and says so when there is none.
setlocal
pushd "%~dp0"
call environment.cmd isv-app client\target\client.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -Xms16m -Xmn8m -Xmx192m %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -cp "%root%\client\target\client.jar" --enable-native-access=ALL-UNNAMED org.sgxra.client.isv.IsvApp %*
exit /b %errorlevel%
