@echo off
rem The emulator of the attestation service: see ias --help and docs/spec/cli.md.
setlocal
rem Reports are verified by another command, with the same arguments.
if "%~1"=="verify-report" goto report
call "%~dp0environment.cmd" ias services\target\services.jar || exit /b 1
java -XX:+UseSerialGC %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -jar "%root%\services\target\services.jar" %*
exit /b %errorlevel%

:report
call "%~dp0sgx-ra.cmd" %*
exit /b %errorlevel%
