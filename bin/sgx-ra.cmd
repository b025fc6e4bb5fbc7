@echo off
rem Tools for relying parties: see sgx-ra --help and docs/tools.md.
setlocal
call "%~dp0environment.cmd" sgx-ra tool\target\tool.jar || exit /b 1
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -jar "%root%\tool\target\tool.jar" %*
exit /b %errorlevel%
