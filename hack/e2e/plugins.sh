# A plugin of somebody else's, that of hack/e2e/hello, in three ways: in an image made of this one by two lines, brought by an
# init container, and from a volume. Sourced.
# shellcheck shell=bash
# shellcheck disable=SC2154

hello_jar() {
  local spi folder=$state/hello
  spi=$(echo "$home"/lib/dbops-spi-*.jar)
  rm -rf "$folder"
  mkdir -p "$folder/classes/META-INF/services" "$folder/classes/META-INF/dbops/schema"
  "$JAVA_HOME/bin/javac" --release 25 -d "$folder/classes" -cp "$spi" hack/e2e/hello/HelloEngine.java
  echo com.example.hello.HelloEngine > "$folder/classes/META-INF/services/io.dbprovision.spi.Engine"
  echo '- hello' > "$folder/classes/META-INF/dbops/schema/engines.yaml"
  printf 'spec.hello:\n  description: Options for a hello server.\n  type: object\n  properties:\n    greeting:\n      description: What it says.\n      type: string\n' > "$folder/classes/META-INF/dbops/schema/databaseinstance.yaml"
  printf 'Plugin-Id: hello\nPlugin-Version: 0.1.0\nPlugin-Requires: >=1.0.0 & <2.0.0\n' > "$folder/manifest.txt"
  (cd "$folder" && "$JAVA_HOME/bin/jar" --create --file hello-0.1.0.jar --manifest manifest.txt -C classes . && sha256sum hello-0.1.0.jar > hello-0.1.0.jar.sha256)
}

# What `docker build` does with FROM and COPY: one layer more.
two_lines() {
  local work=$state/derived time=2026-01-01T00:00:00Z compression=1 sum old config manifest base=${E2E_IMAGE:-distribution/target/dbops-image.tar}
  . distribution/src/main/scripts/oci.sh
  rm -rf "$work"
  mkdir -p "$work/image" "$work/plugin/opt/dbops/plugins"
  tar -xf "$base" -C "$work/image"
  cp "$state"/hello/hello-0.1.0.jar* "$work/plugin/opt/dbops/plugins/"
  layer plugin
  sum=$(blob "$work/plugin.tar.gz")
  old=$(sed -E 's/.*"Config":"blobs\/sha256\/([0-9a-f]+)".*/\1/' "$work/image/manifest.json")
  sed -E "s/(\"diff_ids\":\[[^]]*)\]/\1,\"sha256:$(cat "$work/plugin.diff")\"]/" "$work/image/blobs/sha256/$old" > "$work/config"
  config=$(blob "$work/config")
  manifest=$(sed -E 's/.*"digest":"sha256:([0-9a-f]+)".*/\1/' "$work/image/index.json")
  sed -E "s/\"config\":\{[^}]*\}/\"config\":$(descriptor "$oci.config.v1+json" "$config" | sed 's/[&|/]/\\&/g')/; s/\]\}\$/,$(descriptor "$oci.layer.v1.tar+gzip" "$sum" | sed 's/[&|/]/\\&/g')]}/" \
    "$work/image/blobs/sha256/$manifest" > "$work/manifest"
  manifest=$(blob "$work/manifest")
  printf '{"schemaVersion":2,"manifests":[%s]}' "$(descriptor "$oci.manifest.v1+json" "$manifest" |
    sed 's|}$|,"annotations":{"io.containerd.image.name":"localhost/dbops-hello:1","org.opencontainers.image.ref.name":"1"}}|')" > "$work/image/index.json"
  sed -i.old -E "s|\"Config\":\"[^\"]*\"|\"Config\":\"blobs/sha256/$config\"|; s|\"RepoTags\":\[[^]]*\]|\"RepoTags\":[\"localhost/dbops-hello:1\"]|; s|(\"Layers\":\[[^]]*)\]|\1,\"blobs/sha256/$sum\"]|" "$work/image/manifest.json"
  rm "$work/image/manifest.json.old"
  tar --create --file "$state/dbops-hello.tar" --directory "$work/image" .
  rm -rf "$work"
}

