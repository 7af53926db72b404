#!/bin/sh
# Makes the key that all services share, once, readable by their user alone.
set -eu

file=$SecretKeyFile
if [ ! -s "$file" ]; then
  umask 077
  head -c 32 /dev/urandom | base64 >"$file.new"
  chown "$APP_UID" "$file.new"
  mv "$file.new" "$file"
fi
