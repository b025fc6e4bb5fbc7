@echo off
rem The service provider, without settings and policy: see sp --help and docs/spec/cli.md.
setlocal
call "%~dp0environment.cmd" sp sp\target\sp.jar || exit /b 1
java -XX:+UseSerialGC %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -jar "%root%\sp\target\sp.jar" %*
exit /b %errorlevel%
