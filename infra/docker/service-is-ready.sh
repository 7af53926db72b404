#!/usr/bin/env bash
# Exits 0 if the service in this container is ready. The image has no HTTP client; bash can open a connection.
set -euo pipefail

exec 3<>/dev/tcp/127.0.0.1/8080
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r status_line <&3
[[ $status_line == *' 200 '* ]]
