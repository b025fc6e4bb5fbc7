@echo off
rem The emulator of the attestation service: see ias --help and docs/spec/cli.md.
setlocal
rem Reports are verified by another command, with the same arguments.
if "%~1"=="verify-report" goto report
pushd "%~dp0"
call environment.cmd ias services\target\services.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -Xms16m -Xmn8m -Xmx256m %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -jar "%root%\services\target\services.jar" %*
exit /b %errorlevel%

:report
pushd "%~dp0"
call environment.cmd sgx-ra tool\target\tool.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -jar "%root%\tool\target\tool.jar" %*
exit /b %errorlevel%
