@echo off
rem The service provider, without settings and policy: see sp --help and docs/spec/cli.md.
setlocal
pushd "%~dp0"
call environment.cmd sp sp\target\sp.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow %compiler% -Xms24m -Xmn16m -Xmx192m %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -jar "%root%\sp\target\sp.jar" %*
exit /b %errorlevel%
