#!/usr/bin/env bash
# Runs the language server in a real Neovim (test/oracle/editors/neovim.lua). Installs Debian's
# package where there is none and it may. Needs a built dist/.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v nvim >/dev/null; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "neovim: install Neovim 0.7 or later and run this again" >&2
    exit 1
  fi
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends neovim
fi
exec timeout 600 nvim --headless -u NONE -n -c "luafile test/oracle/editors/neovim.lua"
