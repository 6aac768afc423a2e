#!/bin/bash
# A home behind a router, its provider and a piece of Internet, on one machine: needs root and network namespaces.
#
#   inet 198.51.100.1 ------ isp ------ wan 192.0.1.x  router  192.168.77.1 ------ eth0 192.168.77.10 lan
#   BIND with the zone, three     carrier's NAT        miniupnpd, radvd,           the client under test
#   echoes, STUN, DNS whoami      for 100.64/10        NAT, login page
#
# wanlab.sh up | down                start everything, or end it
#           exec NAMESPACE COMMAND   run a command in inet, isp, router or lan
#           wan ADDRESS              the router gets this address from its provider: 192.0.1.x, or 100.64.0.x behind NAT
#           no-wan                   the provider takes the address away
#           prefix PREFIX            the home gets another /64 below 2001:db8:77::/48, such as 2001:db8:77:2::, and the
#                                    one before is deprecated, but still there
#           prefix PREFIX abruptly   the same, but nobody tells the home that the one before leads nowhere now
#           router stop | start      the services of the router
#           upnp 1 | 2               the version of its UPnP from the next start on
#           echo NAME down | lie     the echo a, b or c is gone, or tells wrong addresses
#           loss PERCENT             the router loses packets that come from outside or are meant for itself, at random
#           hole ADDRESS PORT        the router drops what is sent there, without a word
#           portal                   the router shows a login page to whoever wants to the Internet; only DNS passes
#           heal                     ends what echo, loss, hole and portal did
#
# WANLAB_RUN is a folder for its files, WANLAB_PREFIX is what the names of its namespaces begin with. Nothing links the
# namespaces to the rest of the machine. miniupnpd takes no address for documentation for a public one, hence 192.0.1.x.
set -eu

RUN=${WANLAB_RUN:?}
PREFIX=${WANLAB_PREFIX:-wanlab}
NAMESPACES="inet isp router lan"

INET4=198.51.100.1
INET6=2001:db8:100::1
FIRST_WAN=192.0.1.2
FIRST_PREFIX=2001:db8:77:1::
KEY=bGFiLWtleS1sYWIta2V5LWxhYi1rZXktbGFiLWtleS0=

in_ns() { ip netns exec "$PREFIX-$1" "${@:2}"; }

# spawn NAMESPACE NAME COMMAND...: runs it in the background, and remembers its process, which ip becomes
spawn() {
  ip netns exec "$PREFIX-$1" "${@:3}" >>"$RUN/$2.log" 2>&1 </dev/null &
  echo $! >"$RUN/$2.pid"
}

has_ended() { ! grep -q '^State:.[^Z]' "/proc/$1/status"; }

# await COMMAND...: tries until it succeeds, for at most 20 seconds
await() {
  local tries=400
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || { echo "wanlab: waited in vain for: $*" >&2; return 1; }
    sleep 0.05
  done
}

# reap NAME...: ends processes of ours
reap() {
  local name pid
  for name in "$@"; do
    [ ! -s "$RUN/$name.pid" ] || kill "$(cat "$RUN/$name.pid")" 2>/dev/null || true
  done
  for name in "$@"; do
    [ -s "$RUN/$name.pid" ] || continue
    pid=$(cat "$RUN/$name.pid")
    await has_ended "$pid" || kill -9 "$pid" || true
    rm -f "$RUN/$name.pid"
  done
}

# listens NAMESPACE tcp|udp PORT
listens() { in_ns "$1" ss --no-header --listening --numeric "--$2" "sport = :$3" | grep -q .; }

# ---- cables and addresses

# cable NAMESPACE DEVICE NAMESPACE DEVICE
cable() { ip link add "$2" netns "$PREFIX-$1" type veth peer name "$4" netns "$PREFIX-$3"; }

# plug NAMESPACE DEVICE ADDRESS...: without a wait for duplicates, which matters on the client's side only
plug() {
  local ns=$1 device=$2 address
  in_ns "$ns" sysctl -qw "net.ipv6.conf.$device.accept_dad=0"
  in_ns "$ns" ip link set "$device" up
  for address in "${@:3}"; do in_ns "$ns" ip addr add "$address" dev "$device"; done
}

make_network() {
  local ns
  for ns in $NAMESPACES; do
    ip netns add "$PREFIX-$ns"
    in_ns "$ns" ip link set lo up
  done
  cable inet home isp world
  cable isp customer router wan
  cable router lan lan eth0
  in_ns isp sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
  in_ns router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
  plug inet home "$INET4/24" "$INET6/64"
  plug isp world 198.51.100.2/24 2001:db8:100::2/64
  plug isp customer 192.0.1.1/24 100.64.0.1/24 2001:db8:200::1/64
  plug router wan
  plug router lan 192.168.77.1/24
  in_ns inet ip route add 192.0.1.0/24 via 198.51.100.2
  in_ns inet ip route add 2001:db8::/32 via 2001:db8:100::2
  in_ns isp ip route add 2001:db8:77::/48 via 2001:db8:200::2
  wan "$FIRST_WAN"
  in_ns lan sysctl -qw net.ipv6.conf.eth0.use_tempaddr=2 net.ipv6.conf.eth0.router_solicitation_delay=0
  in_ns lan ip link set eth0 up
  in_ns lan ip addr add 192.168.77.10/24 dev eth0
  in_ns lan ip route add default via 192.168.77.1
}

