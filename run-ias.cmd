@echo off
rem Starts the emulator of the attestation service with the settings. Options of ias may follow: they count last.
setlocal
rem Reports are verified by another command, with the same arguments.
if "%~1"=="verify-report" goto report
call "%~dp0bin\asks_for_help.cmd" %* || goto settings
call "%~dp0bin\ias.cmd" %*
exit /b %errorlevel%

:settings
call "%~dp0settings.cmd"
set "arguments="
if "%RA_VERBOSE%"=="1" set "arguments=%arguments% -v"
if "%RA_DEBUG%"=="1" set "arguments=%arguments% -d"
call "%~dp0bin\ias.cmd" "--state=%~dp0state\ias" %arguments% %*
exit /b %errorlevel%

:report
call "%~dp0bin\sgx-ra.cmd" %*
exit /b %errorlevel%
