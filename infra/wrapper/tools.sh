# shellcheck shell=bash
# Checks the tools that a checkout needs, and gives them the environment they need.

minimum_node=20

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# dotnet and npm insist on a home folder; a bare container or service manager may not name one
if [[ -z ${HOME:-} ]]; then
  HOME=$(getent passwd "$(id -u)" | cut -d: -f6 || true)
  if [[ ! -w ${HOME:-} ]]; then HOME=$state/home; fi
  mkdir -p "$HOME"
  export HOME
fi

check_tools() {
  local sdk="the .NET SDK 10 (https://dotnet.microsoft.com/download/dotnet/10.0)"
  local node="Node $minimum_node or newer (https://nodejs.org)"
  local missing=() version

  if ! has dotnet; then
    missing+=("$sdk is not in the PATH")
  elif ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
    missing+=("$sdk is needed, installed: $(installed_sdks)")
  fi

  if ! has node; then
    missing+=("$node is not in the PATH")
  else
    version=$(node --version)
    version=${version#v}
    if ((${version%%.*} < minimum_node)); then
      missing+=("$node is needed, installed: $version")
    elif ! has npm; then
      missing+=("npm is not in the PATH (it comes with Node from https://nodejs.org, in Debian it is the package npm)")
    fi
  fi

  if ((${#missing[@]})); then
    cannot_run "$(printf '%s; ' "${missing[@]}" | sed 's/; $//')"
  fi
}

installed_sdks() {
  local versions
  versions=$(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ')
  echo "${versions:-only a runtime}"
}
