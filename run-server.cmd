@echo off
rem Starts the service provider with the settings and the policy. Options of sp and a port may follow: they count last.
setlocal
pushd "%~dp0"
call bin\environment.cmd run-server sp\target\sp.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
rem Settings and policy become variables, from which the command makes its arguments (those given here count last).
pushd "%~dp0"
call settings.cmd
if exist policy\policy.cmd call policy\policy.cmd
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow %compiler% -Xms24m -Xmn16m -Xmx192m %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -Dsgxra.settings=run-server -jar "%root%\sp\target\sp.jar" %*
exit /b %errorlevel%
