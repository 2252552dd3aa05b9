# Reads a page as PageRun wrote it. A command that fails, or that nobody knows, is noted with its line, which is that of the
# page; the others are tried all the same.
set -o pipefail -o functrace -o errtrace
page=$1
note() { grep -q "^$1: " "$DOCS_FAILURES" || printf '%s: %s\n' "$1" "$2" >> "$DOCS_FAILURES"; }
command_not_found_handle() {
  printf '%s: %s: no rule covers this command\n' "$DOCS_LINE" "$*" >> "$DOCS_FAILURES"
  return 127
}
trap 'if [ "${BASH_SOURCE[0]}" = "$page" ]; then export DOCS_LINE=$LINENO; fi' DEBUG
newline=$'\n'
trap 'note "$DOCS_LINE" "${BASH_COMMAND%%"$newline"*}: exit status $?"' ERR
. "$page"
trap - DEBUG ERR
: > "$DOCS_END"
