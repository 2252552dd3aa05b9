#!/bin/bash
# Stands for the commands that pages of the docs name, by the name it is called by: does what they say where that is wanted
# (DOCS_REAL=true), else as much of it as changes nothing. Whatever has no rule here is refused. Used by PageRun, which says
# where things are: DOCS_REPO, DOCS_TOOLS (kubectl), DOCS_HOME (the assembled operator), DOCS_WORK, DOCS_FAILURES.
set -uo pipefail
PATH=$DOCS_PATH
name=${0##*/}
line=("$name" "$@")
real=$DOCS_TOOLS/kubectl
out=$(mktemp "$DOCS_WORK/out-XXXXXX") err=$(mktemp "$DOCS_WORK/err-XXXXXX")
trap 'rm -f "$out" "$err"' EXIT

refuse() { # WHY
  printf '%s: %s: %s\n' "$DOCS_LINE" "${line[*]}" "$1" >> "$DOCS_FAILURES"
  exit 1
}

# Runs a command, which must end with 0 or say what is allowed.
must() { # ALLOWED COMMAND…
  local allowed=$1; shift
  "$@" 2> "$err"
  local status=$?
  [ $status = 0 ] || grep -qE -- "$allowed" "$err" || refuse "exit status $status: $(tail -n 3 "$err")"
}
never='a sentence that nobody says'

# The same for a command of ours that ends with 1 when there is something to tell.
told() {
  "$@" 2> "$err" || [ $? = 1 ] || refuse "$(tail -n 3 "$err")"
}

# Each option has to be in a text of help.
options() { # HELP WORD…
  local help=$1 word; shift
  for word; do
    case $word in
      --) ;;
      -*) grep -qE -- "(^|[ ,[])${word%%=*}([=, []|\]|$)" <<< "$help" || refuse "there is no option ${word%%=*}" ;;
    esac
  done
}

kubectl() {
  local verb='' words=() word
  for word; do
    case $word in -w | --watch) ;; *) words+=("$word") ;; esac # would not end
  done
  set -- "${words[@]}"
  while [ $# -gt 0 ]; do
    case $1 in
      -n | --namespace | --context) shift 2 ;;
      -*) shift ;;
      *) verb=$1; break ;;
    esac
  done
  case $verb in
    dbops) shift; dbops "$@"; return ;;
    get | describe | kustomize | explain | logs | auth) must "$never" "$real" "${words[@]}"; return ;;
    apply | create | annotate | label | patch | delete | scale | wait) ;;
    *) refuse "no rule for kubectl $verb" ;;
  esac
  if [ "$DOCS_REAL" = true ]; then
    must "$never" "$real" "${words[@]}"
  elif [ "$verb" = wait ]; then
    must 'timed out waiting' "$real" "${words[@]/#--timeout=*/--timeout=0s}" --timeout=0s
  else
    case "${words[*]}" in *--dry-run*) ;; *) words+=(--dry-run=server) ;; esac
    [ "$verb" != apply ] || words+=(--validate=strict)
    # of all objects some may go meanwhile
    case "$verb ${words[*]}" in create*) never='already exists' ;; *--all\ *) never=NotFound ;; esac
    must "$never" "$real" "${words[@]}"
  fi
}

dbops() {
  local command=${1:-operator}
  case $command in -*) command=operator ;; *) shift ;; esac
  case $command in
    status | plan | plugins) told "$DOCS_HOME/bin/dbops" "$command" "$@"; return ;;
    version) must "$never" "$DOCS_HOME/bin/dbops" version; return ;;
    crds) # once for all pages
      [ -s "$DOCS_WORK/crds" ] || must "$never" "$DOCS_HOME/bin/dbops" crds "$@" > "$DOCS_WORK/crds"
      cat "$DOCS_WORK/crds"; return ;;
    operator | worker) ;; # would not end, or is not for people
    doctor | explain) if [ "$DOCS_REAL" = true ]; then told "$DOCS_HOME/bin/dbops" "$command" "$@"; return; fi ;;
    *)
      if [ "$DOCS_REAL" = true ]; then
        must "$never" env DBOPS_CALLED='kubectl dbops' "$DOCS_HOME/bin/dbops" "$command" "$@"
        return
      fi
      ;;
  esac
  local help=$DOCS_WORK/help-$command
  [ -s "$help" ] || "$DOCS_HOME/bin/dbops" "$command" --help > "$help" 2> "$err"
  grep -q "^Usage: dbops $command " "$help" || refuse "no sub-command $command"
  options "$(cat "$help")" "$@"
}

