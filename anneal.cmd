@echo off
rem Runs the anneal command of this checkout; builds it on first use. After a change of the sources, delete artifacts\anneal.
setlocal
set "out=%~dp0artifacts\anneal"
if not exist "%out%\Anneal.Cli.dll" (
  echo building anneal once... 1>&2
  dotnet publish "%~dp0src\Anneal.Cli" -c Release --nologo -v quiet -p:RunAnalyzers=false -p:PublishReadyToRun=true --use-current-runtime --no-self-contained -o "%out%" 1>&2 ^
    || dotnet publish "%~dp0src\Anneal.Cli" -c Release --nologo -v quiet -p:RunAnalyzers=false -o "%out%" 1>&2 ^
    || exit /b 1
)
dotnet "%out%\Anneal.Cli.dll" %*
