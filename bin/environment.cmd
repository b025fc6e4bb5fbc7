rem environment.cmd PROGRAM FILE: sets "root" (the checkout), puts the right Java on the PATH, and builds everything unless FILE is there.
for %%d in ("%~dp0..") do set "root=%%~fd"

if not defined JAVA_HOME goto version
if not exist "%JAVA_HOME%\bin\java.exe" (
    >&2 echo %~1: there is no bin\java.exe in JAVA_HOME, "%JAVA_HOME%"
    exit /b 1
)
set "PATH=%JAVA_HOME%\bin;%PATH%"

:version
set "major="
for /f "tokens=3" %%v in ('java -version 2^>^&1 ^| findstr /c:" version "') do if not defined major set "major=%%~v"
for /f "tokens=1 delims=.-+" %%m in ("%major%.") do set "major=%%m"
if not defined major (
    >&2 echo %~1: Java is missing; install a JDK 17 or later and set JAVA_HOME
    exit /b 1
)
if %major% LSS 17 (
    >&2 echo %~1: Java 17 or later is needed, this is %major%; install a JDK 17 or later and set JAVA_HOME
    exit /b 1
)

if exist "%root%\%~2" exit /b 0
where mvn >nul 2>nul
if errorlevel 1 (
    >&2 echo %~1: Maven is missing; install it, or copy a build of this checkout here
    exit /b 1
)
>&2 echo %~1: first use: building with mvn -DskipTests package, this takes a minute
pushd "%root%"
call mvn -q -B -DskipTests -Dmaven.test.skip=true -pl services,sp,client,tool -am package 1>&2
popd
if exist "%root%\%~2" exit /b 0
>&2 echo %~1: the build failed
exit /b 1
