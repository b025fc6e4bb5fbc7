rem asks_for_help.cmd ARGUMENT...: ends with 0 if a command with these arguments only answers --help, --version or --completion:
rem then neither settings nor policy is needed. An equals sign parts arguments, too.
:next
if "%~1"=="" exit /b 1
if "%~1"=="-h" exit /b 0
if "%~1"=="--help" exit /b 0
if "%~1"=="--version" exit /b 0
if "%~1"=="--completion" exit /b 0
shift
goto next
