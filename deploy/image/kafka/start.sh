#!/bin/bash
# Formats the data folder at the first start, with the principals that KAFKA_USERS names (`name=password name=password …`;
# `broker` must be among them), then becomes the broker. Works on the official image, too: its jars lie in the same folder.
set -euo pipefail
: "${KAFKA_USERS:?must be set: name=password, separated by spaces}"
: "${KAFKA_CLIENT_PORT:=9092}" "${KAFKA_CONTROLLER_PORT:=9093}" "${KAFKA_LISTEN:=0.0.0.0}"
: "${KAFKA_ADVERTISED:=127.0.0.1:$KAFKA_CLIENT_PORT}" "${KAFKA_HEAP:=384m}"
data=/var/lib/kafka/data
properties=/tmp/server.properties
for user in $KAFKA_USERS; do
  [ "${user%%=*}" = broker ] && broker=${user#*=}
done
umask 077
sed -e "s#@DATA@#$data#" -e "s#@PASSWORD@#${broker:?KAFKA_USERS names no broker}#g" \
  -e "s#127\.0\.0\.1:1\b#127.0.0.1:$KAFKA_CONTROLLER_PORT#" \
  -e "s#^listeners=.*#listeners=CLIENT://$KAFKA_LISTEN:$KAFKA_CLIENT_PORT,CONTROLLER://127.0.0.1:$KAFKA_CONTROLLER_PORT#" \
  /opt/peercert/server.properties >"$properties"
echo "advertised.listeners=CLIENT://$KAFKA_ADVERTISED,CONTROLLER://127.0.0.1:$KAFKA_CONTROLLER_PORT" >>"$properties"
# In one order, whatever the folder's: the archive of classes fits one class path only.
java=(java -cp "$(printf '%s:' /opt/kafka/libs/*.jar)" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile=/opt/peercert/log4j2.properties)
archive=/opt/peercert/classes.jsa
[ -n "${KAFKA_MAKE_ARCHIVE:-}" ] && run=("-XX:ArchiveClassesAtExit=$archive") || run=("-XX:SharedArchiveFile=$archive" -Xshare:auto)
if [ ! -e "$data/meta.properties" ]; then
  scram=()
  for user in $KAFKA_USERS; do scram+=(--add-scram "SCRAM-SHA-512=[name=${user%%=*},password=${user#*=}]"); done
  # What it says holds the salted passwords.
  "${java[@]}" kafka.tools.StorageTool format -t peercert -c "$properties" "${scram[@]}" >/dev/null
fi
unset KAFKA_USERS
exec "${java[@]}" "${run[@]}" -Xlog:cds=off -Xlog:cds+dynamic=off -XX:+ExitOnOutOfMemoryError "-Xmx$KAFKA_HEAP" kafka.Kafka "$properties"
