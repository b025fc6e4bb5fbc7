@echo off
rem The service provider that connects to isv-app, without settings and policy: see isv-sp --help.
setlocal
pushd "%~dp0"
call environment.cmd isv-sp sp\target\sp.jar
if errorlevel 1 (
    popd
    exit /b 1
)
popd
"%java%" -XX:+UseSerialGC -Dsun.misc.unsafe.memory.access=allow -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -cp "%root%\sp\target\sp.jar" --enable-native-access=ALL-UNNAMED org.sgxra.sp.isv.IsvSp %*
exit /b %errorlevel%