# an instance of the plugin's engine, in a pod that has just been replaced
says_hello() { # WAY
  rolled_out > /dev/null
  kubectl delete -n demo databaseinstance/hello --ignore-not-found --timeout=30s > /dev/null
  printf 'apiVersion: dbops.dbprovision.io/v1alpha1\nkind: DatabaseInstance\nmetadata: {name: hello, namespace: demo}\nspec:\n  engine: hello\n  deletionProtection: false\n  connection: {host: hello.example.com, port: 1, database: none, secretRef: {name: postgres-admin}}\n  hello: {greeting: good morning}\n' |
    kubectl apply -f - > /dev/null
  kubectl wait -n demo --for=condition=Ready --timeout=30s databaseinstance/hello > /dev/null || die "no plugin $1"
  echo "$1: $(kubectl get -n demo databaseinstance/hello -o 'jsonpath={.status.conditions[?(@.type=="Ready")].message} ({.status.version})')"
}

plugin_files() { # VOLUME: into the folder that is there, beside the plugins that come with the operator
  printf '%s\n' \
    "      - {op: add, path: /spec/template/spec/containers/0/volumeMounts/-, value: {name: hello, mountPath: /opt/dbops/plugins/hello-0.1.0.jar, subPath: hello-0.1.0.jar, readOnly: true}}" \
    "      - {op: add, path: /spec/template/spec/containers/0/volumeMounts/-, value: {name: hello, mountPath: /opt/dbops/plugins/hello-0.1.0.jar.sha256, subPath: hello-0.1.0.jar.sha256, readOnly: true}}" \
    "      - {op: add, path: /spec/template/spec/volumes/-, value: $1}"
}

part_plugins() {
  local base='resources: [../../../distribution/config/default]' target='  - target: {kind: Deployment}'
  hello_jar
  echo "The CRDs with what the plugin adds, by dbops crds:"
  rm -rf "$state/all-plugins"
  cp -R distribution/target/dbops/plugins "$state/all-plugins"
  cp "$state"/hello/hello-0.1.0.jar* "$state/all-plugins/"
  distribution/target/dbops/bin/dbops crds --plugins-dir "$state/all-plugins" | kubectl apply --server-side --force-conflicts -f - > /dev/null

  two_lines
  load "$state/dbops-hello.tar"
  apply_over plugin-image "$base" 'images: [{name: localhost/db-provision-operator, newName: localhost/dbops-hello, newTag: "1"}]' > /dev/null
  says_hello 'by an image of two lines'

  kubectl create configmap -n "$system" hello-plugin --from-file "$state/hello/hello-0.1.0.jar" --from-file "$state/hello/hello-0.1.0.jar.sha256" --dry-run=client -o yaml | kubectl apply -f - > /dev/null
  # shellcheck disable=SC2046
  apply_over plugin-volume "$base" 'patches:' "$target" '    patch: |-' \
    "$(plugin_files '{name: hello, configMap: {name: hello-plugin}}')" > /dev/null
  says_hello 'from a volume'

  apply_over plugin-init "$base" 'patches:' "$target" '    patch: |-' \
    "$(plugin_files '{name: hello, emptyDir: {}}')" \
    '      - {op: add, path: /spec/template/spec/volumes/-, value: {name: from, configMap: {name: hello-plugin}}}' \
    "      - {op: add, path: /spec/template/spec/initContainers, value: [{name: fetch, image: $postgres_image, command: [sh, -c, 'cat /from/hello-0.1.0.jar > /to/hello-0.1.0.jar && cat /from/hello-0.1.0.jar.sha256 > /to/hello-0.1.0.jar.sha256'], securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}, volumeMounts: [{name: from, mountPath: /from}, {name: hello, mountPath: /to}]}]}" > /dev/null
  says_hello 'by an init container'

  kubectl delete -n demo databaseinstance/hello --timeout=30s
  kubectl apply -k distribution/config/default > /dev/null
  kubectl delete -n "$system" configmap/hello-plugin > /dev/null
  rolled_out
}
