# What somebody has who has nothing of this repository but the kit. Sourced by the scripts that try the kit.
# shellcheck shell=bash
archetypes=org.apache.maven.plugins:maven-archetype-plugin:3.4.1

# kit_repository DIR: a local repository of Maven with the kit, and otherwise with what the user's own has of others: by
# links, so that nothing is fetched twice. Further arguments go to the build of the kit.
kit_repository() {
  local dir=$1 public=$HOME/.m2/repository entry; shift
  rm -rf "$dir"
  mkdir -p "$dir/io" "$public"
  for entry in "$public"/* "$public"/io/*; do
    case ${entry#"$public"/} in
      io | io/dbprovision | *'*') ;;
      *) ln -s "$entry" "$dir/${entry#"$public"/}" ;;
    esac
  done
  KIT_REPO=$dir/kit "$repo/hack/kit.sh" "$@"
  mv "$dir/kit/io/dbprovision" "$dir/io/dbprovision"
  rm -rf "$dir/kit"
}

# kit_maven REPOSITORY ARGUMENT...: in the current folder, which is outside of this repository
kit_maven() {
  local repository=$1; shift
  "$repo/mvnw" -B --no-transfer-progress "-Dmaven.repo.local=$repository" "$@"
}

# generate REPOSITORY engine|store NAME: the project ./dbops-NAME, of the package com.example
generate() {
  kit_maven "$1" -q "$archetypes:generate" -DarchetypeCatalog=internal \
    -DarchetypeGroupId=io.dbprovision "-DarchetypeArtifactId=dbops-$2-archetype" -DarchetypeVersion="$(kit_version)" \
    -DgroupId=com.example "-DartifactId=dbops-$3" "-D$2Name=$3"
}

kit_version() { sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p' "$repo/kit/plugin-parent/pom.xml" | head -n 1; }
