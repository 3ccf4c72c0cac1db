#!/usr/bin/env bash
# The tests of the QGIS side and of its window with the QGIS of another Debian release:
#   sudo tests/on_debian.sh trixie                                QGIS 3.40
#   sudo tests/on_debian.sh trixie-backports                      QGIS 3.44
#   sudo tests/on_debian.sh trixie tests/qgis/framework -x        only some, with pytest's options
# Needs root and debootstrap. The release is installed once into build/RELEASE, or the folder that RELEASE_FOLDER names
# (3 GB). The engine stays this machine's own, .venv, which is started in the machine's root (/host in the release's).
set -euo pipefail

release=${1:?names the release: trixie or trixie-backports}; shift
repository=$(cd "$(dirname "$0")/.." && pwd)
root=${RELEASE_FOLDER:-$repository/build/$release}
engine=$repository/.venv/bin/python
test -x "$engine" || { echo "There is no engine at $engine; run make engine." >&2; exit 1; }
test $# -gt 0 || set -- tests/qgis tests/window --ignore tests/qgis/test_manual.py  # which .venv-docs makes, not QGIS

if [ ! -e "$root/complete" ]; then
  debootstrap --variant=minbase --include=ca-certificates "${release%-backports}" "$root"
  # What leads to packages on this machine leads to them there: proxies, certificates, indices.
  cp /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  for file in /etc/resolv.conf /etc/hosts /etc/pip.conf; do test ! -e "$file" || cp "$file" "$root/etc/"; done
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d"
  if [ "$release" != "${release%-backports}" ]; then
    sed "s/ ${release%-backports} / $release /" "$root/etc/apt/sources.list" >"$root/etc/apt/sources.list.d/backports.list"
  fi
fi

# A mount namespace of its own: nothing stays mounted, whatever happens.
exec unshare --mount --propagation private bash -euo pipefail -s -- "$root" "$repository" "$release" "$@" <<'INSIDE'
root=$1 repository=$2 release=$3; shift 3
mkdir -p "$root/host" "$root$repository"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind / "$root/host"
mount --bind "$repository" "$root$repository"
mount --bind /tmp "$root/tmp"
enter() { chroot "$root" env -i HOME=/root PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 "$@"; }
if [ ! -e "$root/complete" ]; then
  enter apt-get update
  enter DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -t "$release" \
    qgis qgis-providers python3-qgis python3-venv xvfb xauth libgl1-mesa-dri git make
  enter python3 -m venv --system-site-packages /opt/tests
  enter /opt/tests/bin/python -m pip install --no-input -r "$repository/requirements-qgis.txt"
  touch "$root/complete"
fi
place=$(mktemp --directory /tmp/eo_deep_XXXXXX)
cat >"$place/engine" <<ENGINE
#!/bin/sh
exec chroot /host /bin/sh -c 'cd "\$1" && shift && exec "\$@"' sh "\$PWD" "$repository/.venv/bin/python" "\$@"
ENGINE
chmod +x "$place/engine"
mkdir -p "$place/plugins" && mkdir -m 700 "$place/runtime" && ln -s "$repository" "$place/plugins/eo_deep_plugin"
private="QGIS_CUSTOM_CONFIG_PATH=$place/qgis QGIS_PLUGINPATH=$place/plugins XDG_CONFIG_HOME=$place/config
  XDG_DATA_HOME=$place/data XDG_CACHE_HOME=$place/cache XDG_RUNTIME_DIR=$place/runtime
  EO_DEEP_PYTHON=$place/engine PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore::DeprecationWarning"
enter sh -c 'dpkg-query --show --showformat "QGIS \${Version}\n" qgis'
enter $private QT_QPA_PLATFORM=offscreen qgis_process plugins enable eo_deep_plugin >/dev/null
status=0
enter $private env -C "$repository" xvfb-run --auto-servernum /opt/tests/bin/python -m pytest -p no:cacheprovider "$@" || status=$?
rm -rf "$place"
exit $status
INSIDE
