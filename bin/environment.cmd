rem environment.cmd PROGRAM FILE: sets "root" (the checkout) and "java", and builds everything unless FILE, relative to the checkout,
rem is there. It is called by a relative name, because CALL changes special characters in a path. What holds text of others stands
rem between quotation marks: an ampersand outside of them would end the command.
for %%d in ("%~dp0..") do set "root=%%~fd"
rem At the top of a drive the backslash would escape the quotation mark after it.
if "%root:~-1%"=="\" set "root=%root%."

if not defined JAVA_HOME goto path
set "JAVA_HOME=%JAVA_HOME:"=%"
set "PATH=%JAVA_HOME%\bin;%PATH%"
set "java=%JAVA_HOME%\bin\java.exe"
if exist "%java%" goto version
>&2 echo %~1: there is no bin\java.exe in JAVA_HOME, "%JAVA_HOME%"
exit /b 1

:path
set "java="
for %%j in (java.exe) do set "java=%%~$PATH:j"
if defined java goto version
>&2 echo %~1: Java is missing; install a JDK 17 or later and set JAVA_HOME
exit /b 1

:version
rem The release file spares the start of a JVM that only tells its version.
set "major="
for %%d in ("%java%\..\..") do set "java_home=%%~fd"
if exist "%java_home%\release" for /f "usebackq tokens=1,2 delims==" %%a in ("%java_home%\release") do if "%%a"=="JAVA_VERSION" set "major=%%~b"
if not defined major for /f "tokens=2,3" %%a in ('java -version 2^>^&1') do if "%%a"=="version" set "major=%%~b"
for /f "tokens=1 delims=.-+" %%m in ("%major%.") do set "major=%%m"
if not defined major set "major=0"
if %major% GEQ 17 goto built
>&2 echo %~1: Java 17 or later is needed, this is "%major%";
>&2 echo     install a JDK 17 or later and set JAVA_HOME
exit /b 1

:built
rem For sp, as in bin/sp.
set "compiler="
if "%PROCESSOR_ARCHITECTURE%"=="AMD64" set "compiler=-XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,org.sgxra.*::*,0.1 -XX:InlineSmallCode=800 -XX:FreqInlineSize=150 -XX:MaxInlineLevel=6"
if exist "%root%\%~2" exit /b 0
set "mvn="
for %%j in (mvn.cmd) do set "mvn=%%~$PATH:j"
if defined mvn goto build
>&2 echo %~1: Maven is missing;
>&2 echo     install it, or copy a build of this checkout here
exit /b 1

:build
>&2 echo %~1: first use: building with mvn -DskipTests package
>&2 echo     Maven shows its steps, this takes minutes
pushd "%root%"
call mvn -B -Dstyle.color=never -DskipTests -Dmaven.test.skip=true -pl services,sp,client,tool -am package 1>&2
popd
if exist "%root%\%~2" exit /b 0
>&2 echo %~1: the build failed
exit /b 1
