@echo off
rem Finds Python 3.10 or newer and hands over to scripts\pdd.py, as pdd does on other systems. Never run: no Windows where it was written.
setlocal
for %%p in ("py -3" python python3) do (
    %%~p -c "import sys; sys.exit(sys.version_info < (3, 10))" >nul 2>nul && (
        %%~p -B "%~dp0scripts\pdd.py" %*
        exit /b
    )
)
echo pdd: Python 3.10 or newer is needed, found none: install it with "winget install Python.Python.3.13" 1>&2
exit /b 1
