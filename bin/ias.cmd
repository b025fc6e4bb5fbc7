@echo off
rem The emulator of the attestation service: see ias --help and docs/spec/cli.md.
setlocal
call "%~dp0environment.cmd" ias services\target\services.jar || exit /b 1
java -XX:+UseSerialGC %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -jar "%root%\services\target\services.jar" %*
exit /b %errorlevel%
