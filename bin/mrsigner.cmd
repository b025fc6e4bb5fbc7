@echo off
rem Prints the MRSIGNER of a SIGSTRUCT dump (sgx_sign dump -cssfile) as 64 hexadecimal digits.
setlocal
call "%~dp0environment.cmd" mrsigner client\target\client.jar || exit /b 1
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 %SGXRA_JAVA_OPTIONS% "-Dsgxra.home=%root%" -cp "%root%\client\target\client.jar" --enable-native-access=ALL-UNNAMED org.sgxra.client.MrSigner %*
exit /b %errorlevel%
