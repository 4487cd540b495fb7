#!/bin/sh
# tools/venv.sh FOLDER REQUIREMENTS: a virtual environment in FOLDER with what REQUIREMENTS names.
# Takes the first Python 3.11 or newer that it finds; PYTHON=… names one.
set -eu
folder=$1
requirements=$2

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
whole() { new_enough "$1" && "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
    candidates=${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}
    for test in whole new_enough; do
        for name in $candidates; do
            if "$test" "$name"; then echo "$name"; return; fi
        done
    done
    echo "Python 3.11 or newer is needed; found: $(${PYTHON:-python3} --version 2>&1 | head -n 1)." >&2
    echo "Install one (https://www.python.org, or your package manager), or name it: make run PYTHON=/path/to/python3.12" >&2
    return 1
}

make_environment() {
    python=$(find_python)
    echo "Making $folder with $("$python" --version 2>&1)."
    if "$python" -m venv --clear "$folder" >/dev/null 2>&1; then return; fi
    # Debian keeps ensurepip in a package of its own; a pip that is already there does as well.
    if "$python" -m venv --clear --without-pip "$folder" >/dev/null 2>&1 &&
        "$python" -m pip --python "$folder/bin/python" install --quiet pip >/dev/null 2>&1; then return; fi
    rm -rf "$folder"
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "$python cannot make a virtual environment. On Debian or Ubuntu: apt-get install python$version-venv, then again." >&2
    return 1
}

if ! new_enough "$folder/bin/python" || ! "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
    make_environment
fi
echo "Installing $requirements into $folder; the first time takes a minute or two."
if ! "$folder/bin/python" -m pip install -qq --disable-pip-version-check -r "$requirements"; then
    echo "Could not install $requirements: see the lines above. A package index must be reachable the first time." >&2
    exit 1
fi
