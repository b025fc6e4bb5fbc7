@echo off
rem Has the enclave of isv-app prove itself and gives it a secret, with the settings and the policy. Options of isv-sp and
rem host[:port] may follow: they count last.
setlocal
pushd "%~dp0"
call bin\environment.cmd run-isv-sp sp\target\sp.jar
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
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -Dsgxra.settings=run-isv-sp -cp "%root%\sp\target\sp.jar" --enable-native-access=ALL-UNNAMED org.sgxra.sp.isv.IsvSp %*
exit /b %errorlevel%
