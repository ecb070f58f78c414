# What bash offers for lines: bash offers.bash FOLDER LINE...
source "$1/ostler"
shift
for line in "$@"; do
  echo "> $line"
  # As readline does: words, and one that is empty behind a blank; '=' is a word of its own.
  read -ra COMP_WORDS <<<"${line//=/ = }"
  case $line in *' ') COMP_WORDS+=("") ;; esac
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  _ostler
  printf '%s\n' "${COMPREPLY[@]}"
done
