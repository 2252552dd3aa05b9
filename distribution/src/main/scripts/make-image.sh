#!/bin/sh
# Packs the assembled dbops into an image, without a registry and without a container engine: a C library, a Java runtime
# of the JDK in JAVA_HOME, client programs of databases, and dbops, each a layer of its own. There is no shell in it.
# The file can be loaded by `docker load`, `podman load` and `ctr images import`.
# usage: make-image.sh DIR TIME NAME:TAG OUTPUT.tar [CLIENTS]
#   DBOPS_REVISION   the commit that it was made of, for a label
#   DBOPS_SBOM       a list of what is in it, which goes to /opt/dbops/sbom.cdx.json
#   DIR as make-cds.sh leaves it; CLIENTS as hack/image-clients.sh does: without, there are no client programs in the
#   image, and its C library is this machine's
set -eu
dir=$(cd "$1" && pwd -P) time=$2 name=$3 output=$4 clients=${5:-} revision=${DBOPS_REVISION:-}
scripts=$(cd "$(dirname "$0")" && pwd -P)
. "$scripts/oci.sh"
java=${JAVA_HOME:?a JDK 25}
# of the same name each time: the archive of classes has it inside, and the same image is to come of the same files
work=$(cd "$(dirname "$output")" && pwd -P)/image.work
rm -rf "$work" && mkdir "$work"
trap 'rm -rf "$work"' EXIT
home=$work/dbops/opt/dbops jre=$work/jre/opt/dbops/jre
# what the JVM is linked with, where the loader looks; the user, file names in UTF-8, and a place for passing files
base() {
  locale=/usr/lib/locale/C.utf8
  [ -d "$locale" ] || { echo "make-image.sh: this machine has no locale C.UTF-8 in $locale" >&2; exit 1; }
  mkdir -p "$work/base/etc" "$work/base/tmp" "$work/base$locale"
  cp -RL "$locale/." "$work/base$locale"
  chmod 1777 "$work/base/tmp"
  echo 'nonroot:x:65532:65532::/:/nonexistent' > "$work/base/etc/passwd"
  echo 'nonroot:x:65532:' > "$work/base/etc/group"
  echo 'hosts: files dns' > "$work/base/etc/nsswitch.conf"
  if [ -n "$clients" ]; then
    cp -R "$clients/c-library/." "$work/base"
    cp -R "$clients/clients" "$work/clients"
    return
  fi
  loader=$(ldd "$java/bin/java" | sed -n 's/^[[:space:]]*\(\/[^ ]*\) .*/\1/p')
  mkdir -p "$work/base$(dirname "$loader")"
  cp -L "$loader" "$work/base$loader"
  resolver=$(ldd "$java/lib/server/libjvm.so" | sed -n 's/.*=> \(.*\)libc\.so\.6 .*/\1/p')libresolv.so.2
  for library in $(ldd "$java/lib/server/libjvm.so" "$java"/lib/lib*.so 2> /dev/null |
    sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p' | grep -E '/lib(c|m|dl|pthread|rt)\.so\.' | sort -u) "$resolver"; do
    mkdir -p "$work/base$(dirname "$library")"
    cp -L "$library" "$work/base$library"
  done
}

# all of Java SE, as nobody knows what a plugin needs
runtime() {
  mkdir -p "$(dirname "$jre")"
  "$java/bin/jlink" --output "$jre" --no-man-pages --no-header-files --strip-debug --compress zip-9 \
    --add-modules java.se,jdk.unsupported,jdk.crypto.cryptoki,jdk.charsets,jdk.httpserver,jdk.management,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.zipfs
}

# what dbops and its plugins say they need of the JDK, which would else be missed when it is used, in somebody's cluster
complete() {
  "$jre/bin/java" --list-modules | sed 's/@.*//' > "$work/modules"
  for jar in "$dir"/lib/*.jar "$dir"/plugins/*.jar; do echo "$jar"; done |
    xargs "$java/bin/jdeps" --multi-release 25 --ignore-missing-deps -s 2> /dev/null |
    awk '$3 ~ /^(java|jdk)\./ {print $3}' | sort -u > "$work/needed"
  [ -s "$work/needed" ] || { echo "make-image.sh: jdeps says nothing" >&2; exit 1; }
  ! grep -vxFf "$work/modules" "$work/needed" || { echo "make-image.sh: these modules are not in the runtime of the image" >&2; exit 1; }
}

# The libraries that Java programs bring along for many systems: for this one, where no folder has to be writable and
# executable for that. In their jars they are of no use then.
unpacked() {
  mkdir -p "$home/lib/native" "$work/unpacked"
  for jar in "$home"/lib/zstd-jni-*.jar "$home"/lib/lz4-java-*.jar; do
    rm -rf "$work/unpacked" && mkdir "$work/unpacked"
    (cd "$work/unpacked" && "$java/bin/jar" -xf "$jar")
    find "$work/unpacked" -path "*linux/$(uname -m | sed s/x86_64/amd64/)/*.so" -exec cp {} "$home/lib/native" \;
    (cd "$work/unpacked" && find . -type f ! -name '*.so' ! -name '*.dll' ! -name '*.dylib' ! -name '*.jnilib' ! -path ./META-INF/MANIFEST.MF |
      sed 's|^\./||' | LC_ALL=C sort > "$work/entries" &&
      "$java/bin/jar" --create --file "$jar" --manifest META-INF/MANIFEST.MF --date "$time" "@$work/entries")
    chmod 644 "$jar"
  done
  rm -rf "$work/unpacked" "$work/entries"
  for each in "$home"/lib/native/libzstd-jni-*.so; do mv "$each" "$home/lib/native/libzstd-jni.so"; done
  [ "$(find "$home/lib/native" -name '*.so' | wc -l)" -eq 2 ] || { echo "make-image.sh: not one library each of zstd and LZ4 for $(uname -m)" >&2; exit 1; }
  chmod 755 "$home/lib/native" && chmod 644 "$home/lib/native"/*
}

program() {
  echo "-XX:SharedArchiveFile=/opt/dbops/lib/dbops.jsa"
  # LZ4 looks in the folder, zstd only where it is told to
  echo "-Djava.library.path=/opt/dbops/lib/native"
  echo "-DZstdNativePath=/opt/dbops/lib/native/libzstd-jni.so"
  echo "-Ddbops.home=/opt/dbops"
  echo "-cp $(cd "$home/lib" && LC_ALL=C && printf '/opt/dbops/lib/%s:' *.jar | sed 's/:$//')"
  echo "io.dbprovision.core.Main"
}

# the archive of classes is made anew: it is bound to the runtime and to the times of the jars
application() {
  mkdir -p "$(dirname "$home")"
  cp -a "$dir" "$home"
  [ -z "${DBOPS_SBOM:-}" ] || install -m 644 "$DBOPS_SBOM" "$home/sbom.cdx.json"
  unpacked
  find "$work" -exec touch -h -d "$time" {} +
  mv "$jre" "$home/jre"
  "$scripts/make-cds.sh" "$home" "$time"
  mv "$home/jre" "$jre"
  rm -f "$home.built"
  # what bin/dbops would say, with the paths inside the image
  {
    cat "$home/lib/jvm.args" "$home/lib/operator.args"
    # weaker than any option, wherever that is given; in a variable of the image the JVM would print it before the log
    echo "-XX:Flags=/opt/dbops/lib/heap.flags"
    program
  } > "$home/lib/java.args"
  echo "MaxHeapSize=96m" > "$home/lib/heap.flags"
  # for workers that are processes beside the operator
  {
    cat "$home/lib/worker.args"
    echo "-Xmx48m"
    program
  } > "$home/lib/worker-java.args"
  find "$work" -exec touch -h -d "$time" {} +
}

configuration() {
  made_of=''
  [ -z "$revision" ] || made_of=',"org.opencontainers.image.revision":"'$revision'"'
  cat << CONFIG
{"User":"65532:65532","WorkingDir":"/","Env":["DBOPS_HOME=/opt/dbops","LC_ALL=C.UTF-8","MALLOC_ARENA_MAX=2","PATH=/opt/dbops/tools:/opt/dbops/bin"],
"Entrypoint":["/opt/dbops/jre/bin/java","@/opt/dbops/lib/java.args"],"Cmd":["operator"],
"Labels":{"org.opencontainers.image.title":"db-provision-operator","org.opencontainers.image.description":"Makes databases and logins real on database servers, backs them up and restores them",
"org.opencontainers.image.version":"${name##*:}","org.opencontainers.image.created":"$time"$made_of}}
CONFIG
}

base
runtime
complete
application
# what changes least comes first: it stays where it is when the program is a newer one
image_archive "$output" "$name" "$(configuration)" base jre ${clients:+clients} dbops
