#!/bin/sh
# Starts the ZAP that lies beside this file. Takes the options of ZAP's own zap.sh; -X and -D options go to Java.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
core=$(echo "$here"/lib/zap-*.jar)

# ZAP needs seconds and a home folder to say its version; its file says it at once. Java must still start.
if [ "$*" = '-version' ]; then
  java -version >/dev/null 2>&1 || { echo 'java does not start' >&2; exit 1; }
  basename "$core" .jar | sed 's/^zap-//'
  exit
fi

java_options='-Xmx512m'
count=$#
while [ "$count" -gt 0 ]; do
  case "$1" in
    -X* | -D*) java_options="$java_options $1" ;;
    *) set -- "$@" "$1" ;;
  esac
  shift
  count=$((count - 1))
done
# shellcheck disable=SC2086 # Java's options are separate words.
exec java $java_options -Djava.awt.headless=true -cp "$core:$here/lib/*" org.zaproxy.zap.ZAP -installdir "$here" "$@"
