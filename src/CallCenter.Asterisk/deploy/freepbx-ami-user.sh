#!/bin/sh
# Makes the AMI user that "ccg connect asterisk" logs in as, on FreePBX, Issabel or a plain Asterisk. FreePBX writes manager.conf itself
# and never manager_custom.conf, which manager.conf includes, so the user goes there. Run it as root; running it again changes nothing.
#
#   sh freepbx-ami-user.sh [USER]        USER: default ccg
#
# The secret is written to $CCG_SECRET_FILE (default /etc/ccg/ami), and never shown. $ASTERISK_ETC: default /etc/asterisk.
set -eu
umask 077

user=${1:-ccg}
etc=${ASTERISK_ETC:-/etc/asterisk}
secret_file=${CCG_SECRET_FILE:-/etc/ccg/ami}
custom=$etc/manager_custom.conf
main=$etc/manager.conf

fail() {
    echo "freepbx-ami-user: $1" >&2
    exit 1
}

case $user in
    "" | *[!A-Za-z0-9_-]*) fail "the user's name may have letters, digits, _ and - only" ;;
esac
[ -r "$main" ] || fail "$main cannot be read; is Asterisk installed, and are you root?"

touch "$custom"
if grep -q "^[[:space:]]*\[$user\]" "$custom" "$main"; then
    [ -s "$secret_file" ] || fail "user $user is there already, and $secret_file is empty: write its secret into it"
    echo "User $user is there already; nothing was changed."
else
    mkdir -p "$(dirname "$secret_file")"
    [ -s "$secret_file" ] || od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > "$secret_file"
    cat >> "$custom" <<USER

[$user]
secret = $(cat "$secret_file")
deny = 0.0.0.0/0.0.0.0
permit = 127.0.0.1/255.255.255.255
read = agent,call,system,dialplan
write = system,reporting
writetimeout = 5000
USER
    chmod --reference="$main" "$custom" 2> /dev/null || chmod 0640 "$custom"
    chown --reference="$main" "$custom" 2> /dev/null || true
    echo "User $user was added to $custom; its secret is in $secret_file."
fi

if ! grep -q "^[[:space:]]*#include.*manager_custom.conf" "$main"; then
    echo "$main does not include manager_custom.conf: add the line  #include manager_custom.conf  at its end."
fi
if ! grep -Eiq "^[[:space:]]*timestampevents[[:space:]]*=[[:space:]]*(yes|true|on|1)" "$main" "$etc"/manager_general_additional.conf \
    "$etc"/manager_general_custom.conf 2> /dev/null; then
    echo "Events bear no time: add  timestampevents = yes  to [general] (FreePBX: Settings, Asterisk Manager; or $main)."
fi
if command -v asterisk > /dev/null 2>&1; then
    asterisk -rx "manager reload" || echo "Asterisk does not run; it reads the user when it starts."
fi
echo "Now: ccg connect asterisk --user $user --secret-file $secret_file --check"
