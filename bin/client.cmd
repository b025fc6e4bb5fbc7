@echo off
rem The client with its enclave: see client --help and docs/spec/cli.md. It needs an enclave and a bridge
rem (jni\enclave_jni.dll) built with Intel's SGX SDK for Windows, and says so when there is none.
setlocal
pushd "%~dp0"
call environment.cmd client client\target\client.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -jar "%root%\client\target\client.jar" %*
exit /b %errorlevel%
