@echo off
rem Prints the MRSIGNER of a SIGSTRUCT dump (sgx_sign dump -cssfile) as 64 hexadecimal digits.
setlocal
call "%~dp0environment.cmd" mrsigner client\target\client.jar || exit /b 1
java -XX:TieredStopAtLevel=1 -cp "%root%\client\target\client.jar" org.sgxra.client.MrSigner %*
exit /b %errorlevel%
