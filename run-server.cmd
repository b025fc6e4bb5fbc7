@echo off
rem Starts the service provider with the settings and the policy. Options of sp and a port may follow: they count last.
setlocal
call "%~dp0bin\asks_for_help.cmd" %* || goto settings
call "%~dp0bin\sp.cmd" %*
exit /b %errorlevel%

:settings
call "%~dp0settings.cmd"
call "%~dp0bin\verifier.cmd" run-server || exit /b 1
if defined RA_SECRET_FILE set arguments=%arguments% "--secret-file=%RA_SECRET_FILE%"
call "%~dp0bin\sp.cmd" %arguments% %*
set "code=%errorlevel%"
rmdir /s /q "%keys%"
exit /b %code%
