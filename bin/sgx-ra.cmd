@echo off
rem Tools for relying parties: see sgx-ra --help and docs/tools.md.
setlocal
pushd "%~dp0"
call environment.cmd sgx-ra tool\target\tool.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -jar "%root%\tool\target\tool.jar" %*
exit /b %errorlevel%
