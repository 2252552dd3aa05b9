# Image archives without a registry and without a container engine; sourced. The same files give the same bytes.
# Uses $work, a folder of the caller's, $time, which everything bears, and $compression, 1 to 9 (9 without it). `docker load`, `podman load` and `ctr images
# import` take what it writes.
# shellcheck shell=sh
# shellcheck disable=SC2154
oci=application/vnd.oci.image

digest() { sha256sum "$1" | cut -d ' ' -f 1; }

architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) echo "no image for $(uname -m)" >&2; return 1 ;;
  esac
}

# layer NAME: of the folder $work/NAME
layer() {
  tar --create --file "$work/$1.tar" --directory "$work/$1" --sort=name --owner=0 --group=0 --numeric-owner \
    --format=pax --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime --mtime="$time" .
  digest "$work/$1.tar" > "$work/$1.diff"
  gzip "-${compression:-9}" -n "$work/$1.tar"
}

blob() { # FILE: into the image by its digest
  sum=$(digest "$1")
  cp "$1" "$work/image/blobs/sha256/$sum"
  echo "$sum"
}

descriptor() { # MEDIA-TYPE DIGEST
  printf '{"mediaType":"%s","digest":"sha256:%s","size":%s}' "$1" "$2" "$(wc -c < "$work/image/blobs/sha256/$2" | tr -d ' ')"
}

# image_archive OUTPUT NAME:TAG CONFIG FOLDER...: CONFIG is the JSON of the image's configuration, each FOLDER of $work a layer
image_archive() {
  output=$1 name=$2 configuration=$3
  shift 3
  mkdir -p "$work/image/blobs/sha256"
  layers='' diffs='' paths=''
  for each in "$@"; do
    layer "$each"
    # as it travels, and as it lies on a node
    echo "$(wc -c < "$work/$each.tar.gz" | awk '{printf "%6.1f MB", $1 / 1e6}') $(du -sb "$work/$each" | awk '{printf "%6.1f MB unpacked", $1 / 1e6}')  $each"
    sum=$(blob "$work/$each.tar.gz")
    layers=$layers,$(descriptor $oci.layer.v1.tar+gzip "$sum")
    diffs=$diffs,\"sha256:$(cat "$work/$each.diff")\"
    paths=$paths,\"blobs/sha256/$sum\"
  done
  printf '{"architecture":"%s","os":"linux","created":"%s","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' \
    "$(architecture)" "$time" "$configuration" "${diffs#,}" > "$work/config"
  config=$(blob "$work/config")
  printf '{"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}' $oci.manifest.v1+json \
    "$(descriptor $oci.config.v1+json "$config")" "${layers#,}" > "$work/manifest"
  manifest=$(blob "$work/manifest")
  printf '{"schemaVersion":2,"manifests":[%s]}' "$(descriptor $oci.manifest.v1+json "$manifest" |
    sed "s|}\$|,\"annotations\":{\"io.containerd.image.name\":\"$name\",\"org.opencontainers.image.ref.name\":\"${name##*:}\"}}|")" \
    > "$work/image/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' > "$work/image/oci-layout"
  printf '[{"Config":"blobs/sha256/%s","RepoTags":["%s"],"Layers":[%s]}]' "$config" "$name" "${paths#,}" \
    > "$work/image/manifest.json"
  tar --create --file "$output" --directory "$work/image" --sort=name --owner=0 --group=0 --numeric-owner --mtime="$time" .
  echo "$output: $name@sha256:$manifest, $(wc -c < "$output" | awk '{printf "%.1f MB", $1 / 1e6}')"
}
