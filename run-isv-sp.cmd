@echo off
rem Has the enclave of isv-app prove itself and gives it a secret, with the settings and the policy. Options of isv-sp and
rem host[:port] may follow: they count last.
setlocal
call "%~dp0bin\asks_for_help.cmd" %* || goto settings
call "%~dp0bin\isv-sp.cmd" %*
exit /b %errorlevel%

:settings
call "%~dp0settings.cmd"
if "%RA_ISV_COMPAT%"=="1" goto options
if exist "%RA_ISV_SECRET_FILE%" goto options
if /i not "%RA_ISV_SECRET_FILE%"=="%~dp0state\isv\secret" goto options
>&2 echo run-isv-sp: making a secret to send: %RA_ISV_SECRET_FILE%
for %%f in ("%RA_ISV_SECRET_FILE%") do if not exist "%%~dpf" mkdir "%%~dpf"
powershell -NoProfile -Command "[Guid]::NewGuid().ToString()" >"%RA_ISV_SECRET_FILE%" || exit /b 1

:options
call "%~dp0bin\verifier.cmd" run-isv-sp || exit /b 1
if "%RA_ISV_COMPAT%"=="1" (set arguments=%arguments% --compat) else set arguments=%arguments% "--secret-file=%RA_ISV_SECRET_FILE%"
call "%~dp0bin\isv-sp.cmd" %arguments% "--cert=%RA_ISV_CERT%" %RA_ISV_HOST%:%RA_ISV_PORT% %*
set "code=%errorlevel%"
rmdir /s /q "%keys%"
exit /b %code%