wan() {
  in_ns router ip addr flush dev wan scope global
  in_ns router ip addr add "$1/24" dev wan
  in_ns router ip addr add 2001:db8:200::2/64 dev wan
  in_ns router ip route replace default via "${1%.*}.1"
  in_ns router ip route replace default via 2001:db8:200::1
}

no_wan() {
  in_ns router ip route del default
  in_ns router ip -6 route del default
  in_ns router ip addr flush dev wan scope global
}

filter_isp() {
  in_ns isp nft -f - <<END
table ip carrier {
  chain nat {
    type nat hook postrouting priority srcnat
    ip saddr 100.64.0.0/10 oifname world masquerade
  }
}
END
}

# miniupnpd wants chains of its own to jump to
filter_router() {
  in_ns router nft -f - <<END
table inet miniupnpd {
  chain miniupnpd { }
  chain prerouting_miniupnpd { }
  chain postrouting_miniupnpd { }
  chain forward {
    type filter hook forward priority filter; policy drop
    ct state established,related accept
    iifname lan oifname wan accept
    jump miniupnpd
  }
  chain prerouting {
    type nat hook prerouting priority dstnat
    jump prerouting_miniupnpd
  }
  chain postrouting {
    type nat hook postrouting priority srcnat
    jump postrouting_miniupnpd
    meta nfproto ipv4 oifname wan masquerade
  }
}
END
}

# ---- the router

router_start() {
  cat >"$RUN/miniupnpd.conf" <<END
ext_ifname=wan
listening_ip=lan
http_port=5000
enable_natpmp=yes
enable_upnp=yes
min_lifetime=120
max_lifetime=86400
upnp_table_name=miniupnpd
upnp_nat_table_name=miniupnpd
secure_mode=yes
force_igd_desc_v1=$([ "$(cat "$RUN/upnp")" = 1 ] && echo yes || echo no)
uuid=00000000-0000-0000-0000-000000000077
allow 1024-65535 192.168.77.0/24 1024-65535
deny 0-65535 0.0.0.0/0 0-65535
END
  spawn router miniupnpd miniupnpd -d -f "$RUN/miniupnpd.conf" -P "$RUN/miniupnpd.own.pid"
  spawn router radvd radvd -n -C "$RUN/radvd.conf" -p "$RUN/radvd.own.pid" -m stderr
  await listens router tcp 5000
}

router_stop() { reap miniupnpd radvd; }

# radvd says that a prefix is deprecated when it ends; the router keeps its address in it
prefix() {
  local running=no
  [ ! -s "$RUN/radvd.pid" ] || running=yes
  if [ "${2:-}" = abruptly ]; then
    [ $running = no ] || kill -9 "$(cat "$RUN/radvd.pid")"
    in_ns router ip -6 addr flush dev lan scope global
  fi
  reap radvd
  cat >"$RUN/radvd.conf" <<END
interface lan {
  AdvSendAdvert on;
  prefix $1/64 { AdvValidLifetime 7200; AdvPreferredLifetime 3600; DeprecatePrefix on; };
};
END
  in_ns router ip addr add "${1}1/64" dev lan
  [ $running = no ] || spawn router radvd radvd -n -C "$RUN/radvd.conf" -p "$RUN/radvd.own.pid" -m stderr
}

login_page_start() {
  cat >"$RUN/login.conf" <<END
daemon off; master_process off; pid $RUN/login.own.pid; error_log stderr;
events { }
http {
  access_log off;
  $(nginx_folders login)
  server {
    listen 8880; listen [::]:8880;
    default_type text/html;
    location / { return 200 "<html><body>Welcome! Please log in at http://10.1.1.1/ (version 192.0.1.250)</body></html>"; }
  }
}
END
  spawn router login nginx -c "$RUN/login.conf" -e stderr
}

# ---- the Internet

nginx_folders() {
  local kind
  for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $RUN/$1-$kind;"; done
}

# echo_server NAME "PARAMETERS OF LISTEN" BODY: $told is the address of whoever asks, or a lie
echo_server() {
  cat <<END
  server {
    listen $INET4:$2; listen [$INET6]:$2;
    ssl_certificate $RUN/tls.pem; ssl_certificate_key $RUN/tls.key;
    default_type text/plain;
    set \$told \$remote_addr;
    if (-f $RUN/lie-$1) { set \$told \$lie; }
    location / { return 200 '$3'; }
  }
END
}

echoes_start() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=echo.test \
    -addext "subjectAltName=IP:$INET4,IP:$INET6" -keyout "$RUN/tls.key" -out "$RUN/tls.pem" 2>/dev/null
  cat >"$RUN/echoes.conf" <<END