# Targets and variables that the Makefile has.
make() {
  local word
  for word; do
    case $word in
      *=*) grep -qE -- "\b${word%%=*}\b" "$DOCS_REPO/Makefile" || refuse "the Makefile knows no ${word%%=*}" ;;
      *) grep -qE -- "^$word:" "$DOCS_REPO/Makefile" || refuse "the Makefile has no target $word" ;;
    esac
  done
}

# The verb is in the script; a property or class of tests is somewhere.
hack() {
  local script=$DOCS_REPO/hack/$name word
  case ${1:-} in '' | -*) ;; *) grep -qwF -- "$1" "$script" || refuse "the script knows no $1" ;; esac
  for word; do
    case $word in
      -Dtest=*) [ -n "$(find "$DOCS_REPO" -name "${word#*=}.java" -not -path '*/target/*')" ] || refuse "no class ${word#*=}" ;;
      -D*) word=${word#-D}; word=${word%%=*}
        grep -rqF --include=*.java --include=pom.xml --exclude-dir=target -- "${word%.*}" "$DOCS_REPO" || refuse "no property $word" ;;
    esac
  done
}

helm() {
  case ${1:-} in
    install | upgrade) must "$never" "$("$DOCS_REPO/hack/helm.sh")" template --kube-version=1.34.0 "${@:2}" > "$out" ;;
    *) refuse "no rule for helm ${1:-}" ;;
  esac
}

# Maven makes projects of the kit's archetypes; KitIT builds them.
mvn() {
  local word project=${PWD##*/}
  for word; do
    case $word in
      -DarchetypeArtifactId=dbops-*) word=${word#*=dbops-}; [ -d "$DOCS_REPO/kit/$word" ] || refuse "no $word in kit" ;;
      -DartifactId=*) mkdir -p "${word#*=}" ;;
      package) mkdir -p target && touch "target/$project-0.1.0.jar" "target/$project-0.1.0.jar.sha256" ;;
    esac
  done
}

case $name in
  kubectl | dbops | make | helm | mvn) "$name" "$@" ;;
  mkdir | mv | cp) # within the page's folder only
    case " $*" in *\ /*) ;; *) must "$never" "/bin/$name" "$@" ;; esac ;;
  podman | docker | apt-get) ;; # other people's programs, on other people's machines
  python3) [ -f "${1:-}" ] || refuse 'there is no such script' ;; # tests of the format run it
  _file)
    mkdir -p "$(dirname "$1")" && cat > "$1"
    # those of several folders are rendered by KustomizeIT
    case $1 in */kustomization.yaml) grep -qE '^  - [a-z]' "$1" || must "$never" "$real" kustomize "$(dirname "$1")" > "$out" ;; esac ;;
  _columns) # the names of the columns, whatever their width
    IFS= read -r first; cat > "$out"
    [ "$(xargs <<< "$first")" = "$(xargs <<< "$1")" ] || refuse "the columns are: $first" ;;
  _sql)
    if [ "$DOCS_REAL" = true ]; then must "$never" "$DOCS_PSQL" -q -v ON_ERROR_STOP=1; else cat > "$out"; fi ;;
  _apply) # dry|real FILE
    [ "$1 $DOCS_APPLY" = 'real true' ] || dry=--dry-run=server
    [ ! -s "$2" ] || must "$never" "$real" apply --validate=strict ${dry:-} -f "$2" > "$out"
    [ -n "${dry:-}" ] || must "$never" "$real" wait --for=condition=Ready --timeout=30s -f "$2" > "$out" ;;
  _kustomization) # FOLDER
    must "$never" "$real" kustomize "$1" > "$out"
    for new in $(sed -n 's/^ *newName: *//p' "$1/kustomization.yaml"); do grep -qF "${new//\"/}" "$out" || refuse "$new is not in effect"; done ;;
  _values) must "$never" "$("$DOCS_REPO/hack/helm.sh")" template --kube-version=1.34.0 "$DOCS_REPO/distribution/helm/db-provision-operator" -f "$1" > "$out" ;;
  _prometheus)
    promtool=$("$DOCS_REPO/hack/prometheus.sh")
    # one that was built without service discoveries knows all but these
    "$promtool" check config --syntax-only "$1" 2>&1 | grep -q 'kubernetes_sd_configs not found' && sed -i '/kubernetes_sd_configs:/,+1d' "$1"
    must "$never" "$promtool" check config --syntax-only "$1" > "$out" ;;
  *.sh) hack "$@" ;;
  *) refuse 'no rule covers this command' ;;
esac