daemon off; master_process off; pid $RUN/echoes.own.pid; error_log stderr;
events { }
http {
  access_log off;
  $(nginx_folders echoes)
  map \$remote_addr \$lie { default 203.0.113.66; "~:" 2001:db8:bad::66; }
$(echo_server a 80 '$told\n')
$(echo_server b '443 ssl' '{"ip": "$told"}')
$(echo_server c '8443 ssl' 'h=$host\nip=$told\n')
}
END
  spawn inet echoes nginx -c "$RUN/echoes.conf" -e stderr
}

stun_start() {
  spawn inet stun turnserver -n -L "$INET4" -L "$INET6" -p 3478 --stun-only --no-tls --no-dtls --no-cli \
    --log-file stdout --simple-log --pidfile "$RUN/stun.own.pid"
}

whoami_start() {
  mkdir -p "$RUN/whoami"
  printf '%s\n' '$TTL 1' '@ SOA ns hostmaster 1 3600 600 86400 1' '@ NS ns' "ns A $INET4" >"$RUN/whoami/zone"
  cat >"$RUN/whoami.conf" <<END
server:
    rundir: "$RUN/whoami"
    listen: [ $INET4@5300, $INET6@5300 ]
log:
  - target: stderr
    any: info
database:
    storage: "$RUN/whoami"
zone:
  - domain: whoami.test.
    storage: "$RUN/whoami"
    file: "zone"
    module: mod-whoami
END
  spawn inet whoami knotd -c "$RUN/whoami.conf"
}

bind_start() {
  mkdir -p "$RUN/bind"
  printf '%s\n' '$TTL 60' '@ SOA ns1 hostmaster 1 3600 600 86400 60' '@ NS ns1' "ns1 A $INET4" >"$RUN/bind/zone"
  cat >"$RUN/bind.conf" <<END
controls { };
options {
  directory "$RUN/bind";
  pid-file "$RUN/bind/pid";
  session-keyfile "$RUN/bind/session.key";
  lock-file none;
  listen-on { $INET4; };
  listen-on-v6 { $INET6; };
  recursion no;
  notify no;
  dnssec-validation no;
};
key "lab-key" { algorithm hmac-sha256; secret "$KEY"; };
zone "example.test" { type primary; file "zone"; allow-update { key "lab-key"; }; };
END
  spawn inet bind named -g -n 1 -c "$RUN/bind.conf"
}

# ---- faults

# fault NAMESPACE: rules of nft from the standard input, in a table that heal deletes
fault() { { echo "table inet fault_$RANDOM$RANDOM {"; cat; echo "}"; } | in_ns "$1" nft -f -; }

echo_port() { case $1 in a) echo 80 ;; b) echo 443 ;; c) echo 8443 ;; esac; }

echo_down() {
  fault inet <<END
chain input { type filter hook input priority -10; tcp dport $(echo_port "$1") reject with tcp reset; }
END
}

loss() {
  local lose="numgen random mod 100 < $1 drop"
  fault router <<END
chain forward { type filter hook forward priority -10; iifname wan $lose; }
chain input { type filter hook input priority -10; iifname lan $lose; }
END
}

hole() {
  fault router <<END
chain forward { type filter hook forward priority -10; ip daddr $1 th dport $2 counter drop; }
END
}

portal() {
  fault router <<END
chain prerouting { type nat hook prerouting priority -110; iifname lan tcp dport 80 redirect to :8880; }
chain forward { type filter hook forward priority -10; jump strangers; }
chain strangers { iifname wan accept; meta l4proto { tcp, udp } th dport 53 accept; reject; }
END
}

heal() {
  local ns
  rm -f "$RUN"/lie-*
  for ns in inet router; do
    in_ns $ns nft list tables | grep ' fault_' | while read -r table; do in_ns $ns nft delete $table; done
  done
}

# ---- the whole

up() {
  mkdir -p "$RUN"
  echo 2 >"$RUN/upnp"
  make_network
  filter_isp
  filter_router
  bind_start
  echoes_start
  stun_start
  whoami_start
  prefix "$FIRST_PREFIX"
  router_start
  login_page_start
  await listens inet tcp 53
  await listens inet tcp 8443
  await listens inet udp 3478
  await listens inet udp 5300
  await listens router tcp 8880
}

down() {
  local ns
  reap miniupnpd radvd login bind echoes stun whoami
  for ns in $NAMESPACES; do ip netns del "$PREFIX-$ns" 2>/dev/null || true; done
}

case "${1:-} ${2:-}" in
  "up ") up ;;
  "down ") down ;;
  "exec "*) in_ns "${@:2}" ;;
  "wan "*) wan "$2" ;;
  "no-wan ") no_wan ;;
  "prefix "*) prefix "${@:2}" ;;
  "router stop") router_stop ;;
  "router start") router_start ;;
  "upnp "[12]) echo "$2" >"$RUN/upnp" ;;
  "echo "[abc])
    case $3 in
      down) echo_down "$2" ;;
      lie) touch "$RUN/lie-$2" ;;
    esac ;;
  "loss "*) loss "$2" ;;
  "hole "*) hole "${@:2}" ;;
  "portal ") portal ;;
  "heal ") heal ;;
  *)
    sed -n '2,/^set /p' "$0" | grep '^#' >&2
    exit 2
    ;;
esac
